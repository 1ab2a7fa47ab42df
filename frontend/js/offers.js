// @ts-check
// What is offered while one types: a combobox after ARIA 1.2. Choosing leads to what is named; Enter searches as before.
import { lineOf, part, searchLine, set, words } from "./offer-lines.js";
import { typingStyles } from "./styles.js";

const pause = 120;
const least = 320; // px of the list that are seen at first: six offers

/** @typedef {import("./offer-lines.js").Offer} Offer */

export class Offers {
  /** @type {Offer[]} */
  #offers = [];
  /** @type {Map<string, Offer[]>} */
  #known = new Map();
  #at = -1;
  #timer = 0;
  #asking = new AbortController();
  #list = part("ul", "offers");
  #said = part("p", "sr");

  /** @param {HTMLInputElement} field */
  constructor(field) {
    this.field = field;
    this.#list.id = `${field.id}-offers`;
    this.#list.hidden = true;
    set(this.#list, { role: "listbox", "aria-label": words()?.dataset.label ?? "" });
    set(this.#said, { role: "status" });
    set(field, {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.#list.id,
    });
    field.form?.append(this.#list, this.#said);
    field.form?.addEventListener("focusout", (event) => this.#leave(event));
    field.addEventListener("input", () => this.#wait());
    field.addEventListener("keydown", (event) => this.#press(event));
    // A press must not take the caret out of the field.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => this.#click(event));
    if (field.value !== field.defaultValue) this.#wait();
  }

  #wait() {
    clearTimeout(this.#timer);
    this.#asking.abort();
    if (!this.field.value.trim()) this.#close();
    else this.#timer = setTimeout(() => this.#ask(this.field.value.trim()), pause);
  }

  /** @param {string} typed */
  async #ask(typed) {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const found = this.#known.get(typed) ?? (await this.#answer(typed, signal));
      this.#known.set(typed, found);
      await typingStyles();
      if (!signal.aborted) this.#show(typed, found);
    } catch {
      if (!signal.aborted) this.#close(); // without an answer the field works as it always does
    }
  }

  /** @param {string} typed @param {AbortSignal} signal @returns {Promise<Offer[]>} */
  async #answer(typed, signal) {
    const address = `${this.field.dataset.complete}?${new URLSearchParams({ q: typed })}`;
    const headers = { "Accept-Language": document.documentElement.lang };
    const answer = await fetch(address, { headers, signal });
    if (!answer.ok) throw new Error(answer.statusText);
    return (await answer.json()).completions;
  }

  /** @param {string} typed @param {Offer[]} found */
  #show(typed, found) {
    this.#offers = found;
    if (!found.length) {
      this.#close();
      return;
    }
    const ways = [...found.map((offer) => lineOf(offer, typed)), searchLine(typed)];
    ways.forEach((line, at) => (line.id = `${this.#list.id}-${at}`));
    this.#list.replaceChildren(...ways);
    // Under an open keyboard of the page the list has its own room, so that it covers no key.
    const keyboard = this.field.form?.querySelector("tai-keyboard");
    this.#list.classList.toggle("offers-below", Boolean(keyboard));
    keyboard?.after(this.#list);
    this.#unfold();
    set(this.field, { "aria-expanded": "true" });
    this.#mark(-1);
    this.#said.textContent = (words()?.dataset.count ?? "").replace("{n}", String(found.length));
  }

  /** Give the list the room that is left in the window, and make some where there is little. */
  #unfold() {
    const isNew = this.#list.hidden;
    const bottom = window.visualViewport?.height ?? window.innerHeight;
    this.#list.hidden = false;
    const room = () => bottom - this.#list.getBoundingClientRect().top - 12;
    if (isNew && room() < least) window.scrollBy(0, least - room());
    this.#list.style.maxHeight = `${Math.max(room(), least / 2)}px`;
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#list.hidden = true;
    this.#said.textContent = "";
    set(this.field, { "aria-expanded": "false" });
    this.field.removeAttribute("aria-activedescendant");
  }

  /** On Tab, or with a press elsewhere; not to the page's own keyboard. @param {FocusEvent} event */
  #leave({ relatedTarget }) {
    const isTyping = relatedTarget instanceof Element && relatedTarget.closest("tai-keyboard");
    if (!isTyping && relatedTarget !== this.field) this.#close();
  }

  /** @param {number} at */
  #mark(at) {
    this.#at = at;
    Array.from(this.#list.children, (line, n) => set(line, { "aria-selected": String(n === at) }));
    const line = this.#list.children[at];
    line?.scrollIntoView({ block: "nearest" });
    if (line) this.field.setAttribute("aria-activedescendant", line.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  /** @param {number} step */
  #move(step) {
    const places = this.#list.children.length + 1; // one more for the field itself
    this.#mark(((this.#at + 1 + step + places) % places) - 1);
  }

  /** @param {number} at */
  #choose(at) {
    this.#close();
    const offer = this.#offers[at];
    if (!offer) {
      this.field.form?.requestSubmit();
      return;
    }
    const { pathname, search } = new URL(offer.url);
    location.assign(pathname + search);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.isComposing) return; // the key belongs to an input method
    const isOpen = !this.#list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && isOpen) this.#move(step);
    else if (event.key === "ArrowDown" && this.field.value.trim()) {
      this.#ask(this.field.value.trim());
    } else if (event.key === "Enter" && isOpen && this.#at >= 0) this.#choose(this.#at);
    else if (event.key === "Escape" && isOpen) this.#close();
    else return;
    event.preventDefault();
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const line = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    if (line) this.#choose(Array.from(this.#list.children).indexOf(line));
  }
}
