// @ts-check
// <form data-upload>: each file goes by itself and shows its own progress; without script the form sends them at once.

const parallel = 2;

/** @typedef {{name: string, state: string, text: string, href?: string}} Result */

/** @param {string} name @param {string} text */
function makeTile(name, text) {
  const tile = document.createElement("li");
  const progress = document.createElement("progress");
  const words = document.createElement("p");
  const title = document.createElement("b");
  const state = document.createElement("span");
  progress.max = 100;
  progress.value = 0;
  progress.setAttribute("aria-label", name);
  words.className = "tile-words";
  title.textContent = name;
  state.textContent = text;
  words.append(title, state);
  tile.append(progress, words);
  tile.className = "tile tile-waiting";
  return { tile, progress, title, state };
}

/** @param {File} file */
const isCaptions = ({ name }) => /\.(vtt|srt)$/i.test(name);

class Upload {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.live = /** @type {HTMLElement} */ (form.querySelector("[data-upload-live]"));
    this.words = /** @type {HTMLElement} */ (form.querySelector("[data-upload-words]")).dataset;
    this.done = 0;
    this.all = 0;
    /** @type {(() => Promise<void>)[]} */
    this.waiting = [];
    form.addEventListener("submit", (event) => this.start(event));
  }

  /** @param {SubmitEvent} event */
  async start(event) {
    const input = this.form.querySelector("input[type=file]");
    if (!(input instanceof HTMLInputElement) || !input.files?.length) return;
    event.preventDefault();
    this.live.hidden = false;
    // Captions go last: they join the recording that they are named after.
    const files = Array.from(input.files).sort((a, b) => +isCaptions(a) - +isCaptions(b));
    for (const file of files) this.queue(file, input.name);
    input.value = "";
    this.tell();
    await Promise.all(Array.from({ length: parallel }, () => this.work()));
  }

  /** @param {File} file @param {string} field */
  queue(file, field) {
    const parts = makeTile(file.name, this.words.waiting ?? "");
    this.live.querySelector("[data-upload-tiles]")?.append(parts.tile);
    this.all += 1;
    this.waiting.push(() => this.send(file, field, parts));
  }

  async work() {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) await next();
  }

  /**
   * @param {File} file
   * @param {string} field
   * @param {ReturnType<typeof makeTile>} parts
   * @returns {Promise<void>}
   */
  send(file, field, parts) {
    const data = new FormData(this.form);
    data.delete(field);
    data.append(field, file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", this.form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const percent = Math.floor((loaded / total) * 100);
      parts.progress.value = percent;
      parts.state.textContent = (this.words.sending ?? "").replace("{percent}", String(percent));
    });
    return new Promise((resolve) => {
      request.addEventListener("loadend", () => {
        this.finish(request.response, parts);
        resolve();
      });
      request.send(data);
    });
  }

  /** @param {{results?: Result[], next?: string} | null} answer @param {ReturnType<typeof makeTile>} parts */
  finish(answer, { tile, progress, title, state }) {
    const result = answer?.results?.[0];
    const isIn = result?.state === "saved" || result?.state === "duplicate";
    tile.className = `tile tile-${result?.state ?? "refused"}`;
    progress.value = isIn ? 100 : 0;
    state.textContent = result?.text ?? this.words.failed ?? "";
    if (result?.href) {
      const link = document.createElement("a");
      link.href = result.href;
      link.append(title.cloneNode(true));
      title.replaceWith(link);
    }
    if (isIn) this.done += 1;
    const next = this.live.querySelector("[data-upload-next]");
    if (answer?.next && next instanceof HTMLAnchorElement) {
      next.href = answer.next;
      next.hidden = false;
    }
    this.tell();
  }

  tell() {
    const text = (this.words.total ?? "")
      .replace("{done}", String(this.done))
      .replace("{all}", String(this.all));
    for (const place of this.live.querySelectorAll("[data-upload-title], [data-upload-status]")) {
      place.textContent = text;
    }
    const total = this.live.querySelector("[data-upload-total]");
    if (total instanceof HTMLProgressElement) {
      total.max = this.all;
      total.value = this.done;
    }
  }
}

for (const form of document.querySelectorAll("form[data-upload]")) {
  if (form instanceof HTMLFormElement) new Upload(form);
}
