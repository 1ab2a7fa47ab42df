// @ts-check
// What a comparison is set to stands in its address: offsets, passage, speed, who is mirrored, who is heard.
import { brief, passageIn } from "./times.js";

/** @typedef {{ offsets: number[], passage: { from: number, to: number | null } | null, rate: number, mirrored: number[], heard: string }} Setting */

const SLOWEST = 0.25;
const FASTEST = 1.5;
const FARTHEST_S = 3600;

/**
 * @param {number} count
 * @returns {Setting}
 */
export function settingIn(count) {
  const said = new URLSearchParams(location.search);
  const given = (said.get("offset") ?? "").split(",").map(Number);
  const rate = Number(said.get("speed"));
  const heard = said.get("listen") ?? "";
  return {
    offsets: Array.from({ length: count }, (_, at) => {
      const offset = given[at] ?? 0;
      return at && Math.abs(offset) <= FARTHEST_S ? offset : 0;
    }),
    passage: passageIn(location),
    rate: rate >= SLOWEST && rate <= FASTEST ? rate : 1,
    mirrored: (said.get("mirror") ?? "").split(",").map(Number).filter(Boolean),
    heard: /^(ears|[1-4])$/.test(heard) ? heard : "all",
  };
}

/** @param {Setting} setting */
export function writeSetting({ offsets, passage, rate, mirrored, heard }) {
  const address = new URL(location.href);
  const said = address.searchParams;
  /** @type {[string, string][]} */
  const all = [
    ["offset", offsets.some(Boolean) ? offsets.map(brief).join(",") : ""],
    ["t", passage ? `${brief(passage.from)}${passage.to ? `,${brief(passage.to)}` : ""}` : ""],
    ["speed", rate === 1 ? "" : String(rate)],
    ["mirror", mirrored.join(",")],
    ["listen", heard === "all" ? "" : heard],
  ];
  for (const [name, value] of all) {
    if (value) said.set(name, value);
    else said.delete(name);
  }
  history.replaceState(null, "", address.href.replaceAll("%2C", ","));
}
