// @ts-check
// The address says where to begin, what to repeat, how fast and whether mirrored; a button copies such an address.
import { setRate } from "./speed.js";
import { brief, passageIn } from "./times.js";

/** @typedef {import("./xoe-player.js").XoePlayer} XoePlayer */

const SLOWEST = 0.25;
const FASTEST = 1.5;

/** @param {XoePlayer} player */
function goWhereItSays(player) {
  const passage = passageIn(location);
  if (!passage) return;
  player.seek(passage.from);
  if (passage.to !== null) player.repeat(passage.from, passage.to);
}

/** @param {XoePlayer} player */
function practiseAsItSays(player) {
  const said = new URLSearchParams(location.search);
  const rate = Number(said.get("speed"));
  if (rate >= SLOWEST && rate <= FASTEST) setRate(player.media, rate);
  if (said.get("mirror") === "1") player.part("mirror")?.click();
}

/** @param {XoePlayer} player */
export function addressOf(player) {
  const { a, b } = player.passage;
  const address = new URL(location.href);
  const said = address.searchParams;
  said.set("t", b === null ? brief(a ?? player.now) : `${brief(a ?? 0)},${brief(b)}`);
  for (const name of ["speed", "mirror"]) said.delete(name);
  if (player.media.playbackRate !== 1) said.set("speed", String(player.media.playbackRate));
  if (player.classList.contains("is-mirrored")) said.set("mirror", "1");
  address.hash = "";
  return address.href.replaceAll("%2C", ",");
}

/**
 * The clipboard needs HTTPS; a school's own network often has none, and there the old way works.
 * @param {string} text
 * @param {HTMLElement} beside
 */
export async function copy(text, beside) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  beside.after(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

/** @param {XoePlayer} player */
export function attachAddress(player) {
  const share = player.part("share");
  share?.addEventListener("click", async () => {
    await copy(addressOf(player), share);
    player.say(share.dataset.copied ?? "");
  });
  if (document.querySelector("xoe-player") !== player) return;
  practiseAsItSays(player);
  goWhereItSays(player);
  addEventListener("hashchange", () => goWhereItSays(player));
}
