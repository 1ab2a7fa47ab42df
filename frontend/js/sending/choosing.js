// @ts-check
// Files from a choice or a drop, folders with all that is in them; what systems leave lying about stays out.

const litter = /^(\.|~\$|thumbs\.db$|desktop\.ini$)/i;

/** @param {Iterable<File>} files */
export const worthSending = (files) => Array.from(files).filter(({ name }) => !litter.test(name));

/** @param {any} reader @returns {Promise<any[]>} */
const nextEntries = (reader) =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject));

/** @param {any} entry @param {string} path @returns {Promise<File[]>} */
async function filesIn(entry, path) {
  if (entry.isFile) {
    /** @type {File} */
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    if (path) Object.defineProperty(file, "webkitRelativePath", { value: path + file.name });
    return [file];
  }
  const reader = entry.createReader();
  const found = [];
  for (let some = await nextEntries(reader); some.length; some = await nextEntries(reader)) {
    for (const one of some) found.push(...(await filesIn(one, `${path}${entry.name}/`)));
  }
  return found;
}

/** @param {DataTransfer} dropped @returns {Promise<File[]>} */
export async function filesDropped(dropped) {
  const entries = Array.from(dropped.items, (item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return worthSending(dropped.files);
  const found = [];
  for (const entry of entries) found.push(...(await filesIn(entry, "")));
  return worthSending(found);
}
