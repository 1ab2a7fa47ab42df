// @ts-check
// What the row of tools of <xoe-compare> says: the time, the speed, the passage, each recording's offset.
import { brief, clock } from "./times.js";

/** @typedef {import("./xoe-compare.js").XoeCompare} XoeCompare */
/** @typedef {import("./sync.js").Sync} Sync */

/** @param {Element | null | undefined} button @param {boolean} isOn */
const press = (button, isOn) => button?.setAttribute("aria-pressed", String(isOn));

/** @param {XoeCompare} compare */
export function showPlaying(compare) {
  const button = compare.part("play");
  const isPlaying = compare.sync?.isPlaying ?? false;
  compare.classList.toggle("is-playing", isPlaying);
  const words = button?.querySelector("span");
  if (words) words.textContent = (isPlaying ? button?.dataset.pause : button?.dataset.play) ?? "";
}

/**
 * @param {XoeCompare} compare
 * @param {Sync} sync
 */
function showTime(compare, sync) {
  const { now, start } = sync;
  const end = Number.isFinite(sync.end) ? sync.end : start + 1;
  const [range, time] = [compare.part("range"), compare.part("time")];
  if (range instanceof HTMLInputElement) {
    Object.assign(range, { min: start, max: end, value: now });
    range.setAttribute("aria-valuetext", clock(now));
  }
  compare.style.setProperty("--at", String((now - start) / (end - start)));
  if (time) time.textContent = `${clock(now)} / ${clock(end)}`;
}

/**
 * @param {XoeCompare} compare
 * @param {Sync} sync
 */
function showPassage(compare, { passage }) {
  for (const end of /** @type {const} */ (["a", "b"])) {
    const button = compare.part(`set-${end}`);
    const at = passage[end];
    const words = button?.querySelector("span");
    const name = end.toUpperCase();
    if (words) words.textContent = at === null ? name : `${name} ${clock(at, true)}`;
    press(button, at !== null);
  }
}

/** @param {number} offset */
function written(offset) {
  const mark = document.documentElement.lang === "en" ? "." : ",";
  return `${offset < 0 ? "−" : "+"}${brief(Math.abs(offset)).replace(".", mark)}`;
}

/** @param {XoeCompare} compare */
export function showAll(compare) {
  const { sync } = compare;
  if (!sync) return;
  showTime(compare, sync);
  showPassage(compare, sync);
  for (const button of compare.querySelectorAll("[data-speed]")) {
    press(button, Number(button.getAttribute("data-speed")) === sync.rate);
  }
  compare.ones?.forEach((one, at) => {
    press(one.querySelector("[data-mirror]"), one.classList.contains("is-mirrored"));
    const field = one.querySelector("[data-offset]");
    if (!(field instanceof HTMLInputElement) || field === document.activeElement) return;
    field.value = written(sync.offsets[at] ?? 0);
  });
}
