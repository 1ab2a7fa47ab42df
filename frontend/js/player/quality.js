// @ts-check
// The sizes of a recording, each with its MB: links to the files, which here change the source and keep moment and
// state. Who saves data gets the smallest.
import { recall, remember } from "./memory.js";

/** @typedef {import("./xoe-player.js").XoePlayer} XoePlayer */

const MEMORY = "quality";

/** @param {HTMLElement[]} links */
function firstChoice(links) {
  const saving = Reflect.get(navigator, "connection")?.saveData === true;
  const smallest = links.reduce((least, one) =>
    Number(one.dataset.bytes) < Number(least.dataset.bytes) ? one : least,
  );
  if (saving) return smallest;
  const kept = recall(MEMORY);
  return links.find((link) => link.dataset.source === kept) ?? null;
}

/**
 * @param {HTMLMediaElement} media
 * @param {string} href
 */
function changeSource(media, href) {
  const { currentTime, paused, playbackRate } = media;
  media.src = href;
  media.load();
  media.currentTime = currentTime;
  media.playbackRate = playbackRate;
  if (!paused) media.play().catch(() => {});
}

/** @param {XoePlayer} player */
export function attachQuality(player) {
  const { media } = player;
  const links = /** @type {HTMLElement[]} */ (Array.from(player.querySelectorAll("[data-source]")));
  const films = links.filter((link) => link.dataset.source !== "sound");
  const menu = player.part("quality");
  const show = (/** @type {HTMLElement} */ chosen) => {
    for (const link of links) {
      if (link === chosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    player.dataset.quality = chosen.dataset.source ?? "";
    const words = chosen.querySelector("span")?.textContent ?? "";
    for (const place of player.querySelectorAll("[data-size]")) place.textContent = words;
    player.classList.toggle("is-sound-only", chosen.dataset.source === "sound");
  };
  const choose = (/** @type {HTMLElement} */ link) => {
    show(link);
    changeSource(media, link.getAttribute("href") ?? "");
  };
  const untried = new Set(links);
  media.addEventListener("error", () => {
    untried.delete(links.find((link) => link.hasAttribute("aria-current")) ?? links[0]);
    const [next] = untried;
    if (next) choose(next);
    else player.fallBack();
  });
  for (const source of media.querySelectorAll("source")) {
    source.addEventListener("error", () => media.dispatchEvent(new Event("error")));
  }
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      remember(MEMORY, link.dataset.source);
      choose(link);
      if (menu instanceof HTMLDetailsElement) menu.open = false;
      menu?.querySelector("summary")?.focus();
    });
  }
  if (!links.length) return;
  const first = firstChoice(films.length ? films : links);
  if (first && !first.hasAttribute("aria-current")) choose(first);
  else show(links.find((link) => link.hasAttribute("aria-current")) ?? links[0]);
}
