// @ts-check
// <input data-complete="address">: offers names while one types; their code comes when the field is first used, be it
// by the page's own keyboard, which leaves the caret where it is.

/** @param {HTMLInputElement} field */
function begin(field) {
  const first = new AbortController();
  async function bring() {
    first.abort();
    const { Offers } = await import("./offers.js");
    new Offers(field);
  }
  for (const event of ["focus", "input"]) {
    field.addEventListener(event, bring, { signal: first.signal });
  }
  if (field === document.activeElement) bring();
}

for (const field of document.querySelectorAll("input[data-complete]")) {
  if (field instanceof HTMLInputElement) begin(field);
}
