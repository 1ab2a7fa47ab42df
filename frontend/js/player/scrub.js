// @ts-check
// The line of time: a range input over a drawn line, with the passage A–B and the beginnings of steps and chapters.
import { clock } from "./times.js";

/** @typedef {import("./xoe-player.js").XoePlayer} XoePlayer */

/**
 * @param {XoePlayer} player
 * @param {HTMLElement} line
 */
function mark(player, line) {
  for (const one of player.querySelectorAll("[data-steps] [data-start-s], [data-chapters] a")) {
    const at = Number(/** @type {HTMLElement} */ (one).dataset.startS) / player.duration;
    if (!(at > 0 && at < 1)) continue;
    const sign = document.createElement("i");
    sign.className = "scrub-mark";
    sign.style.left = `${at * 100}%`;
    line.append(sign);
  }
}

/** @param {XoePlayer} player */
function showPassage(player) {
  const shown = player.part("passage");
  const { a, b } = player.passage;
  if (!shown) return;
  shown.hidden = a === null && b === null;
  const from = (a ?? 0) / player.duration;
  shown.style.left = `${from * 100}%`;
  shown.style.width = `${b === null ? 0 : (b / player.duration - from) * 100}%`;
  shown.classList.toggle("is-open", b === null);
}

/** @param {XoePlayer} player */
export function attachScrub(player) {
  const { media } = player;
  const line = player.part("line");
  const range = player.part("range");
  const time = player.part("time");
  if (!line || !(range instanceof HTMLInputElement)) return;
  let wanted = /** @type {number | null} */ (null);
  const show = () => {
    const now = wanted ?? player.now;
    range.max = String(player.duration);
    range.value = String(now);
    range.setAttribute("aria-valuetext", clock(now));
    line.parentElement?.style.setProperty("--at", String(now / player.duration || 0));
    if (time) time.textContent = `${clock(now)} / ${clock(player.duration)}`;
  };
  const follow = () => {
    if (wanted === null || media.seeking) return;
    const time_s = wanted;
    wanted = null;
    player.seek(time_s);
  };
  range.addEventListener("input", () => {
    wanted = Number(range.value);
    follow();
    show();
  });
  media.addEventListener("seeked", follow);
  player.addEventListener("tick", show);
  player.addEventListener("passage", () => showPassage(player));
  mark(player, line);
}
