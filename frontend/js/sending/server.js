// @ts-check
// What the server knows: which files are here already, and how far each file of the batch is.

/** @typedef {{sha256: string, state: string, href?: string, url?: string, offset?: number}} Known */
/** @typedef {{upload: string, name: string, state: string, text: string, percent: number, href: string, picture: string}} State */

/**
 * @param {string} address
 * @param {string} token
 * @param {{batch: string, files: {name: string, sha256: string}[]}} asked
 * @returns {Promise<Known[]>}
 */
export async function askKnown(address, token, asked) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(asked),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).files;
}

const soonestMs = 1500;
const latestMs = 30_000;

/** Asks for the state of a batch again and again, more seldom while nothing changes. */
export class Watch {
  /** @param {string} address @param {(files: State[]) => void} tell */
  constructor(address, tell) {
    this.address = address;
    this.tell = tell;
    this.pauseMs = soonestMs;
    this.before = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Something has happened: look soon. */
  wake() {
    this.pauseMs = soonestMs;
    this.plan();
  }

  plan() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), this.pauseMs);
  }

  async look() {
    let isOpen = true;
    try {
      const answer = await fetch(this.address, { cache: "no-cache" });
      if (answer.ok) {
        const body = await answer.text();
        const found = JSON.parse(body);
        isOpen = found.is_open;
        this.pauseMs = body === this.before ? Math.min(latestMs, this.pauseMs * 1.5) : soonestMs;
        this.before = body;
        this.tell(found.files);
      }
    } catch {
      this.pauseMs = Math.min(latestMs, this.pauseMs * 2); // no line now
    }
    if (isOpen) this.plan();
  }
}
