// @ts-check
// Speed with kept pitch, and mirror: buttons with aria-pressed; both are kept for the next recording of this visit.

/**
 * @param {HTMLMediaElement} media
 * @param {number} rate
 */
export function setRate(media, rate) {
  for (const name of ["preservesPitch", "mozPreservesPitch", "webkitPreservesPitch"]) {
    if (name in media) Reflect.set(media, name, true);
  }
  media.defaultPlaybackRate = rate;
  media.playbackRate = rate;
}

/** @param {import("./xoe-player.js").XoePlayer} player */
export function attachSpeed(player) {
  const { media } = player;
  const speeds = Array.from(player.querySelectorAll("[data-speed]"));
  const mirror = player.part("mirror");
  const show = () => {
    for (const one of speeds) {
      const isMine = Number(one.getAttribute("data-speed")) === media.playbackRate;
      one.setAttribute("aria-pressed", String(isMine));
    }
    mirror?.setAttribute("aria-pressed", String(player.classList.contains("is-mirrored")));
    player.dispatchEvent(new Event("practice"));
  };
  for (const one of speeds) {
    one.addEventListener("click", () => setRate(media, Number(one.getAttribute("data-speed"))));
  }
  mirror?.addEventListener("click", () => {
    player.classList.toggle("is-mirrored");
    show();
  });
  media.addEventListener("ratechange", show);
  setRate(media, media.playbackRate);
  show();
}

/**
 * The next slower or faster speed on offer.
 * @param {import("./xoe-player.js").XoePlayer} player
 * @param {number} direction
 */
export function changeSpeed(player, direction) {
  const offered = Array.from(player.querySelectorAll("[data-speed]"), (one) =>
    Number(one.getAttribute("data-speed")),
  );
  const at = offered.findIndex((rate) => rate >= player.media.playbackRate);
  const wanted = offered[at + direction];
  if (wanted !== undefined) setRate(player.media, wanted);
}
