// @ts-check
// Deep zoom in place: tools, keys, the pages of a manuscript, a link to what is seen, two pictures in step.
import { Pane } from "./zoom-pane.js";
import { readPart, writePart } from "./zoom-part.js";

export class ZoomView {
  /** @param {HTMLElement} figure */
  constructor(figure) {
    this.figure = figure;
    this.sheets = [...document.querySelectorAll("a[data-zoom-sheet]")].filter(
      (one) => one instanceof HTMLAnchorElement,
    );
    /** @type {Pane | null} */
    this.beside = null;
    this.isFollowing = false;
  }

  async open() {
    const stage = this.figure.querySelector(".zoom-stage");
    if (!(stage instanceof HTMLElement)) throw new Error("no stage");
    const small = [...stage.children];
    this.stage = stage;
    this.main = new Pane(stage, this.figure.dataset.zoomLabel ?? "");
    try {
      await this.main.show(this.figure.dataset.zoom ?? "");
    } catch (error) {
      this.main.close();
      throw error;
    }
    for (const one of small) one.remove();
    readPart(location.hash, this.main);
    this.main.viewer.addHandler("animation-finish", () => this.#name());
    this.#attach();
  }

  #attach() {
    const { viewer } = this.main;
    /** @type {[string, () => unknown][]} */
    const tools = [
      ["in", () => viewer.viewport.zoomBy(1.5)],
      ["out", () => viewer.viewport.zoomBy(1 / 1.5)],
      ["home", () => viewer.viewport.goHome()],
      ["turn", () => viewer.viewport.rotateBy(90)],
      ["full", () => this.stage.requestFullscreen?.()],
      ["link", () => this.#copy()],
    ];
    for (const [name, act] of tools) {
      this.figure.querySelector(`[data-zoom-${name}]`)?.addEventListener("click", act);
    }
    this.figure.addEventListener("keydown", (event) => this.#key(event));
    const beside = this.figure.querySelector("[data-zoom-beside]");
    beside?.addEventListener("change", () => this.#compare(/** @type {any} */ (beside).value));
    for (const sheet of this.sheets) {
      sheet.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this.#turnTo(sheet);
      });
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { PageDown: 1, PageUp: -1 }[event.key];
    const at = this.sheets.findIndex((one) => one.getAttribute("aria-current") === "true");
    const next = step && this.sheets[at + step];
    if (!next) return;
    event.preventDefault();
    this.#turnTo(next);
  }

  /** @param {HTMLAnchorElement} sheet */
  async #turnTo(sheet) {
    try {
      await this.main.show(sheet.dataset.zoomSheet ?? "");
    } catch {
      this.#say("failed");
      return;
    }
    for (const one of this.sheets) one.removeAttribute("aria-current");
    sheet.setAttribute("aria-current", "true");
    sheet.scrollIntoView({ block: "nearest", inline: "nearest" });
    window.history.replaceState(null, "", sheet.href);
    const caption = this.figure.querySelector("[data-zoom-caption]");
    if (caption) caption.textContent = sheet.textContent;
  }

  /** @param {string} address */
  async #compare(address) {
    this.beside?.close();
    this.beside = null;
    this.stage.classList.toggle("zoom-two", Boolean(address));
    if (!address) return;
    const [one, other] = [this.main, new Pane(this.stage, this.figure.dataset.zoomLabel ?? "")];
    this.beside = other;
    await other.show(address).catch(() => this.#say("failed"));
    this.#lead(one.viewer, other.viewer);
    this.#lead(other.viewer, one.viewer);
    this.#follow(one.viewer, other.viewer);
  }

  /** @param {any} one @param {any} other */
  #lead(one, other) {
    for (const happening of ["zoom", "pan", "rotate"]) {
      one.addHandler(happening, () => this.#follow(one, other));
    }
  }

  /** @param {any} one @param {any} other */
  #follow(one, other) {
    if (this.isFollowing || !other.viewport || !this.beside) return;
    this.isFollowing = true;
    other.viewport.zoomTo(one.viewport.getZoom());
    other.viewport.panTo(one.viewport.getCenter());
    other.viewport.setRotation(one.viewport.getRotation());
    this.isFollowing = false;
  }

  #name() {
    window.history.replaceState(null, "", writePart(this.main));
  }

  async #copy() {
    this.#name();
    try {
      await navigator.clipboard.writeText(location.href);
    } catch {
      return; // the address bar has it all the same
    }
    this.#say("copied");
  }

  /** @param {"copied" | "failed"} what */
  #say(what) {
    const place = this.figure.querySelector("[data-zoom-said]");
    if (!(place instanceof HTMLElement)) return;
    place.textContent = place.dataset[what] ?? "";
    setTimeout(() => (place.textContent = ""), 3000);
  }
}
