// @ts-check
// Names under the cell that is typed into: by the vocabulary's variants, from the file, from last time.
import { part, set } from "../offer-lines.js";

/** @typedef {import("./grid.js").Cell} Cell */
/** @typedef {{text: string, note: string}} Offer */

const pause = 150;
const lists = new Set(["elements", "places", "agents", "peoples"]);

/** The value that is being typed is the last of a list. @param {string} text */
const begun = (text) => text.slice(0, text.search(/[^|]*$/));

export class CellOffers {
  /** @type {Cell | null} */
  #cell = null;
  /** @type {Offer[]} */
  #offers = [];
  #at = -1;
  #timer = 0;
  #asking = new AbortController();
  #list = part("ul", "offers cell-offers");

  /** @param {{address: string, label: string, chosen: (cell: Cell) => void}} about */
  constructor(about) {
    this.about = about;
    this.#list.id = "cell-offers";
    this.#list.hidden = true;
    set(this.#list, { role: "listbox", "aria-label": about.label });
    document.body.append(this.#list);
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const line = event.target instanceof Element ? event.target.closest("li") : null;
      if (line) this.choose(Array.from(this.#list.children).indexOf(line));
    });
  }

  get isOpen() {
    return !this.#list.hidden;
  }

  /** @param {Cell} cell @param {string} key @param {string} item */
  ask(cell, key, item) {
    this.#cell = cell;
    this.key = key;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#bring(key, item).catch(() => undefined), pause);
  }

  /** @param {string} key @param {string} item */
  async #bring(key, item) {
    this.#asking.abort();
    this.#asking = new AbortController();
    const cell = this.#cell;
    const query = new URLSearchParams({ key, item, q: cell?.value ?? "" });
    const answer = await fetch(`${this.about.address}?${query}`, { signal: this.#asking.signal });
    if (!answer.ok || cell !== document.activeElement) return;
    this.#offers = await answer.json();
    this.#show();
  }

  #show() {
    const cell = this.#cell;
    if (!cell) return;
    this.#list.replaceChildren(
      ...this.#offers.map(({ text, note }, n) => {
        const line = part("li", "offer");
        line.append(part("span", "offer-name", text), part("span", "offer-kind", note));
        set(line, { role: "option", id: `cell-offer-${n}` });
        return line;
      }),
    );
    const { left, bottom, width } = cell.getBoundingClientRect();
    const wide = Math.max(width, 260);
    const most = document.documentElement.clientWidth - wide - 8;
    this.#list.style.left = `${Math.max(8, Math.min(left, most)) + window.scrollX}px`;
    this.#list.style.top = `${bottom + window.scrollY}px`;
    this.#list.style.width = `${wide}px`;
    this.#list.hidden = !this.#offers.length;
    this.#mark(-1);
    const state = { "aria-expanded": String(this.isOpen), "aria-controls": this.#list.id };
    set(cell, { role: "combobox", "aria-autocomplete": "list", ...state });
  }

  close() {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#list.hidden = true;
    if (this.#cell) set(this.#cell, { "aria-expanded": "false" });
    this.#cell?.removeAttribute("aria-activedescendant");
  }

  /** @param {number} at */
  #mark(at) {
    this.#at = at;
    const lines = Array.from(this.#list.children);
    lines.forEach((line, n) => set(line, { "aria-selected": String(n === at) }));
    const line = lines[at];
    line?.scrollIntoView({ block: "nearest" });
    if (line) this.#cell?.setAttribute("aria-activedescendant", line.id);
    else this.#cell?.removeAttribute("aria-activedescendant");
  }

  /** @param {number} at */
  choose(at) {
    const offer = this.#offers[at];
    const cell = this.#cell;
    if (!offer || !cell) return;
    const before = lists.has(this.key ?? "") ? begun(cell.value) : "";
    cell.value = before ? `${before.trimEnd()} ${offer.text}` : offer.text;
    this.close();
    this.about.chosen(cell);
  }

  /** What a key does to the list; whether it did anything. @param {KeyboardEvent} event */
  press(event) {
    if (!this.isOpen) return false;
    const places = this.#offers.length + 1;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#mark(((this.#at + 1 + step + places) % places) - 1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.#at >= 0) this.choose(this.#at);
    else return false;
    return true;
  }
}
