// @ts-check
// The queue: every file is hashed, asked for, and sent when its turn comes; small ones first, captions last.
import { atOnce, byTurn, fill } from "./order.js";
import { askKnown } from "./server.js";

/**
 * @typedef {object} Job
 * @property {File} file
 * @property {import("./tile.js").Tile} tile
 * @property {"hashing" | "waiting" | "sending" | "sent" | "ended"} phase
 * @property {string} sha256
 * @property {string} url
 * @property {number} accepted
 * @property {import("./transfer.js").Transfer | null} transfer
 */

export class Queue {
  /**
   * @param {{endpoint: string, known: string, token: string, batch: string, words: DOMStringMap}} to
   * @param {import("./hashes.js").Hashes} hashes
   * @param {{made: (file: File) => import("./tile.js").Tile, changed: () => void, arrived: () => void, stopped: (words: string) => void}} page
   */
  constructor(to, hashes, page) {
    this.to = to;
    this.hashes = hashes;
    this.page = page;
    /** @type {Job[]} */
    this.jobs = [];
    this.mayStart = false;
    this.isPaused = false;
    this.hashing = Promise.resolve();
    /** @type {Promise<typeof import("./transfer.js")> | undefined} */
    this.ready = undefined;
  }

  /** @param {File[]} files */
  add(files) {
    this.ready ??= import("./transfer.js"); // heavy, and not needed before files are chosen
    const fresh = files.map((file) => this.job(file)).sort(byTurn);
    this.jobs.push(...fresh);
    for (const job of fresh) this.hashing = this.hashing.then(() => this.prepare(job));
    this.page.changed();
  }

  /** @param {File} file @returns {Job} */
  job(file) {
    const tile = this.page.made(file);
    tile.say("waiting", this.to.words.queued ?? "", 0);
    return { file, tile, phase: "hashing", sha256: "", url: "", accepted: 0, transfer: null };
  }

  /** @param {Job} job */
  async prepare(job) {
    const { words } = this.to;
    await job.tile.preview();
    try {
      job.sha256 = await this.hashes.of(job.file, (done) =>
        job.tile.say("waiting", fill(words.reading, Math.floor((100 * done) / job.file.size))),
      );
    } catch {
      this.end(job, "refused", words.unreadable ?? "");
      return;
    }
    const twin = this.jobs.find((one) => one !== job && one.sha256 === job.sha256);
    if (twin) this.end(job, "duplicate", words.twice ?? "");
    else await this.ask(job);
    this.next();
  }

  /** Ask before sending: here already, half here, or new. @param {Job} job */
  async ask(job) {
    const { known, token, batch, words } = this.to;
    const files = [{ name: job.file.name, sha256: job.sha256 }];
    try {
      const [found] = await askKnown(known, token, { batch, files });
      if (found.state === "known") {
        job.tile.link(found.href ?? "");
        this.end(job, "duplicate", words.here ?? "");
        return;
      }
      job.url = found.url ?? "";
      job.accepted = found.offset ?? 0;
    } catch {
      // No line now: the server tells the same of a file when it has come.
    }
    job.phase = "waiting";
    this.sayWaiting(job);
  }

  start() {
    this.mayStart = true;
    this.next();
  }

  next() {
    if (!this.mayStart || this.isPaused) return;
    const busy = this.jobs.filter(({ phase }) => phase === "sending").length;
    const waiting = this.jobs.filter(({ phase }) => phase === "waiting").sort(byTurn);
    for (const job of waiting.slice(0, Math.max(0, atOnce() - busy))) this.send(job);
  }

  /** @param {Job} job */
  async send(job) {
    const { endpoint, token, batch, words } = this.to;
    const path = job.file.webkitRelativePath ?? "";
    const metadata = {
      filename: job.file.name,
      filetype: job.file.type,
      sha256: job.sha256,
      batch,
    };
    job.phase = "sending";
    const { Transfer } = await (this.ready ?? import("./transfer.js"));
    job.transfer = new Transfer(
      job.file,
      {
        endpoint,
        token,
        url: job.url || undefined,
        metadata: path ? { ...metadata, relativePath: path } : metadata,
      },
      {
        begun: (url) => (job.url = url),
        accepted: (bytes) => {
          job.accepted = bytes;
          this.sayPercent(job);
        },
        waiting: (isWaiting) => {
          if (isWaiting) job.tile.say("waiting", words.offline ?? "", this.percent(job));
          else this.sayPercent(job);
        },
      },
    );
    this.sayPercent(job);
    try {
      await job.transfer.send();
      job.accepted = job.file.size;
      job.phase = "sent";
      job.tile.say("arrived", words.arrived ?? "", 100);
      this.page.arrived();
    } catch (error) {
      this.fail(job, /** @type {{status?: number, words?: string}} */ (error));
    }
    this.page.changed();
    this.next();
  }

  /** @param {Job} job @param {{status?: number, words?: string}} error */
  fail(job, { status = 0, words = "" }) {
    if (status === 460) this.hashes.forget(job.file);
    if ([401, 403, 507].includes(status) || (status === 400 && words)) {
      job.phase = "waiting"; // it is not this file's fault, and all others would meet the same
      this.sayWaiting(job);
      this.mayStart = false;
      this.page.stopped(words || (this.to.words.failed ?? ""));
      return;
    }
    this.end(job, "refused", words || this.to.words.failed || "");
  }

  /** @param {Job} job @param {string} state @param {string} text */
  end(job, state, text) {
    job.phase = "ended";
    job.tile.say(state, text, state === "refused" ? 0 : 100);
    this.page.changed();
  }

  /** @param {Job} job */
  percent({ accepted, file }) {
    return file.size ? Math.floor((100 * accepted) / file.size) : 0;
  }

  /** @param {Job} job */
  sayWaiting(job) {
    const percent = this.percent(job);
    const { half, waiting = "" } = this.to.words;
    job.tile.say("waiting", percent ? fill(half, percent) : waiting, percent);
    this.page.changed();
  }

  /** @param {Job} job */
  sayPercent(job) {
    const percent = this.percent(job);
    job.tile.say("sending", fill(this.to.words.sending, percent), percent);
    this.page.changed();
  }

  /** @param {boolean} isPaused */
  pause(isPaused) {
    this.isPaused = isPaused;
    for (const { phase, transfer } of this.jobs) {
      if (phase === "sending") transfer?.[isPaused ? "pause" : "resume"]();
    }
    this.next();
  }
}
