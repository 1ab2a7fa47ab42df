// @ts-check
// Play and pause: the button in the row, the large one on the picture, the picture itself.

/** @param {import("./xoe-player.js").XoePlayer} player */
export function attachPlay(player) {
  const { media } = player;
  const buttons = ["play", "big"].map((name) => player.part(name));
  const show = () => {
    const isPlaying = !media.paused;
    player.classList.toggle("is-playing", isPlaying);
    for (const button of buttons) {
      const words = isPlaying ? button?.dataset.pause : button?.dataset.play;
      button?.setAttribute("aria-label", words ?? "");
    }
  };
  for (const button of buttons) button?.addEventListener("click", () => player.toggle());
  if (media.localName === "video") media.addEventListener("click", () => player.toggle());
  for (const name of ["play", "pause", "ended"]) media.addEventListener(name, show);
  media.addEventListener("playing", () => player.classList.add("has-played"));
  for (const name of ["waiting", "playing", "pause"]) {
    media.addEventListener(name, () =>
      player.classList.toggle("is-waiting", name === "waiting" && !media.paused),
    );
  }
  show();
}
