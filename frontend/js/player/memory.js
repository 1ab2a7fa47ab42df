// @ts-check
// What a viewer chose is kept in their own browser, and nowhere else.

/**
 * @param {string} name
 * @param {unknown} value
 */
export function remember(name, value) {
  try {
    localStorage.setItem(`kho-${name}`, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing forgets the choice with the page.
  }
}

/**
 * @param {string} name
 * @returns {unknown}
 */
export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(`kho-${name}`) ?? "null");
  } catch {
    return null;
  }
}
