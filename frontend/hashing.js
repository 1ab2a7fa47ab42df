// @ts-check
// A worker: counts the SHA-256 of one file after the other, block by block, so that no file is whole in memory.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

const block = 4 * 1024 * 1024;

/** @param {File} file @param {(done: number) => void} tell */
async function hashOf(file, tell) {
  const digest = sha256.create();
  for (let at = 0; at < file.size; at += block) {
    digest.update(new Uint8Array(await file.slice(at, at + block).arrayBuffer()));
    tell(Math.min(at + block, file.size));
  }
  return bytesToHex(digest.digest());
}

addEventListener("message", async ({ data: { id, file } }) => {
  try {
    postMessage({ id, sha256: await hashOf(file, (done) => postMessage({ id, done })) });
  } catch {
    postMessage({ id, failed: true }); // it was moved, changed or taken out with its stick
  }
});
