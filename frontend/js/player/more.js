// @ts-check
// What only matters once somebody uses the player: keys, full screen, the storyboard, the waveform, even loudness.
import { attachFull } from "./full.js";
import { attachKeys } from "./keys.js";
import { attachLoudness } from "./loudness.js";
import { attachStoryboard } from "./storyboard.js";
import { attachWaveform } from "./waveform.js";

/** @typedef {import("./xoe-player.js").XoePlayer} XoePlayer */
/** @typedef {{ duration_s: number, peaks: number[], loudness_lufs: number, gain_db: number }} Peaks */

/**
 * The loudness of the recording over time, where it has been measured.
 * @param {XoePlayer} player
 * @returns {Promise<Peaks | null>}
 */
async function peaksOf(player) {
  if (!player.dataset.peaks) return null;
  try {
    const answer = await fetch(player.dataset.peaks);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** @param {XoePlayer} player */
function loadStyles(player) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = player.dataset.styles ?? "";
  document.head.append(link);
}

/** @param {XoePlayer} player */
async function attachMeasured(player) {
  const peaks = await peaksOf(player);
  if (!peaks?.peaks?.length) return;
  attachWaveform(player, peaks);
  attachLoudness(player, peaks);
}

/**
 * Returns what answers a key, for those that were pressed while this was on its way.
 * @param {XoePlayer} player
 */
export function attachMore(player) {
  loadStyles(player);
  attachFull(player);
  attachStoryboard(player);
  attachMeasured(player);
  return attachKeys(player);
}
