// @ts-check
// Where the typed stands in a name, whatever marks were left out.

/** @param {string} text */
const fold = (text) =>
  text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");

/**
 * The part of a name that is typed already, from the beginning of a word: [from, to], or null.
 * @param {string} name in NFC
 * @param {string} typed
 * @returns {[number, number] | null}
 */
export function typedPart(name, typed) {
  const wanted = typed.trim().normalize("NFC").toLowerCase();
  const isBare = wanted === fold(wanted);
  /** @type {number[]} */
  const places = []; // for each unit of `read`, where in the name it comes from
  let [read, place] = ["", 0];
  for (const letter of name) {
    const units = isBare ? fold(letter) : letter.toLowerCase();
    for (let n = 0; n < units.length; n++) places.push(place);
    read += units;
    place += letter.length;
  }
  places.push(place);
  for (let at = read.indexOf(wanted); wanted && at >= 0; at = read.indexOf(wanted, at + 1)) {
    const isWordsBegin = !/[\p{L}\p{M}\p{N}]/u.test(read.charAt(at - 1));
    if (isWordsBegin) return [places[at] ?? 0, places[at + wanted.length] ?? place];
  }
  return null;
}
