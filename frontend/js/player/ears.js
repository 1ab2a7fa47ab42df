// @ts-check
// Who of several recordings is heard: all, one alone, or the first on the left ear and the second on the right.

export class Ears {
  /** @type {StereoPannerNode[] | null} */
  #panners = null;

  /** @param {HTMLMediaElement[]} all */
  constructor(all) {
    this.all = all;
  }

  /** @param {string} wanted "all", "ears", or the number of a recording from 1 */
  listen(wanted) {
    const number = Number(wanted);
    this.all.forEach((one, at) => (one.muted = number > 0 && at !== number - 1));
    if (wanted === "ears") this.#panners ??= this.#wire();
    this.#panners?.forEach((panner, at) => {
      panner.pan.value = wanted === "ears" ? (at % 2) * 2 - 1 : 0;
    });
  }

  #wire() {
    const context = new AudioContext();
    for (const one of this.all) one.addEventListener("play", () => context.resume());
    return this.all.map((one) => {
      const panner = context.createStereoPanner();
      context.createMediaElementSource(one).connect(panner).connect(context.destination);
      return panner;
    });
  }
}
