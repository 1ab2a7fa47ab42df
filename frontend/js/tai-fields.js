// @ts-check
// The Thái keyboard for a whole form: one button, in the corner of the field that is being written in, and one
// keyboard at the lower edge of the window that writes where the caret is. Alt+K is the same as the button.
import { TaiKeyboard } from "./tai-keyboard.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

/** @param {EventTarget | null} element @returns {element is Field} */
function takesText(element) {
  if (element instanceof HTMLTextAreaElement) return true;
  const isLine = element instanceof HTMLInputElement && element.type === "text";
  return isLine && ["", "none"].includes(element.inputMode); // numbers and coordinates have another
}

export class TaiFields {
  /** @type {Field | null} */
  #field = null;
  /** @type {TaiKeyboard | null} */
  #keyboard = null;
  #button = document.createElement("button");

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.#dress(document.getElementById("typing")?.dataset.label ?? "");
    form.addEventListener("focusin", ({ target }) => this.#follow(target));
    form.addEventListener("focusout", ({ relatedTarget }) => this.#leave(relatedTarget));
    form.addEventListener("keydown", (event) => this.#press(event));
    window.addEventListener("resize", () => this.#place());
    this.#follow(document.activeElement);
  }

  /** @param {string} label */
  #dress(label) {
    this.#button.type = "button";
    this.#button.className = "tai-open";
    this.#button.lang = "blt-Tavt";
    this.#button.textContent = "ꪼꪕ"; // “Thái”, as it is written
    this.#button.title = `${label} (Alt+K)`;
    this.#button.tabIndex = -1; // the way through the form is no longer for it: that is what Alt+K is for
    this.#button.setAttribute("aria-label", label);
    this.#button.setAttribute("aria-keyshortcuts", "Alt+K");
    this.#button.setAttribute("aria-expanded", "false");
    this.#button.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#button.addEventListener("click", () => this.#toggle());
  }

  /** @param {EventTarget | null} target */
  #follow(target) {
    if (!takesText(target)) return;
    this.#release();
    this.#field = target;
    target.removeAttribute("inputmode");
    target.classList.add("tai-field");
    target.after(this.#button);
    this.#place();
    if (this.#keyboard) this.#write(this.#keyboard);
  }

  #place() {
    const field = this.#field;
    if (!field || !this.#button.isConnected) return;
    this.#button.style.top = `${field.offsetTop + 3}px`;
    this.#button.style.left = `${field.offsetLeft + field.offsetWidth - this.#button.offsetWidth - 3}px`;
  }

  /** @param {EventTarget | null} next */
  #leave(next) {
    const stays = next instanceof Node && (next === this.#button || this.#keyboard?.contains(next));
    if (!stays && !this.#keyboard) this.#release();
  }

  #release() {
    this.#button.remove();
    this.#field?.classList.remove("tai-field");
    this.#field?.removeAttribute("inputmode");
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.altKey && event.code === "KeyK" && this.#field) {
      event.preventDefault();
      this.#toggle();
      this.#keyboard?.querySelector("button")?.focus();
    } else if (event.key === "Escape") this.#close();
  }

  #toggle() {
    if (this.#keyboard) {
      this.#close();
      return;
    }
    const keyboard = new TaiKeyboard();
    keyboard.className = "tai-docked";
    keyboard.addEventListener("close", () => this.#close());
    this.form.append(keyboard);
    this.#button.setAttribute("aria-expanded", "true");
    this.#keyboard = keyboard;
    this.#write(keyboard);
  }

  /** Write into the field from now on, without the device's own keyboard. @param {TaiKeyboard} keyboard */
  #write(keyboard) {
    const field = this.#field;
    if (!field) return;
    keyboard.field = field;
    field.inputMode = "none";
    this.form.style.paddingBottom = `${keyboard.offsetHeight}px`;
    const covered =
      field.getBoundingClientRect().bottom + 12 - keyboard.getBoundingClientRect().top;
    if (covered > 0) window.scrollBy(0, covered);
  }

  #close() {
    if (!this.#keyboard) return;
    this.#keyboard.remove();
    this.#keyboard = null;
    this.form.style.paddingBottom = "";
    this.#button.setAttribute("aria-expanded", "false");
    this.#field?.removeAttribute("inputmode");
    this.#field?.focus();
  }
}
