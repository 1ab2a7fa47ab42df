// @ts-check
// Hashes of files: counted in a worker, and remembered by name, size and time of change.

const shelf = "kho-sha256";
const most = 500;

/** @param {File} file */
const printOf = (file) =>
  [file.webkitRelativePath || file.name, file.size, file.lastModified].join("|");

/** @returns {Record<string, string>} */
function remembered() {
  try {
    return JSON.parse(localStorage.getItem(shelf) ?? "{}");
  } catch {
    return {};
  }
}

/** @param {Record<string, string>} known */
function remember(known) {
  try {
    localStorage.setItem(
      shelf,
      JSON.stringify(Object.fromEntries(Object.entries(known).slice(-most))),
    );
  } catch {
    // A full or forbidden shelf costs no more than counting again.
  }
}

export class Hashes {
  /** @param {string} address */
  constructor(address) {
    this.worker = new Worker(address);
    this.count = 0;
    /** @type {Map<number, {tell: (done: number) => void, resolve: (sha256: string) => void, reject: (why: Error) => void}>} */
    this.asked = new Map();
    this.worker.addEventListener("message", ({ data }) => this.hear(data));
  }

  /** @param {{id: number, done?: number, sha256?: string, failed?: boolean}} said */
  hear({ id, done, sha256, failed }) {
    const asked = this.asked.get(id);
    if (!asked) return;
    if (done !== undefined) {
      asked.tell(done);
      return;
    }
    this.asked.delete(id);
    if (failed || !sha256) asked.reject(new Error("unreadable"));
    else asked.resolve(sha256);
  }

  /**
   * @param {File} file
   * @param {(done: number) => void} tell
   * @returns {Promise<string>}
   */
  async of(file, tell) {
    const print = printOf(file);
    const known = remembered()[print];
    if (known) return known;
    this.count += 1;
    const id = this.count;
    /** @type {string} */
    const sha256 = await new Promise((resolve, reject) => {
      this.asked.set(id, { tell, resolve, reject });
      this.worker.postMessage({ id, file });
    });
    remember({ ...remembered(), [print]: sha256 });
    return sha256;
  }

  /** Forget a hash that proved wrong. @param {File} file */
  forget(file) {
    const known = remembered();
    delete known[printOf(file)];
    remember(known);
  }
}
