// @ts-check
// [data-player]: one recording sounds at a time, and `#t=84,126` in the address starts at that moment.

/** @type {HTMLMediaElement[]} */
const players = Array.from(document.querySelectorAll("video[data-player], audio[data-player]"));

for (const player of players) {
  player.addEventListener("play", () => {
    for (const other of players) if (other !== player) other.pause();
  });
}

/** @param {string} hash */
function start(hash) {
  const [, from, to] = /^#t=(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?/.exec(hash) ?? [];
  const player = players[0];
  if (!player || from === undefined) return;
  player.addEventListener("loadedmetadata", () => (player.currentTime = Number(from)), {
    once: true,
  });
  if (player.readyState > 0) player.currentTime = Number(from);
  if (to === undefined) return;
  const stop = () => {
    if (player.currentTime < Number(to)) return;
    player.pause();
    player.removeEventListener("timeupdate", stop);
  };
  player.addEventListener("timeupdate", stop);
}

start(location.hash);
addEventListener("hashchange", () => start(location.hash));
