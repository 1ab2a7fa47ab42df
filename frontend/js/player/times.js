// @ts-check
// Moments: read from an address, written as people read them.

/**
 * The passage that an address names: `#t=12.5,17` (Media Fragments 1.0), else the same in `?t=`.
 * @param {{ hash: string, search: string }} address
 * @returns {{ from: number, to: number | null } | null}
 */
export function passageIn({ hash, search }) {
  const said = /^#t=/.test(hash) ? hash.slice(3) : (new URLSearchParams(search).get("t") ?? "");
  const [, from, to] = /^(\d+(?:\.\d+)?)?(?:,(\d+(?:\.\d+)?))?$/.exec(said) ?? [];
  if (from === undefined && to === undefined) return null;
  const passage = { from: Number(from ?? 0), to: to === undefined ? null : Number(to) };
  return passage.to !== null && passage.to <= passage.from ? null : passage;
}

/**
 * 4:12 or 1:04:12; with tenths 4:12,5.
 * @param {number} time_s
 * @param {boolean} [tenths]
 */
export function clock(time_s, tenths = false) {
  const all = tenths ? Math.round(time_s * 10) : Math.floor(time_s + 0.001) * 10;
  const [hours, minutes, seconds] = [all / 36000, (all / 600) % 60, (all / 10) % 60].map(
    Math.floor,
  );
  const two = (/** @type {number | undefined} */ n) => String(n).padStart(2, "0");
  const head = hours ? `${hours}:${two(minutes)}` : `${minutes}`;
  const mark = document.documentElement.lang === "en" ? "." : ",";
  return `${head}:${two(seconds)}${tenths ? mark + (all % 10) : ""}`;
}

/**
 * The seconds that somebody wrote: 84, 84,5 or 1:24,5; NaN for what is no time.
 * @param {string} text
 */
export function secondsIn(text) {
  if (!/^[\d:.,\s]+$/.test(text)) return NaN;
  const parts = text.trim().replace(",", ".").split(":").map(Number);
  return parts.reduce((sum, part) => sum * 60 + part, 0);
}

/**
 * As short as an address wants it: 12.5, not 12.500.
 * @param {number} time_s
 */
export const brief = (time_s) => String(Math.round(time_s * 100) / 100);
