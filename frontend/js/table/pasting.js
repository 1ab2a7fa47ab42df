// @ts-check
// What a spreadsheet puts on the clipboard: rows by lines, cells by tabs, quoted where they hold either.

/** @typedef {import("./grid.js").Cell} Cell */

/** @param {string} text */
export const isBlock = (text) => /[\t\n]/.test(text.replace(/\r?\n$/, ""));

/** @param {string} text @returns {string[][]} */
export function readBlock(text) {
  /** @type {string[][]} */
  const rows = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r?\n|$)/gy;
  const whole = text.replace(/\r?\n$/, "");
  for (let found = pattern.exec(whole); found; found = pattern.exec(whole)) {
    const [all, quoted, plain, end] = found;
    rows.at(-1)?.push((quoted?.replaceAll('""', '"') ?? plain ?? "").trim());
    if (!all || end === "") break;
    if (end !== "\t") rows.push([]);
  }
  return rows;
}

/**
 * Fill a block in from a cell on; returns the cells that were filled and how many rows did not fit.
 * A single row that is pasted over a marked range fills all of it.
 * @param {import("./grid.js").Grid} grid
 * @param {Cell} from
 * @param {string[][]} block
 */
export function fillBlock(grid, from, block) {
  const [top, left] = grid.placeOf(from);
  /** @type {Cell[]} */
  const filled = [];
  block.forEach((texts, down) => {
    texts.forEach((text, right) => {
      const cell = grid.at(top + down, left + right);
      if (!cell) return;
      cell.value = text;
      filled.push(cell);
    });
  });
  return { filled, short: Math.max(0, top + block.length - grid.rows.length) };
}

/**
 * Fill the first of a range into the rest of it; without a range the cell above into this one.
 * @param {import("./grid.js").Grid} grid
 * @param {Cell} cell
 */
export function fillDown(grid, cell) {
  const range = grid.range(cell);
  const above = grid.next(cell, -1, 0);
  const [source, ...targets] = range.length > 1 || !above ? range : [above, cell];
  for (const target of targets) target.value = source?.value ?? "";
  return targets;
}
