// @ts-check
// One picture back or on: the film's own rate is in data-fps, and a step lands in the middle of the next picture.

const USUAL_FPS = 25;

/**
 * The moment of the next picture in a direction.
 * @param {number} now
 * @param {string | undefined} fps
 * @param {number} direction
 */
export function nextFrame(now, fps, direction) {
  const rate = Number(fps) || USUAL_FPS;
  const frame = Math.floor(now * rate + 0.001) + direction;
  return (Math.max(0, frame) + 0.5) / rate;
}

/**
 * @param {import("./xoe-player.js").XoePlayer} player
 * @param {number} direction
 */
export function stepFrame(player, direction) {
  player.wake();
  player.media.pause();
  player.seek(nextFrame(player.now, player.dataset.fps, direction));
}

/** @param {import("./xoe-player.js").XoePlayer} player */
export function attachFrames(player) {
  player.onClick("frame-back", () => stepFrame(player, -1));
  player.onClick("frame-on", () => stepFrame(player, 1));
}
