// @ts-check
// <xoe-player>: wraps a native <video> or <audio>, shows the tools that the page brings hidden, and lets each
// behaviour attach. Whatever fails, the browser's own player comes back.
import { attachAddress } from "./address.js";
import { attachFrames } from "./frames.js";
import { attachLines } from "./lines.js";
import { attachLoop } from "./loop.js";
import { attachPlay } from "./play.js";
import { attachQuality } from "./quality.js";
import { attachScrub } from "./scrub.js";
import { attachSpeed } from "./speed.js";
import { attachSteps } from "./steps.js";
import { attachTranscript } from "./transcript.js";

const BEHAVIOURS = [
  attachQuality,
  attachPlay,
  attachScrub,
  attachSpeed,
  attachFrames,
  attachLoop,
  attachSteps,
  attachLines,
  attachTranscript,
  attachAddress,
];

export class XoePlayer extends HTMLElement {
  /** @type {HTMLMediaElement} */
  media = /** @type {any} */ (null);
  /** @type {{ a: number | null, b: number | null }} */
  passage = { a: null, b: null };
  #isWaiting = 0;
  /** @type {Promise<(event: KeyboardEvent) => void> | null} */
  #more = null;

  connectedCallback() {
    const media = this.querySelector("video, audio");
    if (!(media instanceof HTMLMediaElement) || this.media) return;
    this.media = media;
    try {
      this.#begin();
    } catch (error) {
      this.fallBack();
      throw error;
    }
  }

  #begin() {
    for (const attach of BEHAVIOURS) attach(this);
    this.media.controls = false;
    this.classList.add("is-ready");
    for (const name of ["timeupdate", "seeking", "seeked", "loadedmetadata", "play", "pause"]) {
      this.media.addEventListener(name, () => this.#tick());
    }
    for (const name of ["pointerenter", "pointerdown", "focusin"]) {
      this.addEventListener(name, () => this.bringMore(), { once: true });
    }
    this.media.addEventListener("play", () => this.bringMore());
    document.addEventListener("keydown", this.#pressEarly);
    this.#tick();
  }

  /** What only matters once somebody uses the player comes then; it answers keys from there on. */
  bringMore() {
    this.#more ??= import("./more.js").then(({ attachMore }) => {
      document.removeEventListener("keydown", this.#pressEarly);
      return attachMore(this);
    });
    return this.#more;
  }

  /** @param {KeyboardEvent} event */
  #pressEarly = async (event) => {
    const press = await this.bringMore();
    press(event);
  };

  #tick() {
    cancelAnimationFrame(this.#isWaiting);
    this.dispatchEvent(new Event("tick"));
    if (!this.media.paused) this.#isWaiting = requestAnimationFrame(() => this.#tick());
  }

  /** @param {string} name */
  part(name) {
    const found = this.querySelector(`[data-part="${name}"]`);
    return found instanceof HTMLElement ? found : null;
  }

  /**
   * @param {string} name
   * @param {(event: Event) => unknown} act
   */
  onClick(name, act) {
    this.part(name)?.addEventListener("click", act);
  }

  get duration() {
    return this.media.duration || Number(this.dataset.durationS) || 0;
  }

  get now() {
    return this.media.currentTime;
  }

  /** @param {number} time_s */
  seek(time_s) {
    this.media.currentTime = Math.min(Math.max(0, time_s), this.duration || time_s);
    this.#tick();
  }

  /** Who asks for a picture means to see it: from here on the film may load. */
  wake() {
    if (this.media.preload === "none") this.media.preload = "auto";
  }

  async play() {
    try {
      await this.media.play();
    } catch {
      // A pause, another source or the browser's policy came in between: the button shows it.
    }
  }

  toggle() {
    if (this.media.paused) this.play();
    else this.media.pause();
  }

  /**
   * The passage that is repeated; who listens for "passage" shows it.
   * @param {number | null} a
   * @param {number | null} b
   */
  repeat(a, b) {
    this.passage = { a, b };
    this.dispatchEvent(new Event("passage"));
  }

  /** @param {string} words */
  say(words) {
    const place = this.part("status");
    if (place) place.textContent = words;
  }

  /** The browser's own player again, with its own captions. */
  fallBack() {
    this.classList.remove("is-ready");
    this.classList.add("is-plain");
    this.media.controls = true;
    const shown = this.media.textTracks[0];
    if (shown) shown.mode = "showing";
    this.say(this.dataset.failed ?? "");
  }
}

customElements.define("xoe-player", XoePlayer);
