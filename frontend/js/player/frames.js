// @ts-check
// One picture back or on: the film's own rate is in data-fps, and a step lands in the middle of the next picture.

const USUAL_FPS = 25;

/**
 * @param {import("./xoe-player.js").XoePlayer} player
 * @param {number} direction
 */
export function stepFrame(player, direction) {
  const fps = Number(player.dataset.fps) || USUAL_FPS;
  player.media.pause();
  const frame = Math.floor(player.now * fps + 0.001) + direction;
  player.seek((Math.max(0, frame) + 0.5) / fps);
}

/** @param {import("./xoe-player.js").XoePlayer} player */
export function attachFrames(player) {
  player.onClick("frame-back", () => stepFrame(player, -1));
  player.onClick("frame-on", () => stepFrame(player, 1));
}
