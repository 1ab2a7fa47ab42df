// @ts-check
// <xoe-upload> around the plain form: files go piece by piece and go on after whatever breaks.
import { filesDropped, worthSending } from "./choosing.js";
import { Hashes } from "./hashes.js";
import { Pace } from "./pace.js";
import { Queue } from "./queue.js";
import { Watch } from "./server.js";
import { Tile } from "./tile.js";
import { keepAwake, untilTime } from "./waking.js";

const doneStates = new Set(["checked", "preparing", "ready", "trouble", "duplicate"]);

class XoeUpload extends HTMLElement {
  connectedCallback() {
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.input = /** @type {HTMLInputElement} */ (this.querySelector("input[type=file]"));
    this.words = this.dataset;
    this.pace = new Pace(this.words);
    const token = /** @type {HTMLInputElement} */ (this.form.elements.namedItem("csrf_token"))
      .value;
    const { endpoint = "", known = "", batch = "", state = "", worker = "" } = this.dataset;
    this.queue = new Queue(
      { endpoint, known, token, batch, words: this.words },
      new Hashes(worker),
      {
        made: (file) => this.made(file),
        changed: () => this.tell(),
        arrived: () => this.watch?.wake(),
        stopped: (words) => this.stop(words),
      },
    );
    this.watch = new Watch(state, (files) => this.hear(files));
    this.listen();
  }

  /** @param {string} name */
  part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-${name}]`));
  }

  listen() {
    this.input.required = false;
    this.input.addEventListener("change", () => {
      this.take(worthSending(this.input.files ?? []));
      this.input.value = "";
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.start();
    });
    this.part("folder").hidden = false;
    this.part("folder").addEventListener("click", () => this.chooseFolder());
    this.part("pause-button").addEventListener("click", () => this.pause());
    this.part("night-set").addEventListener("click", () => this.startAtNight());
    window.addEventListener("drop", (event) => this.drop(event), { capture: true });
  }

  chooseFolder() {
    const input = document.createElement("input");
    input.type = "file";
    input.setAttribute("webkitdirectory", "");
    input.addEventListener("change", () => this.take(worthSending(input.files ?? [])));
    input.click();
  }

  /** @param {DragEvent} event */
  async drop(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.querySelector(".drop-over")?.classList.remove("drop-over");
    this.take(await filesDropped(event.dataTransfer));
  }

  /** @param {File[]} files */
  take(files) {
    if (!files.length) return;
    this.part("upload-live").hidden = false;
    this.queue?.add(files);
  }

  /** @param {File} file */
  made(file) {
    const template = /** @type {HTMLTemplateElement} */ (this.querySelector("template[data-tile]"));
    const tile = new Tile(template, file);
    this.part("upload-tiles").append(tile.root);
    return tile;
  }

  start() {
    if (!this.queue?.jobs.length) {
      this.input.click();
      return;
    }
    this.note("");
    this.queue.start();
    this.watch?.wake();
    keepAwake(() => this.isBusy());
    this.tell();
  }

  isBusy() {
    return this.queue?.jobs.some(({ phase }) => phase === "sending") ?? false;
  }

  pause() {
    const isPaused = !this.queue?.isPaused;
    this.queue?.pause(isPaused);
    this.part("pause-text").textContent = (isPaused ? this.words.goOn : this.words.pause) ?? "";
    this.pace?.rest();
    this.tell();
  }

  async startAtNight() {
    const time = /** @type {HTMLInputElement} */ (this.querySelector("[data-night-time]")).value;
    if (!time) return;
    this.note((this.words.night ?? "").replace("{time}", time));
    keepAwake(() => !this.queue?.mayStart);
    await untilTime(time);
    this.start();
  }

  /** @param {string} words */
  stop(words) {
    this.note(words);
    this.tell();
  }

  /** @param {string} words */
  note(words) {
    this.part("upload-note").hidden = !words;
    this.part("upload-note-text").textContent = words;
  }

  /** Take over what the server knows. @param {import("./server.js").State[]} files */
  hear(files) {
    const told = new Map(files.filter(({ upload }) => upload).map((one) => [one.upload, one]));
    for (const { url, tile, phase } of this.queue?.jobs ?? []) {
      const one = told.get(url.split("/").pop() ?? "");
      if (!one || !(phase === "sent" || one.state === "arrived")) continue;
      tile.say(one.state, one.text, one.percent);
      tile.link(one.href);
      tile.picture(one.picture);
      this.settle(one);
    }
    this.tell();
  }

  /** What has arrived is not half sent any more. @param {import("./server.js").State} one */
  settle({ upload, state }) {
    if (!doneStates.has(state) && state !== "refused") return;
    const note = document.querySelector("[data-begun-note]");
    note?.querySelector(`[data-begun="${upload}"]`)?.remove();
    if (note && !note.querySelector("[data-begun]")) note.remove();
  }

  tell() {
    const jobs = this.queue?.jobs ?? [];
    const done = jobs.filter(({ tile }) => doneStates.has(tile.root.dataset.state ?? "")).length;
    const text = (this.words.total ?? "")
      .replace("{done}", String(done))
      .replace("{all}", String(jobs.length));
    this.part("upload-title").textContent = text;
    if (this.part("upload-status").textContent !== text) {
      this.part("upload-status").textContent = text;
    }
    const open = jobs.filter(({ phase }) => phase !== "ended" || doneStates.has(phase));
    const all = open.reduce((sum, { file }) => sum + file.size, 0);
    const got = open.reduce((sum, { accepted }) => sum + accepted, 0);
    const total = /** @type {HTMLProgressElement} */ (this.part("upload-total"));
    total.max = Math.max(1, all);
    total.value = got;
    this.part("upload-left").textContent = this.pace?.words(got, all, this.isBusy()) ?? "";
    this.part("pause-button").hidden = !this.isBusy() && !this.queue?.isPaused;
    this.part("upload-next").hidden = !done;
  }
}

customElements.define("xoe-upload", XoeUpload);
