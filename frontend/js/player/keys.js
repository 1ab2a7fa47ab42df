// @ts-check
// Keys, their list under “?”, and a switch that turns them off (WCAG 2.1.4); the choice is kept.
import { stepFrame } from "./frames.js";
import { toggleFull } from "./full.js";
import { clearLoop, setA, setB } from "./loop.js";
import { recall, remember } from "./memory.js";
import { changeSpeed } from "./speed.js";
import { goTo } from "./steps.js";

/** @typedef {import("./xoe-player.js").XoePlayer} XoePlayer */

const MEMORY = "keys";
const FAR_S = 5;
const NINE = 9;

/** @type {Record<string, (player: XoePlayer) => unknown>} */
const ACTS = {
  " ": (player) => player.toggle(),
  k: (player) => player.toggle(),
  j: (player) => player.seek(player.now - FAR_S),
  l: (player) => player.seek(player.now + FAR_S),
  ",": (player) => stepFrame(player, -1),
  ".": (player) => stepFrame(player, 1),
  a: (player) => setA(player),
  b: (player) => setB(player),
  x: (player) => clearLoop(player),
  m: (player) => player.part("mirror")?.click(),
  "[": (player) => changeSpeed(player, -1),
  "]": (player) => changeSpeed(player, 1),
  c: (player) => toggleLines(player),
  f: (player) => toggleFull(player),
};

/** @param {XoePlayer} player */
function toggleLines(player) {
  const boxes = /** @type {HTMLInputElement[]} */ (
    Array.from(player.querySelectorAll("[data-line]"))
  );
  const wanted = !boxes.some((box) => box.checked);
  for (const box of boxes) {
    box.checked = wanted;
    box.dispatchEvent(new Event("change"));
  }
}

/**
 * A step of the dance by its number, or a tenth of the recording where it has none.
 * @param {XoePlayer} player
 * @param {number} number
 */
function goToNumber(player, number) {
  const steps = player.querySelectorAll("[data-steps] a");
  const step = steps[number - 1];
  if (step instanceof HTMLElement) goTo(player, step);
  else if (!steps.length) player.seek((player.duration * number) / (NINE + 1));
}

/**
 * Keys are for the player unless somebody writes, or stands on something that takes the key itself.
 * @param {XoePlayer} player
 * @param {KeyboardEvent} event
 */
function isForPlayer(player, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  const { target } = event;
  if (!(target instanceof Element) || document.querySelector("dialog[open]")) return false;
  if (target.closest("input:not([type=range]), textarea, select, [contenteditable]")) {
    return target instanceof HTMLInputElement && target.type === "checkbox" && event.key !== " ";
  }
  const takesSpace = target.closest("button, a, summary");
  const isNear = player.contains(target) || !target.closest("xoe-player");
  return isNear && !(event.key === " " && takesSpace);
}

/** @param {XoePlayer} player */
export function openHelp(player) {
  const dialog = player.part("help");
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/** @param {XoePlayer} player */
export function attachKeys(player) {
  const box = player.part("keys-on");
  let isOn = recall(MEMORY) !== false;
  player.onClick("help-open", () => openHelp(player));
  player.onClick("help-close", () => {
    const dialog = player.part("help");
    if (dialog instanceof HTMLDialogElement) dialog.close();
  });
  if (box instanceof HTMLInputElement) {
    box.checked = isOn;
    box.addEventListener("change", () => {
      isOn = box.checked;
      remember(MEMORY, isOn);
    });
  }
  const press = (/** @type {KeyboardEvent} */ event) => {
    if (!isOn || !isForPlayer(player, event) || !player.classList.contains("is-ready")) return;
    const number = /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
    const act = ACTS[event.key.toLowerCase()];
    if (number) goToNumber(player, number);
    else if (event.key === "?") openHelp(player);
    else if (act) act(player);
    else return;
    event.preventDefault();
  };
  document.addEventListener("keydown", press);
  return press;
}
