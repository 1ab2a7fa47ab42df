// @ts-check
// Full screen with the tools and the captions inside; where only the film itself may fill the screen, the browser's
// own player does, with its own captions.

/** @typedef {import("./xoe-player.js").XoePlayer} XoePlayer */

/** @param {XoePlayer} player */
export function toggleFull(player) {
  if (document.fullscreenElement) {
    document.exitFullscreen();
  } else if (player.requestFullscreen) {
    player.requestFullscreen().catch(() => fillWithFilm(player));
  } else {
    fillWithFilm(player);
  }
}

/** @param {XoePlayer} player */
function fillWithFilm(player) {
  const enter = Reflect.get(player.media, "webkitEnterFullscreen");
  if (typeof enter !== "function") return;
  for (const track of player.media.textTracks) if (track.mode === "hidden") track.mode = "showing";
  enter.call(player.media);
}

/** @param {XoePlayer} player */
export function attachFull(player) {
  const button = player.part("full");
  button?.addEventListener("click", () => toggleFull(player));
  player.addEventListener("fullscreenchange", () => {
    const isFull = document.fullscreenElement === player;
    player.classList.toggle("is-full", isFull);
    button?.setAttribute("aria-pressed", String(isFull));
  });
}
