// @ts-check
// A small picture of the moment under the pointer or the finger, cut from storyboard.jpg as storyboard.vtt says;
// without them the time alone.
import { clock } from "./times.js";

/** @typedef {import("./xoe-player.js").XoePlayer} XoePlayer */
/** @typedef {{ start: number, end: number, href: string, box: [number, number, number, number] }} Cell */

const TIMING = /(?:(\d+):)?(\d+):([\d.]+)\s+-->\s+(?:(\d+):)?(\d+):([\d.]+)/;

/** @param {(string | undefined)[]} parts */
const seconds = ([hours, minutes, rest]) =>
  Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(rest);

/**
 * @param {string} text
 * @param {string} base
 * @returns {Cell[]}
 */
function cellsIn(text, base) {
  return text.split(/\r?\n\r?\n/).flatMap((block) => {
    const time = TIMING.exec(block);
    const place = /^(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)/m.exec(block);
    if (!time || !place) return [];
    const [x = 0, y = 0, w = 0, h = 0] = place.slice(2).map(Number);
    const href = new URL(place[1] ?? "", new URL(base, location.href)).href;
    return [
      { start: seconds(time.slice(1, 4)), end: seconds(time.slice(4, 7)), href, box: [x, y, w, h] },
    ];
  });
}

/** @param {XoePlayer} player */
async function fetchCells(player) {
  const { storyboard } = player.dataset;
  if (!storyboard) return [];
  try {
    const answer = await fetch(storyboard);
    return answer.ok ? cellsIn(await answer.text(), storyboard) : [];
  } catch {
    return [];
  }
}

/**
 * @param {HTMLElement} picture
 * @param {Cell | undefined} cell
 */
function draw(picture, cell) {
  picture.hidden = !cell;
  if (!cell) return;
  const [x, y, w, h] = cell.box;
  Object.assign(picture.style, {
    width: `${w}px`,
    height: `${h}px`,
    backgroundImage: `url("${cell.href}")`,
    backgroundPosition: `-${x}px -${y}px`,
  });
}

/** @param {XoePlayer} player */
export function attachStoryboard(player) {
  const [range, peek] = [player.part("range"), player.part("peek")];
  const [picture, time] = [peek?.querySelector("i"), peek?.querySelector("b")];
  if (!range || !peek || !(picture instanceof HTMLElement) || !time) return;
  let cells = /** @type {Cell[] | null} */ (null);
  const show = (/** @type {PointerEvent} */ event) => {
    if (!cells) {
      cells = [];
      fetchCells(player).then((found) => (cells = found));
    }
    const box = range.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const moment = share * player.duration;
    draw(
      picture,
      cells.find((cell) => moment >= cell.start && moment < cell.end),
    );
    time.textContent = clock(moment, player.duration < 60);
    peek.hidden = false;
    const half = peek.offsetWidth / 2;
    const left = Math.min(box.width - half, Math.max(half, share * box.width));
    peek.style.left = `${left}px`;
  };
  const hide = () => (peek.hidden = true);
  for (const name of ["pointermove", "pointerdown"]) {
    range.addEventListener(name, (event) => show(/** @type {PointerEvent} */ (event)));
  }
  for (const name of ["pointerleave", "pointercancel"]) range.addEventListener(name, hide);
  range.addEventListener("pointerup", (event) => {
    if (/** @type {PointerEvent} */ (event).pointerType !== "mouse") hide();
  });
}
