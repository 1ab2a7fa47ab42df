// @ts-check
// The cells of a table of inputs: where each is, how keys move between them, which of them are marked.

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Cell */

/** @param {unknown} target @returns {target is Cell} */
export const isCell = (target) =>
  (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) &&
  target.name.startsWith("c.");

export class Grid {
  /** @param {HTMLTableElement} table */
  constructor(table) {
    this.table = table;
    /** Where a marked range began. @type {Cell | null} */
    this.anchor = null;
    this.isEditing = false;
  }

  /** @returns {HTMLTableRowElement[]} */
  get rows() {
    return Array.from(this.table.tBodies[0]?.rows ?? []);
  }

  /** @param {Cell} cell @returns {[number, number]} */
  placeOf(cell) {
    const place = /** @type {HTMLTableCellElement} */ (cell.closest("td"));
    const row = /** @type {HTMLTableRowElement} */ (place.parentElement);
    return [row.sectionRowIndex, place.cellIndex];
  }

  /** @param {number} row @param {number} column @returns {Cell | null} */
  at(row, column) {
    return this.rows[row]?.cells[column]?.querySelector("[name^='c.']") ?? null;
  }

  /** Go to a cell, all of it selected: what is typed next takes its place. @param {Cell | null} cell */
  go(cell) {
    if (!cell) return;
    this.isEditing = false;
    cell.focus();
    cell.select();
    cell.closest("td")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /**
   * Step over cells that cannot be filled; at the border nothing happens.
   * @param {Cell} from
   * @param {number} down
   * @param {number} right
   */
  next(from, down, right) {
    let [row, column] = this.placeOf(from);
    const width = this.rows[0]?.cells.length ?? 0;
    do {
      row += down;
      column += right;
    } while (!this.at(row, column) && column > 0 && column < width && this.rows[row]);
    return this.at(row, column);
  }

  /** Mark the column's cells between where a range began and here. @param {Cell} to */
  mark(to) {
    this.clear();
    for (const cell of this.range(to)) cell.closest("td")?.classList.add("marked");
  }

  clear() {
    for (const place of this.table.querySelectorAll(".marked")) place.classList.remove("marked");
  }

  /** The cells of one column from where a range began to here, from above. @param {Cell} to */
  range(to) {
    const [end, column] = this.placeOf(to);
    const [begin] = this.anchor ? this.placeOf(this.anchor) : [end];
    const [first, last] = [Math.min(begin, end), Math.max(begin, end)];
    const found = [];
    for (let row = first; row <= last; row++) {
      const cell = this.at(row, column);
      if (cell) found.push(cell);
    }
    return found;
  }

  /** Extend the range by a row. @param {Cell} from @param {number} down */
  extend(from, down) {
    this.anchor ??= from;
    const begin = this.anchor;
    const to = this.next(from, down, 0);
    if (!to) return;
    this.go(to);
    this.anchor = begin;
    this.mark(to);
  }

  /**
   * What a key does to a cell that is not being edited; whether it did anything.
   * @param {KeyboardEvent} event
   * @param {Cell} cell
   */
  press(event, cell) {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const [down, right] = step[/** @type {keyof typeof step} */ (event.key)] ?? [0, 0];
    const isArrow = down !== 0 || right !== 0;
    if (event.key === "Enter") return this.#enter(event, cell);
    if (event.key === "F2") {
      this.isEditing = true;
      cell.setSelectionRange(cell.value.length, cell.value.length);
      return true;
    }
    if (!isArrow || (this.isEditing && (right || cell instanceof HTMLTextAreaElement))) {
      return false;
    }
    if (event.shiftKey && down) {
      this.extend(cell, down);
      return true;
    }
    this.leave();
    this.go(this.next(cell, down, right));
    return true;
  }

  /** @param {KeyboardEvent} event @param {Cell} cell */
  #enter(event, cell) {
    if (event.altKey && cell instanceof HTMLTextAreaElement) return false;
    this.leave();
    this.go(this.next(cell, event.shiftKey ? -1 : 1, 0) ?? cell);
    return true;
  }

  leave() {
    this.anchor = null;
    this.clear();
  }
}
