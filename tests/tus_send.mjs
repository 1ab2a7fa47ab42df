// Send a file with tus-js-client: node tus_send.mjs ENDPOINT TOKEN FILE MEMORY CHUNK_BYTES SHA256
import { createReadStream, statSync } from "node:fs";
import { basename } from "node:path";
import { FileUrlStorage, Upload } from "tus-js-client";

const [endpoint, token, path, memory, chunkBytes, sha256] = process.argv.slice(2);
const upload = new Upload(createReadStream(path), {
  endpoint,
  headers: { Authorization: `Bearer ${token}` },
  chunkSize: Number(chunkBytes),
  uploadSize: statSync(path).size,
  metadata: { filename: basename(path), sha256 },
  retryDelays: Array(60).fill(200),
  urlStorage: new FileUrlStorage(memory),
  fingerprint: () => Promise.resolve(sha256),
  onShouldRetry: (error) => ![400, 460].includes(error.originalResponse?.getStatus()),
  onError: (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
  onSuccess: () => process.exit(0),
});
const [previous] = await upload.findPreviousUploads();
if (previous) upload.resumeFromPreviousUpload(previous);
upload.start();
