// @ts-check
// Whose turn it is: small files first, captions last; how many at once; and percentages in words.

/** @param {File} file */
const isCaptions = ({ name }) => /\.(vtt|srt)$/i.test(name);
/** @param {{file: File}} a @param {{file: File}} b */
export const byTurn = (a, b) =>
  Number(isCaptions(a.file)) - Number(isCaptions(b.file)) || a.file.size - b.file.size;

/** Two at once; one where the line is weak or dear. */
export function atOnce() {
  const line = /** @type {any} */ (navigator).connection;
  return line && (line.saveData || /2g|3g/.test(line.effectiveType ?? "")) ? 1 : 2;
}

/** @param {string | undefined} words @param {number} percent */
export const fill = (words, percent) => (words ?? "").replace("{percent}", String(percent));
