// @ts-check
// One file on its way by tus: pieces that fit the line, and patience when there is none.
import { Upload } from "tus-js-client";

const smallest = 64 * 1024;
const largest = 4 * 1024 * 1024;
const first = 256 * 1024;
const patienceMs = 15_000;
const lasting = new Set([400, 401, 403, 404, 410, 412, 413, 415, 460, 507]);

/** @param {any} error */
const statusOf = (error) => error?.originalResponse?.getStatus() ?? 0;

/** What the server says in words, if it says anything. @param {any} error */
function wordsOf(error) {
  try {
    return JSON.parse(error.originalResponse.getBody()).title ?? "";
  } catch {
    return "";
  }
}

export class Transfer {
  /**
   * @param {File} file
   * @param {{endpoint: string, token: string, metadata: Record<string, string>, url?: string}} to
   * @param {{accepted: (bytes: number) => void, begun: (url: string) => void, waiting: (isWaiting: boolean) => void}} tell
   */
  constructor(file, to, tell) {
    this.tell = tell;
    this.isStopped = false;
    this.startedAt = 0;
    this.upload = new Upload(file, {
      endpoint: to.endpoint,
      uploadUrl: to.url,
      headers: { "X-CSRFToken": to.token },
      metadata: to.metadata,
      chunkSize: first,
      retryDelays: [0, 1000, 3000, 8000],
      storeFingerprintForResuming: false, // the server finds what was begun by its hash
      onShouldRetry: (error) => this.mayRetry(error),
      onChunkComplete: (size, accepted) => this.measure(size, accepted),
      onUploadUrlAvailable: () => tell.begun(this.upload.url ?? ""),
      onBeforeRequest: () => {
        this.startedAt = Date.now();
      },
    });
  }

  /** @param {any} error */
  mayRetry(error) {
    const status = statusOf(error);
    if (lasting.has(status)) return false;
    if (!status) this.resize(0.5); // the line broke: smaller pieces lose less
    this.tell.waiting(!status);
    return true;
  }

  /** @param {number} size @param {number} accepted */
  measure(size, accepted) {
    const tookMs = Date.now() - this.startedAt;
    if (tookMs < 3000) this.resize(2);
    else if (tookMs > 12_000) this.resize(0.5);
    this.tell.waiting(false);
    this.tell.accepted(accepted);
  }

  /** @param {number} by */
  resize(by) {
    const { options } = this.upload;
    options.chunkSize = Math.max(smallest, Math.min(largest, (options.chunkSize ?? first) * by));
  }

  /** Send until all has arrived; a line that is gone is waited for. @returns {Promise<void>} */
  send() {
    return new Promise((resolve, reject) => {
      this.upload.options.onSuccess = () => resolve();
      this.upload.options.onError = (error) => {
        const status = statusOf(error);
        if (lasting.has(status)) reject({ status, words: wordsOf(error) });
        else this.wait();
      };
      this.upload.start();
    });
  }

  wait() {
    this.tell.waiting(true);
    const again = () => {
      clearTimeout(timer);
      window.removeEventListener("online", again);
      if (!this.isStopped) this.upload.start();
    };
    const timer = setTimeout(again, patienceMs);
    window.addEventListener("online", again);
  }

  pause() {
    this.isStopped = true;
    this.upload.abort();
  }

  resume() {
    this.isStopped = false;
    this.upload.start();
  }
}
