// @ts-check
// <xoe-compare>: two to four recordings that play in step under one row of tools; each has its own mirror and offset.
import { copy } from "./address.js";
import { showAll, showPlaying } from "./compare-show.js";
import { settingIn, writeSetting } from "./compare-address.js";
import { Ears } from "./ears.js";
import { nextFrame } from "./frames.js";
import { Sync } from "./sync.js";
import { secondsIn } from "./times.js";

export class XoeCompare extends HTMLElement {
  connectedCallback() {
    this.ones = Array.from(
      this.querySelectorAll("[data-one]"),
      (one) => /** @type {HTMLElement} */ (one),
    );
    const media = this.ones.map(
      (one) => /** @type {HTMLMediaElement} */ (one.querySelector("video, audio")),
    );
    if (media.length < 2 || this.sync) return;
    const setting = settingIn(media.length);
    this.heard = setting.heard;
    this.sync = new Sync(media, setting.offsets);
    this.ears = new Ears(media);
    this.#attachRow();
    this.#attachShare();
    this.ones.forEach((one, at) => this.#attachOne(one, at));
    for (const one of media) one.controls = false;
    this.sync.addEventListener("tick", () => showAll(this));
    this.sync.addEventListener("change", () => showPlaying(this));
    this.#obey(setting);
    this.classList.add("is-ready");
    showAll(this);
  }

  /** @param {string} name */
  part(name) {
    return /** @type {HTMLElement | null} */ (this.querySelector(`[data-part="${name}"]`));
  }

  /** @param {import("./compare-address.js").Setting} setting */
  #obey(setting) {
    this.sync?.setRate(setting.rate);
    for (const number of setting.mirrored) this.ones?.[number - 1]?.classList.add("is-mirrored");
    if (setting.passage && this.sync) {
      const { from, to } = setting.passage;
      this.sync.passage = to === null ? this.sync.passage : { a: from, b: to };
      this.sync.seek(from);
    }
    const choice = this.part("listen");
    if (choice instanceof HTMLSelectElement) choice.value = this.heard ?? "all";
    if (this.heard !== "ears") this.ears?.listen(this.heard ?? "all");
  }

  #attachRow() {
    const { sync } = this;
    if (!sync) return;
    this.part("play")?.addEventListener("click", () => {
      if (sync.isPlaying) return sync.pause();
      this.ears?.listen(this.heard ?? "all");
      sync.play();
    });
    for (const button of this.querySelectorAll("[data-speed]")) {
      button.addEventListener("click", () =>
        this.#change(() => sync.setRate(Number(button.getAttribute("data-speed")))),
      );
    }
    for (const end of /** @type {const} */ (["a", "b"])) {
      this.part(`set-${end}`)?.addEventListener("click", () =>
        this.#change(() => this.#setEnd(end)),
      );
    }
    this.part("clear")?.addEventListener("click", () =>
      this.#change(() => (sync.passage = { a: null, b: null })),
    );
    this.part("range")?.addEventListener("input", (event) => {
      if (event.target instanceof HTMLInputElement) sync.seek(Number(event.target.value));
    });
    for (const [name, direction] of /** @type {const} */ ([
      ["frame-back", -1],
      ["frame-on", 1],
    ])) {
      this.part(name)?.addEventListener("click", () => this.#step(direction));
    }
    this.part("align")?.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLSelectElement) {
        this.#change(() => this.#alignAt(Number(target.value)));
      }
    });
    this.part("listen")?.addEventListener("change", ({ target }) => {
      if (!(target instanceof HTMLSelectElement)) return;
      this.heard = target.value;
      this.#change(() => this.ears?.listen(target.value));
    });
  }

  #attachShare() {
    const share = this.part("share");
    share?.addEventListener("click", async () => {
      await copy(location.href, share);
      const status = this.part("status");
      if (status) status.textContent = share.dataset.copied ?? "";
    });
  }

  /** @param {HTMLElement} one @param {number} at */
  #attachOne(one, at) {
    one
      .querySelector("[data-mirror]")
      ?.addEventListener("click", () => this.#change(() => one.classList.toggle("is-mirrored")));
    const field = one.querySelector("[data-offset]");
    if (!(field instanceof HTMLInputElement)) return;
    const set = (/** @type {number} */ offset) =>
      this.#change(() => this.sync?.shift(at, Math.round(offset * 100) / 100));
    field.addEventListener("change", () => {
      const sign = /^\s*[-−]/.test(field.value) ? -1 : 1;
      const offset = secondsIn(field.value.replace(/^\s*[-−+]/, ""));
      if (Number.isNaN(offset)) showAll(this);
      else set(sign * offset);
    });
    for (const button of one.querySelectorAll("[data-shift]")) {
      const by = Number(button.getAttribute("data-shift"));
      button.addEventListener("click", () => set((this.sync?.offsets[at] ?? 0) + by));
    }
  }

  /** @param {"a" | "b"} end */
  #setEnd(end) {
    const { sync } = this;
    if (!sync) return;
    const passage = { ...sync.passage, [end]: sync.now };
    if (passage.b !== null && passage.b - (passage.a ?? 0) < 0.2) {
      passage[end === "a" ? "b" : "a"] = null;
    }
    sync.passage = passage;
  }

  /** @param {number} direction */
  #step(direction) {
    const { sync } = this;
    if (!sync) return;
    sync.pause();
    for (const one of sync.all) if (one.preload === "none") one.preload = "auto";
    sync.seek(nextFrame(sync.now, this.ones?.[0]?.dataset.fps, direction));
  }

  /** Let all stand at the beginning of the same step. @param {number} number */
  #alignAt(number) {
    const starts =
      this.ones?.map((one) => Number((one.dataset.steps ?? "").split(",")[number - 1])) ?? [];
    const { sync } = this;
    if (!sync || !number || starts.some(Number.isNaN)) return;
    starts.forEach(
      (start, at) => (sync.offsets[at] = Math.round((start - (starts[0] ?? 0)) * 100) / 100),
    );
    sync.seek(starts[0] ?? 0);
  }

  /** Do it, show it, write it into the address. @param {() => unknown} act */
  #change(act) {
    act();
    showAll(this);
    if (!this.sync) return;
    const { offsets, passage, rate } = this.sync;
    const mirrored =
      this.ones?.flatMap((one, at) => (one.classList.contains("is-mirrored") ? [at + 1] : [])) ??
      [];
    const said = passage.b === null ? null : { from: passage.a ?? 0, to: passage.b };
    writeSetting({ offsets, passage: said, rate, mirrored, heard: this.heard ?? "all" });
  }
}

customElements.define("xoe-compare", XoeCompare);
