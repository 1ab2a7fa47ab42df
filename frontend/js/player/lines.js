// @ts-check
// Captions in several languages at once: one line each, in the order of the page; which lines show is the viewer's
// choice, kept in their browser. The words come from the <track>s, fetched when they are first wanted.
import { recall, remember } from "./memory.js";

/** @typedef {import("./xoe-player.js").XoePlayer} XoePlayer */

const MEMORY = "lines";
const MOST = 3;

/**
 * @param {HTMLInputElement[]} boxes
 * @returns {string[]}
 */
function wantedAtFirst(boxes) {
  const kept = recall(MEMORY);
  const offered = boxes.map((box) => box.value);
  if (Array.isArray(kept)) return offered.filter((lang) => kept.includes(lang));
  const own = document.documentElement.lang;
  const isUseful = (/** @type {string} */ lang) => lang === own || !/^(vi|en)$/.test(lang);
  const wanted = offered.filter(isUseful);
  return (wanted.length ? wanted : offered).slice(0, MOST);
}

/** @param {TextTrack} track */
const linesOf = (track) => /** @type {VTTCue[]} */ (Array.from(track.cues ?? []));

/**
 * @param {TextTrack} track
 * @param {number} now
 */
function wordsAt(track, now) {
  const said = linesOf(track).filter((cue) => now >= cue.startTime && now < cue.endTime);
  return said.map((cue) => cue.getCueAsHTML().textContent ?? "").join("\n");
}

/** @param {XoePlayer} player */
export function attachLines(player) {
  const place = player.part("lines");
  const boxes = /** @type {HTMLInputElement[]} */ (
    Array.from(player.querySelectorAll("[data-line]"))
  );
  const tracks = Array.from(player.media.textTracks);
  let isWanted = false;
  for (const track of tracks) track.mode = "disabled";
  const chosen = wantedAtFirst(boxes);
  for (const box of boxes) box.checked = chosen.includes(box.value);

  const isShown = (/** @type {TextTrack} */ _track, /** @type {number} */ at) =>
    boxes[at]?.checked ?? false;
  const choose = () => {
    const shown = boxes.filter((box) => box.checked).length;
    player.part("captions")?.classList.toggle("is-on", shown > 0);
    if (place) place.dataset.shown = String(Math.min(shown, MOST));
    if (!isWanted) return;
    tracks.forEach((track, at) => (track.mode = isShown(track, at) ? "hidden" : "disabled"));
    show();
  };
  let before = "";
  const show = () => {
    if (!place || !isWanted) return;
    const lines = tracks
      .filter(isShown)
      .map((track) => ({ lang: track.language, words: wordsAt(track, player.now) }))
      .filter(({ words }) => words);
    const key = JSON.stringify(lines);
    if (key === before) return;
    before = key;
    place.replaceChildren(
      ...lines.map(({ lang, words }) => {
        const line = document.createElement("p");
        line.lang = lang;
        line.textContent = words;
        return line;
      }),
    );
  };
  for (const box of boxes) {
    box.addEventListener("change", () => {
      remember(
        MEMORY,
        boxes.filter((one) => one.checked).map((one) => one.value),
      );
      choose();
    });
  }
  const begin = () => {
    if (isWanted) return;
    isWanted = true;
    choose();
  };
  for (const track of player.querySelectorAll("track")) track.addEventListener("load", show);
  for (const name of ["play", "seeking"]) player.media.addEventListener(name, begin);
  player.addEventListener("tick", show);
  choose();
}
