// @ts-check
// A–B: two moments between which the recording is played again and again; they stand in the address at once.
import { brief, clock, secondsIn } from "./times.js";

/** @typedef {import("./xoe-player.js").XoePlayer} XoePlayer */

const SHORTEST_S = 0.2;

/** @param {XoePlayer} player */
export function setA(player) {
  const { b } = player.passage;
  const a = player.now;
  player.repeat(a, b !== null && b - a >= SHORTEST_S ? b : null);
}

/** @param {XoePlayer} player */
export function setB(player) {
  const { a } = player.passage;
  const b = player.now;
  player.repeat(a !== null && b - a >= SHORTEST_S ? a : 0, b);
}

/**
 * Jump back when the end is crossed while playing, and begin at the beginning; who seeks past the end is let go.
 * @param {XoePlayer} player
 */
function turnBackAtB(player) {
  const { media } = player;
  let before = player.now;
  const back = () => {
    player.seek(player.passage.a ?? 0);
    before = player.now;
  };
  const isInside = (/** @type {number} */ now) =>
    now >= (player.passage.a ?? 0) - 0.1 && now < (player.passage.b ?? Infinity);
  player.addEventListener("tick", () => {
    const { now } = player;
    const isCrossed = !media.seeking && isInside(before) && now >= (player.passage.b ?? Infinity);
    before = now;
    if (isCrossed && !media.paused) back();
  });
  player.addEventListener("passage", () => {
    if (!media.paused && player.now >= (player.passage.b ?? Infinity)) back();
  });
  media.addEventListener("play", () => {
    if (player.passage.b !== null && !isInside(player.now)) back();
  });
  media.addEventListener("ended", () => {
    if (player.passage.b === null) return;
    back();
    player.play();
  });
}

/** @param {XoePlayer} player */
function writeAddress(player) {
  const { a, b } = player.passage;
  const isMine = /^#t=/.test(location.hash);
  if (b === null && !isMine) return;
  const hash = b === null ? "" : `#t=${brief(a ?? 0)},${brief(b)}`;
  history.replaceState(null, "", `${location.pathname}${location.search}${hash}`);
}

/**
 * A field that shows one of the two moments and takes another.
 * @param {XoePlayer} player
 * @param {"a" | "b"} end
 */
function attachField(player, end) {
  const field = player.part(`field-${end}`);
  if (!(field instanceof HTMLInputElement)) return;
  const show = () => {
    const time_s = player.passage[end];
    field.value = time_s === null ? "" : clock(time_s, true);
  };
  field.addEventListener("change", () => {
    const time_s = secondsIn(field.value);
    const wanted = { ...player.passage, [end]: Number.isNaN(time_s) ? null : time_s };
    const isPassage = wanted.b === null || wanted.b - (wanted.a ?? 0) >= SHORTEST_S;
    if (isPassage && !(time_s > player.duration)) player.repeat(wanted.a, wanted.b);
    show();
  });
  player.addEventListener("passage", show);
}

/** @param {XoePlayer} player */
function toggle(player) {
  const panel = player.part("loop-panel");
  if (!panel) return;
  panel.hidden = !panel.hidden;
  const { a, b } = player.passage;
  if (!panel.hidden && a === null && b === null) {
    const step = player.querySelector("[data-steps] [aria-current]");
    if (step instanceof HTMLElement) {
      player.repeat(Number(step.dataset.startS), Number(step.dataset.endS));
    } else {
      setA(player);
    }
  }
  player.part("loop")?.setAttribute("aria-expanded", String(!panel.hidden));
}

/** @param {XoePlayer} player */
export function clearLoop(player) {
  player.repeat(null, null);
  const panel = player.part("loop-panel");
  if (panel) panel.hidden = true;
  player.part("loop")?.setAttribute("aria-expanded", "false");
}

/** @param {XoePlayer} player */
export function attachLoop(player) {
  turnBackAtB(player);
  attachField(player, "a");
  attachField(player, "b");
  player.onClick("loop", () => toggle(player));
  player.onClick("set-a", () => setA(player));
  player.onClick("set-b", () => setB(player));
  player.onClick("clear", () => {
    clearLoop(player);
    player.part("loop")?.focus();
  });
  player.addEventListener("passage", () => {
    const isOn = player.passage.b !== null;
    player.part("loop")?.classList.toggle("is-on", isOn);
    writeAddress(player);
  });
}
