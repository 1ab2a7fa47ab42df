// @ts-check
// One file of the queue as it is seen: picture, name, progress, state in words.

const looks = {
  saved: "ok",
  working: "busy",
  sending: "busy",
  waiting: "busy",
  warning: "warn",
  duplicate: "warn",
  refused: "error",
};
/** The server's states as the styles know them. @type {Record<string, keyof typeof looks>} */
const shown = {
  arrived: "working",
  checked: "saved",
  preparing: "saved",
  ready: "saved",
  trouble: "warning",
};

export class Tile {
  /** @param {HTMLTemplateElement} template @param {File} file */
  constructor(template, file) {
    const made = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    this.root = /** @type {HTMLElement} */ (made.firstElementChild);
    this.name = file.name;
    this.part("name").textContent = file.name;
    this.progress = /** @type {HTMLProgressElement} */ (this.root.querySelector("progress"));
    this.progress.setAttribute("aria-label", file.name);
    this.file = file;
    this.hasPicture = false;
  }

  /** @param {string} name */
  part(name) {
    return /** @type {HTMLElement} */ (this.root.querySelector(`[data-part=${name}]`));
  }

  /** @param {string} state @param {string} text @param {number} [percent] */
  say(state, text, percent) {
    const look = shown[state] ?? /** @type {keyof typeof looks} */ (state);
    this.root.className = `tile tile-${look}`;
    this.root.dataset.state = state;
    this.part("text").textContent = text;
    if (percent !== undefined) this.progress.value = percent;
    for (const icon of this.root.querySelectorAll("[data-icon]")) {
      icon.toggleAttribute("hidden", icon.getAttribute("data-icon") !== looks[look]);
    }
  }

  /** @param {string} href */
  link(href) {
    const name = this.part("name");
    if (!href || name.closest("a")) return;
    const link = document.createElement("a");
    link.href = href;
    name.replaceWith(link);
    link.append(name);
  }

  /** Show the server's own small picture. @param {string} address */
  picture(address) {
    if (!address || this.hasPicture) return;
    this.hasPicture = true;
    const image = document.createElement("img");
    image.src = address;
    image.alt = "";
    image.loading = "lazy";
    this.part("picture").replaceChildren(image);
  }

  /** Show what the file itself looks like, small, before anything was sent. */
  async preview() {
    if (!/^image\/(jpeg|png|webp|gif)$/.test(this.file.type)) return;
    try {
      const drawn = await createImageBitmap(this.file, { resizeWidth: 240, resizeQuality: "low" });
      const canvas = document.createElement("canvas");
      canvas.width = drawn.width;
      canvas.height = drawn.height;
      canvas.getContext("2d")?.drawImage(drawn, 0, 0);
      drawn.close();
      if (!this.hasPicture) this.part("picture").replaceChildren(canvas);
    } catch {
      // What the browser cannot draw keeps its cover.
    }
  }
}
