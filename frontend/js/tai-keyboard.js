// @ts-check
// <tai-keyboard for="input id">: the letters of Tai Viet as buttons, in typing order or in the learner's order.
// Whoever makes one for a field without an id sets its `field`.
import { learner, nameOf, plain, shifted } from "./tai-letters.js";

/** @returns {DOMStringMap} */
const words = () => document.getElementById("typing")?.dataset ?? {};

/** @param {string} text @param {string} cls */
function button(text, cls) {
  const key = document.createElement("button");
  key.type = "button";
  key.className = cls;
  key.textContent = text;
  return key;
}

export class TaiKeyboard extends HTMLElement {
  /** @type {HTMLElement | null} */
  field = null;
  #isShifted = false;
  #isLearner = false;

  connectedCallback() {
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", words().label ?? "");
    // A press must not take the caret out of the field, nor open the phone's own keyboard.
    this.addEventListener("pointerdown", (event) => event.preventDefault());
    this.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.dispatchEvent(new Event("close"));
    });
    this.#draw();
  }

  /** @returns {HTMLInputElement | HTMLTextAreaElement | null} */
  get #field() {
    const field = this.field ?? document.getElementById(this.getAttribute("for") ?? "");
    const isText = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
    return isText ? field : null;
  }

  /** @param {string} letter */
  #type(letter) {
    const field = this.#field;
    if (!field) return;
    const end = field.value.length;
    field.setRangeText(letter, field.selectionStart ?? end, field.selectionEnd ?? end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #erase() {
    const field = this.#field;
    if (!field) return;
    const end = field.selectionEnd ?? field.value.length;
    const start = field.selectionStart ?? end;
    field.setRangeText("", start === end ? Math.max(0, start - 1) : start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #draw() {
    const rows = this.#isLearner ? this.#learnerRows() : this.#typingRows();
    this.replaceChildren(...rows, this.#tools());
  }

  #typingRows() {
    return (this.#isShifted ? shifted : plain).map((letters) => this.#row(letters));
  }

  #learnerRows() {
    const { low = "", high = "", vowels = "", tones = "" } = words();
    return [
      this.#row(learner.low, low),
      this.#row(learner.high, high),
      this.#row(learner.vowels, vowels),
      this.#row(learner.tones, tones),
    ];
  }

  /** @param {string} letters @param {string} title */
  #row(letters, title = "") {
    const row = document.createElement("div");
    row.className = "keys";
    if (title) {
      const head = document.createElement("p");
      head.className = "keys-title";
      head.textContent = title;
      row.append(head);
    }
    row.append(...Array.from(letters, (letter) => this.#key(letter)));
    return row;
  }

  /** @param {string} letter */
  #key(letter) {
    const [consonant = "", vowel = "", tone = "", low = "", high = "", sign = ""] = (
      words().names ?? ""
    )
      .trim()
      .split("|");
    const key = button(letter, letter < "\uaa80" ? "key key-plain" : "key");
    key.lang = "blt-Tavt";
    key.setAttribute("aria-label", nameOf(letter, { consonant, vowel, tone, low, high, sign }));
    key.addEventListener("click", () => this.#type(letter));
    return key;
  }

  #tools() {
    const { shift = "", space = "", backspace = "", close = "" } = words();
    const row = document.createElement("div");
    row.className = "keys keys-tools";
    const order = this.#isLearner ? words().typewriter : words().learner;
    /** @type {[string, () => void][]} */
    const tools = [
      [space, () => this.#type(" ")],
      [backspace, () => this.#erase()],
      [order ?? "", () => this.#change(() => (this.#isLearner = !this.#isLearner))],
      [close, () => this.dispatchEvent(new Event("close"))],
    ];
    if (!this.#isLearner) {
      tools.unshift([shift, () => this.#change(() => (this.#isShifted = !this.#isShifted))]);
    }
    for (const [text, act] of tools) {
      const key = button(text, "key key-wide");
      if (text === shift) key.setAttribute("aria-pressed", String(this.#isShifted));
      key.addEventListener("click", act);
      row.append(key);
    }
    return row;
  }

  /** @param {() => void} act */
  #change(act) {
    act();
    const place = Array.from(this.querySelectorAll("button")).indexOf(
      /** @type {HTMLButtonElement} */ (document.activeElement),
    );
    this.#draw();
    if (place >= 0) this.querySelectorAll("button")[place]?.focus();
  }
}

customElements.define("tai-keyboard", TaiKeyboard);
