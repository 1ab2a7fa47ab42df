// @ts-check
// <xoe-table> around the plain form of a batch: keys as in a spreadsheet, paste, fill down, saving by itself.
import { Grid, isCell } from "./grid.js";
import { CellOffers } from "./offers.js";
import { fillBlock, fillDown, isBlock, readBlock } from "./pasting.js";
import { pickRows } from "./picking.js";
import { Saving } from "./saving.js";

/** @typedef {import("./grid.js").Cell} Cell */

class XoeTable extends HTMLElement {
  connectedCallback() {
    const form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    const table = /** @type {HTMLTableElement} */ (this.querySelector("table"));
    this.grid = new Grid(table);
    const { address = "", offers = "", list = "" } = this.dataset;
    const say = (/** @type {string} */ key) => this.say(this.dataset[key] ?? "");
    this.saving = new Saving(form, { address, say, hear: (answer) => this.hear(answer) });
    for (const cell of this.querySelectorAll("[name^='c.']")) {
      if (!isCell(cell)) continue;
      this.saving.knows(cell);
      cell.removeAttribute("list");
    }
    this.offers = new CellOffers({
      address: offers,
      label: list,
      chosen: (cell) => {
        this.touch([cell]);
        if (this.grid) this.grid.isEditing = false;
      },
    });
    this.listen(form, table);
    const selection = document.getElementById("selection");
    if (selection instanceof HTMLFormElement) pickRows(this, selection);
    this.querySelector("[data-save]")?.setAttribute("hidden", "");
    document.querySelector("[data-script-only]")?.removeAttribute("hidden");
  }

  /** @param {HTMLFormElement} form @param {HTMLTableElement} table */
  listen(form, table) {
    table.addEventListener("keydown", (event) => this.press(event));
    table.addEventListener("input", ({ target }) => this.type(target));
    table.addEventListener("paste", (event) => this.paste(event));
    table.addEventListener("focusin", ({ target }) => isCell(target) && this.enter(target));
    table.addEventListener("focusout", ({ target }) => isCell(target) && this.leave(target));
    table.addEventListener("dblclick", () => (this.grid ? (this.grid.isEditing = true) : null));
    document.addEventListener("submit", (event) => this.sendFirst(event), { capture: true });
    document.addEventListener("click", (event) => this.follow(event));
    window.addEventListener("beforeunload", (event) => {
      if (!this.saving?.isOpen) return;
      this.saving.flush().catch(() => undefined);
      event.preventDefault();
    });
    window.addEventListener("online", () => this.saving?.flush());
    this.form = form;
  }

  /** @param {Cell} cell */
  enter(cell) {
    if (this.grid) this.grid.isEditing = false;
    cell.select();
  }

  /** @param {Cell} cell */
  leave(cell) {
    this.offers?.close();
    this.touch([cell]);
  }

  /** @param {Iterable<Cell>} cells */
  touch(cells) {
    this.saving?.touch(cells);
  }

  /** @param {EventTarget | null} target */
  type(target) {
    if (!isCell(target) || !this.grid) return;
    this.grid.isEditing = true;
    const [, item = "", ...key] = target.name.split(".");
    this.offers?.ask(target, key.join("."), item);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const cell = event.target;
    // A key may belong to an input method, which writes most of the marks of Vietnamese.
    if (!isCell(cell) || event.isComposing || !this.grid) return;
    if (this.offers?.press(event) || this.command(event, cell)) event.preventDefault();
    else if (this.grid.press(event, cell)) {
      event.preventDefault();
      this.offers?.close();
    }
  }

  /** @param {KeyboardEvent} event @param {Cell} cell */
  command(event, cell) {
    const key = event.key.toLowerCase();
    if (event.key === "Escape") {
      this.saving?.restore(cell);
      if (this.grid) this.grid.isEditing = false;
      cell.select();
      return true;
    }
    if (event.altKey && event.key === "ArrowDown") {
      this.type(cell);
      return true;
    }
    if (!(event.ctrlKey || event.metaKey) || !this.grid) return false;
    if (key === "d") {
      this.touch(fillDown(this.grid, cell));
      this.grid.isEditing = false;
      return true;
    }
    if (key === "z" && !this.grid.isEditing && !this.saving?.isOpen) {
      this.undo();
      return true;
    }
    return false;
  }

  undo() {
    const form = document.querySelector("form[data-undo]");
    if (form instanceof HTMLFormElement && !form.hidden) form.requestSubmit();
  }

  /** @param {ClipboardEvent} event */
  paste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!isCell(event.target) || !this.grid || !isBlock(text)) return;
    event.preventDefault();
    const { filled, short } = fillBlock(this.grid, event.target, readBlock(text));
    this.touch(filled);
    if (short) this.say((this.dataset.short ?? "").replace("{n}", String(short)));
  }

  /** Whatever form is sent, the cells go before it. @param {SubmitEvent} event */
  async sendFirst(event) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form === this.form || !this.saving?.isOpen) return;
    event.preventDefault();
    event.stopPropagation();
    await this.saving.flush();
    if (!this.saving.isOpen) form.requestSubmit(event.submitter);
  }

  /** “Tới ô đó”: into the cell, and not only near it. @param {MouseEvent} event */
  follow(event) {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#c-']") : null;
    const cell = document.getElementById(link?.getAttribute("href")?.slice(1) ?? "");
    if (!link || !isCell(cell)) return;
    event.preventDefault();
    this.grid?.go(cell);
  }

  /** @param {import("./saving.js").Answer} answer */
  hear(answer) {
    const unsaved = this.querySelectorAll("[aria-invalid=true]").length;
    const words = (this.dataset.unsaved ?? "").replace("{n}", String(unsaved));
    this.say(unsaved ? `${answer.said}. ${words}` : answer.said);
    for (const { item, lacks } of answer.rows) {
      const place = this.querySelector(`#r-${item} [data-lacks]`);
      if (place) place.textContent = lacks;
    }
    const total = document.querySelector("[data-complete]");
    if (total instanceof HTMLElement) {
      const { words: said = "", total: all = "" } = total.dataset;
      total.textContent = said.replace("{done}", String(answer.complete)).replace("{all}", all);
    }
    this.list(answer.missing);
    const undo = document.querySelector("form[data-undo]");
    if (undo instanceof HTMLFormElement && answer.undo) {
      undo.action = answer.undo;
      undo.hidden = false;
    }
  }

  /** @param {import("./saving.js").Answer["missing"]} missing */
  list(missing) {
    const lines = missing.map(({ text, count, cell }) => {
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${cell}`;
      link.textContent = this.dataset.go ?? "";
      line.append(`${text} (${count}) `, link);
      return line;
    });
    document.querySelector("[data-missing]")?.replaceChildren(...lines);
  }

  /** @param {string} words */
  say(words) {
    const place = document.querySelector("[data-table-state]");
    if (place) place.textContent = words;
  }
}

customElements.define("xoe-table", XoeTable);
