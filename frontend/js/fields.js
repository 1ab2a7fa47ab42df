// @ts-check
// Fields that grow: [data-many] always keeps one empty input, [data-lang-more] gives a further language at each click.

/** @param {HTMLElement} group */
function growMany(group) {
  group.addEventListener("input", () => {
    const inputs = Array.from(group.querySelectorAll("input"));
    const last = inputs.at(-1);
    if (!last || last.value === "") return;
    const next = /** @type {HTMLInputElement} */ (last.cloneNode());
    next.value = "";
    last.after(next);
  });
}

/** @param {HTMLDetailsElement} more */
function growLanguages(more) {
  const row = more.querySelector("[data-lang-row]");
  const summary = more.querySelector("summary");
  if (!row || !summary) return;
  const blank = /** @type {HTMLElement} */ (row.cloneNode(true));
  row.remove();
  summary.addEventListener("click", (event) => {
    event.preventDefault();
    const fresh = /** @type {HTMLElement} */ (blank.cloneNode(true));
    more.before(fresh);
    fresh.querySelector("select")?.focus();
  });
}

for (const group of document.querySelectorAll("[data-many]")) {
  if (group instanceof HTMLElement) growMany(group);
}
for (const more of document.querySelectorAll("details[data-lang-more]")) {
  if (more instanceof HTMLDetailsElement) growLanguages(more);
}
