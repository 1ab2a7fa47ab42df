// @ts-check
// Cells that were changed are sent together after a short rest; what the page says of them is what the server said.

/** @typedef {import("./grid.js").Cell} Cell */
/** @typedef {{text: string, common: boolean, problem: string}} Told */
/** @typedef {{item: string, version: number, lacks: string, cells: Record<string, Told>}} Row */
/** @typedef {{said: string, unsaved: number, rows: Row[], complete: number, missing: {text: string, count: number, cell: string}[], undo: string}} Answer */

const rest = 700;
const again = 5000;

export class Saving {
  /** What the server knows of each cell. @type {Map<Cell, string>} */
  #known = new Map();
  /** @type {Set<Cell>} */
  #changed = new Set();
  #timer = 0;
  /** @type {Promise<void> | null} */
  #sending = null;

  /**
   * @param {HTMLFormElement} form
   * @param {{address: string, say: (key: string, text?: string) => void, hear: (answer: Answer) => void}} about
   */
  constructor(form, about) {
    this.form = form;
    this.about = about;
  }

  /** @param {Cell} cell */
  knows(cell) {
    this.#known.set(cell, cell.value);
  }

  /** @param {Cell} cell */
  restore(cell) {
    cell.value = this.#known.get(cell) ?? "";
    this.#changed.delete(cell);
  }

  get isOpen() {
    return this.#changed.size > 0 || this.#sending !== null;
  }

  /** Note cells as changed, those that are; they go after a rest. @param {Iterable<Cell>} cells */
  touch(cells, wait = rest) {
    for (const cell of cells) {
      const isBad = cell.getAttribute("aria-invalid") === "true";
      if (cell.value !== this.#known.get(cell) || isBad) this.#changed.add(cell);
    }
    clearTimeout(this.#timer);
    if (this.#changed.size) this.#timer = setTimeout(() => this.flush(), wait);
  }

  /** Send all that is changed; resolves when the server has answered to all of it. */
  async flush() {
    clearTimeout(this.#timer);
    while (this.#sending) await this.#sending;
    if (!this.#changed.size) return;
    this.#sending = this.#send();
    await this.#sending;
    if (this.#changed.size) this.#timer = setTimeout(() => this.flush(), again);
  }

  /** @param {Cell[]} cells */
  #body(cells) {
    const data = new FormData();
    const token = this.form.elements.namedItem("csrf_token");
    if (token instanceof HTMLInputElement) data.set("csrf_token", token.value);
    for (const cell of cells) {
      const item = cell.name.split(".")[1] ?? "";
      const version = this.form.elements.namedItem(`v.${item}`);
      if (version instanceof HTMLInputElement) data.set(version.name, version.value);
      data.set(cell.name, cell.value);
    }
    return data;
  }

  async #send() {
    const cells = Array.from(this.#changed);
    const sent = new Map(cells.map((cell) => [cell, cell.value]));
    this.#changed.clear();
    this.about.say("saving");
    try {
      const headers = { Accept: "application/json" };
      const body = this.#body(cells);
      const answer = await fetch(this.about.address, { method: "POST", headers, body });
      if (!answer.ok) {
        this.about.say("refused");
        return;
      }
      this.#take(await answer.json(), sent);
    } catch {
      for (const cell of cells) this.#changed.add(cell);
      this.about.say("waiting");
    } finally {
      this.#sending = null;
    }
  }

  /** @param {Answer} answer @param {Map<Cell, string>} sent */
  #take(answer, sent) {
    for (const row of answer.rows) {
      const version = this.form.elements.namedItem(`v.${row.item}`);
      if (version instanceof HTMLInputElement) version.value = String(row.version);
      for (const [key, told] of Object.entries(row.cells)) {
        const cell = this.form.elements.namedItem(`c.${row.item}.${key}`);
        if (!(cell instanceof HTMLInputElement || cell instanceof HTMLTextAreaElement)) continue;
        const wasTyped = cell.value !== (sent.get(cell) ?? this.#known.get(cell));
        this.#known.set(cell, told.text);
        if (!wasTyped) this.#show(cell, told);
      }
    }
    this.about.hear(answer);
  }

  /** @param {Cell} cell @param {Told} told */
  #show(cell, told) {
    if (cell.value !== told.text) cell.value = told.text;
    const place = cell.closest("td");
    place?.classList.toggle("bad", told.problem !== "");
    place?.classList.toggle("inherited", told.common);
    const error = place?.querySelector(".cell-error");
    if (error instanceof HTMLElement) {
      error.textContent = told.problem;
      error.hidden = !told.problem;
    }
    if (told.problem) {
      cell.setAttribute("aria-invalid", "true");
      cell.setAttribute("aria-describedby", `${cell.id}-error`);
    } else {
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("aria-describedby");
    }
  }
}
