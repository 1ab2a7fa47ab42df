// @ts-check
// <form data-captions>: listen, set times, split, join, add and drop rows, by buttons and by keys. Without it the
// form is a table of times and texts.
import { check } from "./caption-checks.js";
import { Row, Rows } from "./caption-rows.js";

const keys = {
  KeyP: "play",
  KeyB: "back",
  KeyS: "start",
  KeyE: "end",
  ArrowLeft: "earlier",
  ArrowRight: "later",
  KeyX: "split",
  KeyJ: "join",
  KeyN: "insert",
  Delete: "drop",
  KeyZ: "undo",
};

class Editor {
  /** @type {HTMLMediaElement | null} */
  #media;
  /** @type {Row | null} */
  #row = null;
  /** @type {number | null} */
  #until = null;

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.#media = form.querySelector("video, audio");
    const list = /** @type {HTMLElement} */ (form.querySelector("[data-caption-rows]"));
    const blank = /** @type {HTMLTemplateElement} */ (form.querySelector("[data-blank-row]"));
    this.rows = new Rows(list, blank);
    this.#show();
    form.addEventListener("click", (event) => this.#click(event));
    form.addEventListener("keydown", (event) => this.#press(event));
    form.addEventListener("focusin", ({ target }) => this.#choose(target));
    form.addEventListener("input", () => check(this.rows.all, form.dataset));
    this.#media?.addEventListener("timeupdate", () => this.#follow());
    check(this.rows.all, form.dataset);
  }

  #show() {
    this.form.classList.add("captions-live");
    for (const one of this.form.querySelectorAll("[data-tools], .captions-go")) {
      /** @type {HTMLElement} */ (one).hidden = false;
    }
  }

  /** @param {EventTarget | null} target */
  #choose(target) {
    const element = target instanceof Element ? target.closest("[data-row]") : null;
    if (!(element instanceof HTMLElement)) return;
    this.#row?.element.removeAttribute("aria-current");
    element.setAttribute("aria-current", "true");
    this.#row = new Row(element);
  }

  /** @returns {Row | null} */
  get #current() {
    const row = this.#row;
    return row && row.element.isConnected && !row.element.hidden ? row : (this.rows.all[0] ?? null);
  }

  /** @returns {number | null} the playing time in milliseconds */
  get #now() {
    return this.#media && this.#media.readyState > 0
      ? Math.round(this.#media.currentTime * 1000)
      : null;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const button = event.target instanceof Element ? event.target.closest("[data-do]") : null;
    if (!(button instanceof HTMLElement)) return;
    this.#choose(button);
    this.#do(button.dataset.do ?? "", false);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const action = keys[/** @type {keyof typeof keys} */ (event.code)];
    if (!event.altKey || event.ctrlKey || event.metaKey || !action) return;
    event.preventDefault();
    this.#do(action, event.shiftKey);
  }

  /** @param {string} action @param {boolean} byFrame */
  #do(action, byFrame) {
    const row = this.#current;
    if (action === "play") this.#toggle();
    else if (action === "back") this.#seek((this.#now ?? 0) - 2000);
    else if (action === "undo") this.rows.undo();
    else if (row) this.#change(row, action, byFrame);
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** @param {Row} row @param {string} action @param {boolean} byFrame */
  #change(row, action, byFrame) {
    const now = this.#now;
    if (action === "go") this.#hear(row);
    else if ((action === "start" || action === "end") && now !== null) this.#set(row, action, now);
    else if (action === "earlier" || action === "later") {
      this.#nudge(row, action === "later" ? 1 : -1, byFrame);
    } else if (action === "split") this.#focus(this.rows.split(row, now, this.#cell(row)));
    else if (action === "join") this.rows.join(row);
    else if (action === "insert") this.#focus(this.rows.add(row));
    else if (action === "drop") this.#drop(row);
  }

  /** @param {Row} row @param {"start" | "end"} which @param {number | null} milliseconds */
  #set(row, which, milliseconds) {
    const before = row.field(which).value;
    row.time(which, milliseconds);
    this.rows.remember(() => (row.field(which).value = before));
  }

  /** @param {Row} row @param {1 | -1} way @param {boolean} byFrame moves the time that is being written in, else both */
  #nudge(row, way, byFrame) {
    const step = byFrame ? 1000 / Number(this.#media?.dataset.rate ?? 25) : 100;
    const active = document.activeElement;
    const both = /** @type {("start" | "end")[]} */ (["start", "end"]);
    const meant = both.filter((which) => row.field(which) === active);
    for (const which of meant.length ? meant : both) {
      const time = row[which];
      if (time !== null && !Number.isNaN(time)) {
        this.#set(row, which, Math.max(0, time + way * step));
      }
    }
  }

  /** @param {Row} row */
  #cell(row) {
    const active = document.activeElement;
    return row.cells.find((cell) => cell === active) ?? row.cells[0];
  }

  /** @param {Row} row */
  #focus(row) {
    row.cells[0]?.focus();
  }

  /** @param {Row} row */
  #drop(row) {
    const next = this.rows.after(row);
    this.rows.drop(row);
    if (next) this.#focus(next);
  }

  #toggle() {
    this.#until = null;
    if (this.#media?.paused) this.#media.play().catch(() => undefined);
    else this.#media?.pause();
  }

  /** @param {number} milliseconds */
  #seek(milliseconds) {
    if (this.#media) this.#media.currentTime = Math.max(0, milliseconds / 1000);
  }

  /** @param {Row} row plays it, and stops at its end */
  #hear(row) {
    if (row.start === null || Number.isNaN(row.start)) return;
    this.#seek(row.start);
    this.#until = row.end;
    this.#media?.play().catch(() => undefined);
  }

  #follow() {
    const now = this.#now;
    if (now === null) return;
    if (this.#until !== null && now >= this.#until) {
      this.#until = null;
      this.#media?.pause();
    }
    for (const row of this.rows.all) {
      const { start, end } = row;
      const isHeard = start !== null && end !== null && now >= start && now < end;
      row.element.classList.toggle("captions-heard", isHeard);
    }
  }
}

for (const form of document.querySelectorAll("form[data-captions]")) {
  if (form instanceof HTMLFormElement) new Editor(form);
}
