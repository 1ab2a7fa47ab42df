// @ts-check
// The loudness over time, drawn behind the line of time, so that one sees where the drums begin.

/** @typedef {import("./xoe-player.js").XoePlayer} XoePlayer */

const HEIGHT = 100;
const SVG = "http://www.w3.org/2000/svg";

/** @param {number[]} peaks */
function outline(peaks) {
  const up = peaks.map((peak, x) => `${x} ${(HEIGHT - peak) / 2}`);
  const down = peaks.map((peak, x) => `${x} ${(HEIGHT + peak) / 2}`).reverse();
  return `M${[...up, ...down].join("L")}Z`;
}

/**
 * @param {XoePlayer} player
 * @param {{ peaks: number[] }} peaks
 */
export function attachWaveform(player, { peaks }) {
  const scrub = player.part("scrub");
  if (!scrub || scrub.querySelector("img, svg") || player.media.localName === "audio") return;
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "scrub-wave");
  drawing.setAttribute("viewBox", `0 0 ${peaks.length} ${HEIGHT}`);
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", outline(peaks));
  drawing.append(path);
  scrub.prepend(drawing);
}
