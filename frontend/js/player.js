// @ts-check
// [data-player]: one recording sounds at a time, but for those that are compared. <xoe-player> and <xoe-compare> bring their own code where they stand.

/** @type {HTMLMediaElement[]} */
const players = Array.from(document.querySelectorAll("video[data-player], audio[data-player]"));

for (const player of players) {
  player.addEventListener("play", () => {
    if (player.closest("xoe-compare.is-ready")) return;
    for (const other of players) if (other !== player) other.pause();
  });
}

if (document.querySelector("xoe-player")) import("./player/xoe-player.js");
if (document.querySelector("xoe-compare")) import("./player/xoe-compare.js");
