// @ts-check
// Recordings as loud as each other: the gain that was measured (EBU R 128), applied while playing and never to a file,
// and never so far that the loudest moment clips. The viewer may switch it off.
import { recall, remember } from "./memory.js";

/** @typedef {import("./xoe-player.js").XoePlayer} XoePlayer */

const MEMORY = "loudness";
const FULL = 100;

/** @param {{ peaks: number[], gain_db: number }} measured */
function gainOf({ peaks, gain_db }) {
  const wanted = 10 ** ((Number(gain_db) || 0) / 20);
  const loudest = peaks.reduce((most, peak) => Math.max(most, peak), 1);
  return Math.min(wanted, Math.max(1, FULL / loudest));
}

/**
 * A node of Web Audio can amplify; the element's own volume can only soften.
 * @param {HTMLMediaElement} media
 */
function amplifier(media) {
  const context = new AudioContext();
  const node = context.createGain();
  context.createMediaElementSource(media).connect(node).connect(context.destination);
  media.addEventListener("play", () => context.resume());
  context.resume();
  return node.gain;
}

/**
 * @param {XoePlayer} player
 * @param {{ peaks: number[], gain_db: number }} measured
 */
export function attachLoudness(player, measured) {
  const { media } = player;
  const gain = gainOf(measured);
  const box = player.part("loudness");
  let made = /** @type {AudioParam | null} */ (null);
  const apply = () => {
    const isOn = box instanceof HTMLInputElement && box.checked;
    const wanted = isOn ? gain : 1;
    player.dataset.gain = wanted.toFixed(3);
    // Without a press the browser keeps a new audio context silent, so it is made with the first sound.
    if (gain > 1 && !made && !media.paused) made = amplifier(media);
    if (made) made.value = wanted;
    else if (gain < 1) media.volume = wanted;
  };
  if (box instanceof HTMLInputElement) {
    box.checked = recall(MEMORY) !== false;
    box.closest("label")?.removeAttribute("hidden");
    box.addEventListener("change", () => {
      remember(MEMORY, box.checked);
      apply();
    });
  }
  media.addEventListener("play", apply);
  apply();
}
