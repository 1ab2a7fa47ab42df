// @ts-check
// [data-rows="prefix"]: rows named prefix-0-…, prefix-1-…; a filled last row brings the next empty one.

/** @param {HTMLElement} group */
function growRows(group) {
  const first = group.querySelector(".link-row:last-of-type");
  if (!first) return;
  const blank = /** @type {HTMLElement} */ (first.cloneNode(true));
  group.addEventListener("input", () => {
    const rows = group.querySelectorAll(".link-row");
    const last = rows[rows.length - 1];
    const name = last?.querySelector("input[name$='-name']");
    if (!(name instanceof HTMLInputElement) || name.value === "") return;
    const fresh = /** @type {HTMLElement} */ (blank.cloneNode(true));
    for (const control of fresh.querySelectorAll("[name]")) {
      const old = control.getAttribute("name") ?? "";
      control.setAttribute("name", old.replace(/-\d+-(?=[a-z]+$)/, `-${rows.length}-`));
      if (control instanceof HTMLInputElement) {
        control.checked = false;
        if (control.type !== "checkbox") control.value = "";
      }
    }
    last.after(fresh);
  });
}

for (const group of document.querySelectorAll("[data-rows]")) {
  if (group instanceof HTMLElement) growRows(group);
}
