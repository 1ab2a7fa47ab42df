// @ts-check
// The rows of the editor of captions: their times and cells, and how they are split, joined, added and dropped.
import { moment, written } from "./caption-times.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Cell */

let fresh = 0;

/** One row of the editor. */
export class Row {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
  }

  get key() {
    return this.element.dataset.row ?? "";
  }

  /** @param {"start" | "end"} which @returns {HTMLInputElement} */
  field(which) {
    return /** @type {HTMLInputElement} */ (
      this.element.querySelector(`input[data-when="${which}"]`)
    );
  }

  get start() {
    return moment(this.field("start").value);
  }

  get end() {
    return moment(this.field("end").value);
  }

  /** @param {"start" | "end"} which @param {number | null} milliseconds */
  time(which, milliseconds) {
    this.field(which).value = milliseconds === null ? "" : written(milliseconds);
  }

  /** @returns {Cell[]} */
  get cells() {
    return [.../** @type {NodeListOf<Cell>} */ (this.element.querySelectorAll("[data-text]"))];
  }

  get dropBox() {
    return /** @type {HTMLInputElement} */ (this.element.querySelector("input[name='drop']"));
  }

  get isBlank() {
    return !this.field("start").value && this.cells.every((cell) => cell.value === "");
  }
}

/** The rows of the page, and what can be taken back. */
export class Rows {
  /** @type {(() => void)[]} */
  #undo = [];

  /** @param {HTMLElement} list @param {HTMLTemplateElement} blank */
  constructor(list, blank) {
    this.list = list;
    this.blank = blank;
  }

  /** @returns {Row[]} the rows that stand, in their order */
  get all() {
    const found = this.list.querySelectorAll("[data-row]:not([hidden])");
    return [...found].map((one) => new Row(/** @type {HTMLElement} */ (one)));
  }

  /** @param {Row} row */
  after(row) {
    const rows = this.all;
    return rows[rows.findIndex((one) => one.element === row.element) + 1] ?? null;
  }

  /** @param {() => void} back */
  remember(back) {
    this.#undo.push(back);
  }

  undo() {
    this.#undo.pop()?.();
  }

  /** @param {Row | null} row @returns {Row} a new row, behind this one */
  insert(row) {
    const copy = /** @type {DocumentFragment} */ (this.blank.content.cloneNode(true));
    const element = /** @type {HTMLElement} */ (copy.firstElementChild);
    fresh += 1;
    const key = `new-s${Date.now()}-${fresh}`;
    for (const part of [element, ...element.querySelectorAll("*")]) {
      for (const name of ["name", "id", "for", "data-row", "value"]) {
        const said = part.getAttribute(name);
        if (said?.endsWith("new-x")) part.setAttribute(name, said.replace(/new-x$/, key));
      }
    }
    if (row) row.element.after(element);
    else this.list.prepend(element);
    return new Row(element);
  }

  /** @param {Row} row @returns {Row} the new row, which can be taken back */
  add(row) {
    const added = this.insert(row);
    const from = row.end ?? row.start;
    if (from !== null && !Number.isNaN(from)) {
      const next = this.after(added)?.start;
      added.time("start", from);
      added.time("end", Math.min(from + 2000, next && next > from ? next : Infinity));
    }
    this.remember(() => added.element.remove());
    return added;
  }

  /** @param {Row} row @param {number | null} at the time, where it is known @param {Cell} cell where the caret is */
  split(row, at, cell) {
    const { start, end } = row;
    const caret = cell.selectionStart ?? cell.value.length;
    const text = cell.value;
    const added = this.insert(row);
    const twin = added.cells[row.cells.indexOf(cell)];
    cell.value = text.slice(0, caret).trimEnd();
    twin.value = text.slice(caret).trimStart();
    if (start !== null && end !== null) {
      const share = text.length ? caret / text.length : 0.5;
      const isInside = at !== null && at > start && at < end;
      const border = isInside ? at : Math.round(start + (end - start) * share);
      row.time("end", border);
      added.time("start", border);
      added.time("end", end);
    }
    this.remember(() => {
      added.element.remove();
      cell.value = text;
      row.time("end", end);
    });
    return added;
  }

  /** @param {Row} row joins it with the one behind it */
  join(row) {
    const next = this.after(row);
    if (!next) return;
    const texts = row.cells.map((cell) => cell.value);
    const { end } = row;
    row.cells.forEach((cell, at) => {
      cell.value = [cell.value, next.cells[at].value].filter(Boolean).join(" ");
    });
    if (next.end !== null) row.time("end", next.end);
    this.#hide(next, true);
    this.remember(() => {
      this.#hide(next, false);
      row.cells.forEach((cell, at) => (cell.value = texts[at]));
      row.time("end", end);
    });
  }

  /** @param {Row} row */
  drop(row) {
    this.#hide(row, true);
    this.remember(() => this.#hide(row, false));
  }

  /** @param {Row} row @param {boolean} isHidden */
  #hide(row, isHidden) {
    row.element.hidden = isHidden;
    row.dropBox.checked = isHidden;
  }
}
