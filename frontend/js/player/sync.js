// @ts-check
// Several recordings in step. The first gives the time; each other is held at that time plus its own offset: small
// drifts are taken back by playing a little slower or faster, only far ones by a jump.
import { setRate } from "./speed.js";

const EVERY_MS = 80;
const FAR_S = 0.4;
const NEAR_S = 0.006;
const MOST_NUDGE = 0.1;
const READY = 3; // HAVE_FUTURE_DATA

export class Sync extends EventTarget {
  rate = 1;
  isPlaying = false;
  /** @type {{ a: number | null, b: number | null }} */
  passage = { a: null, b: null };
  #timer = 0;
  #gathering = 0;

  /**
   * @param {HTMLMediaElement[]} all
   * @param {number[]} offsets
   */
  constructor(all, offsets) {
    super();
    this.all = all;
    this.offsets = offsets;
    for (const one of all) {
      for (const name of ["timeupdate", "seeked", "loadedmetadata"]) {
        one.addEventListener(name, () => this.dispatchEvent(new Event("tick")));
      }
      one.addEventListener("waiting", () => this.isPlaying && !one.seeking && this.#gather());
    }
  }

  get now() {
    return (this.all[0]?.currentTime ?? 0) - (this.offsets[0] ?? 0);
  }

  /** Where the common time begins: no recording has anything before its own beginning. */
  get start() {
    return Math.max(0, ...this.offsets.map((offset) => -offset));
  }

  get end() {
    const ends = this.all.map((one, at) => lengthOf(one) - (this.offsets[at] ?? 0));
    return Math.max(this.start, Math.min(...ends));
  }

  /** How far each is from where it should be, in seconds. */
  get drifts() {
    return this.all.map((one, at) => one.currentTime - this.now - (this.offsets[at] ?? 0));
  }

  /** @param {number} time_s */
  seek(time_s) {
    const moment = Math.min(Math.max(this.start, time_s), this.end);
    this.all.forEach((one, at) => (one.currentTime = moment + (this.offsets[at] ?? 0)));
    if (this.isPlaying) this.#gather();
    this.dispatchEvent(new Event("tick"));
  }

  /**
   * @param {number} at
   * @param {number} offset_s
   */
  shift(at, offset_s) {
    const { now } = this;
    this.offsets[at] = offset_s;
    this.seek(now);
  }

  /** @param {number} rate */
  setRate(rate) {
    this.rate = rate;
    for (const one of this.all) setRate(one, rate);
  }

  async play() {
    this.isPlaying = true;
    if (this.now >= this.end - 0.05) this.seek(this.passage.a ?? this.start);
    this.dispatchEvent(new Event("change"));
    await this.#gather();
  }

  pause() {
    this.isPlaying = false;
    clearInterval(this.#timer);
    for (const one of this.all) one.pause();
    this.dispatchEvent(new Event("change"));
  }

  /** Wait until all can go on from the same moment, then let them go together; the last call counts. */
  async #gather() {
    const mine = ++this.#gathering;
    const isLast = () => mine === this.#gathering && this.isPlaying;
    clearInterval(this.#timer);
    const { now } = this;
    for (const [at, one] of this.all.entries()) {
      one.pause();
      const wanted = Math.max(now, this.start) + (this.offsets[at] ?? 0);
      if (Math.abs(one.currentTime - wanted) > NEAR_S) one.currentTime = wanted;
      if (one.preload === "none") one.preload = "auto";
    }
    await Promise.all(this.all.map(isReady));
    if (!isLast()) return;
    try {
      await Promise.all(this.all.map((one) => one.play()));
    } catch {
      if (isLast()) this.pause();
      return;
    }
    if (!isLast()) return;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#hold(), EVERY_MS);
  }

  #hold() {
    this.dispatchEvent(new Event("tick"));
    const { a, b } = this.passage;
    if (b !== null && this.now >= b && this.now < b + 1) return this.seek(a ?? this.start);
    if (this.now >= this.end) return b === null ? this.pause() : this.seek(a ?? this.start);
    const { drifts } = this;
    if (drifts.some((drift) => Math.abs(drift) > FAR_S)) return this.seek(this.now);
    drifts.forEach((drift, at) => this.#nudge(at, drift));
  }

  /**
   * @param {number} at
   * @param {number} drift
   */
  #nudge(at, drift) {
    const one = this.all[at];
    if (!one || !at) return;
    const nudge = Math.abs(drift) < NEAR_S ? 0 : -Math.round(drift * 200) / 100;
    const rate = this.rate * (1 + Math.min(MOST_NUDGE, Math.max(-MOST_NUDGE, nudge)));
    if (Math.abs(one.playbackRate - rate) > 0.001) one.playbackRate = rate;
  }
}

/** @param {HTMLMediaElement} one */
const lengthOf = (one) => one.duration || Number(one.dataset.durationS) || Infinity;

/** @param {HTMLMediaElement} one */
function isReady(one) {
  return new Promise((done) => {
    const look = () => {
      if (one.seeking || one.readyState < READY) return;
      for (const name of ["canplay", "seeked", "error"]) one.removeEventListener(name, look);
      done(null);
    };
    for (const name of ["canplay", "seeked"]) one.addEventListener(name, look);
    one.addEventListener("error", () => done(null));
    look();
  });
}
