// @ts-check
// How fast bytes are accepted, and how long the rest will take.

const windowMs = 60_000;
const settledMs = 8000; // the first pieces say nothing of the line

/** @param {number} bytes */
function size(bytes) {
  const units = ["B", "KB", "MB", "GB"];
  let unit = 0;
  let number = bytes;
  while (number >= 1024 && unit < units.length - 1) {
    number /= 1024;
    unit += 1;
  }
  const shown = number.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  return `${shown} ${units[unit]}`;
}

export class Pace {
  /** @param {DOMStringMap} words */
  constructor(words) {
    this.texts = words;
    /** @type {[number, number][]} */
    this.seen = [];
  }

  rest() {
    this.seen = [];
  }

  /** @param {number} got @param {number} all @param {boolean} isBusy */
  words(got, all, isBusy) {
    const now = Date.now();
    this.seen = [...this.seen.filter(([at]) => now - at < windowMs), [now, got]];
    const text = (this.texts.bytes ?? "").replace("{got}", size(got)).replace("{all}", size(all));
    const [since, before] = this.seen[0];
    const rate = (got - before) / Math.max(1, now - since);
    if (!isBusy || rate <= 0 || got >= all || now - since < settledMs) return text;
    return `${text} · ${this.left((all - got) / rate / 60_000)}`;
  }

  /** @param {number} minutes */
  left(minutes) {
    if (minutes < 1) return this.texts.leftSoon ?? "";
    if (minutes < 90) {
      return (this.texts.leftMinutes ?? "").replace("{n}", String(Math.ceil(minutes)));
    }
    return (this.texts.leftHours ?? "").replace("{n}", String(Math.round(minutes / 60)));
  }
}
