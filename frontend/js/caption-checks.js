// @ts-check
// What is odd about the times of the editor's rows, said in place; only the server refuses.

/** @typedef {import("./caption-rows.js").Row} Row */

/** @param {Row[]} rows @param {DOMStringMap} words the sentences, and `duration` in seconds */
export function check(rows, words) {
  const most = words.duration ? Number(words.duration) * 1000 + 1 : Infinity;
  let last = -Infinity;
  for (const row of rows) {
    const { start, end } = row;
    /** @type {string[]} */
    const odd = [];
    if (Number.isNaN(start) || Number.isNaN(end)) odd.push(words.time ?? "");
    if (start !== null && end !== null && end < start) odd.push(words.before ?? "");
    if (start !== null && start < last) odd.push(words.overlap ?? "");
    if (end !== null && end > most) odd.push(words.beyond ?? "");
    const isShared = row.element.querySelector("[data-shared]") !== null;
    const isOpen = start === null || end === null;
    if (isOpen && !isShared && !row.isBlank) odd.push(words.untimed ?? "");
    if (end !== null && !Number.isNaN(end)) last = end;
    const place = row.element.querySelector("[data-odd]");
    if (place && place.textContent?.trim() !== odd.join(" ")) place.textContent = odd.join(" ");
    row.element.classList.toggle("captions-bad", odd.length > 0);
  }
}
