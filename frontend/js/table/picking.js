// @ts-check
// Which rows are picked: all at once, a run of them with Shift, and how many the buttons speak of.

/** @param {HTMLElement} root @param {HTMLFormElement} form */
export function pickRows(root, form) {
  const boxes = () =>
    /** @type {HTMLInputElement[]} */ (Array.from(root.querySelectorAll("input[name=item]")));
  const all = root.querySelector("[data-pick-all]");
  const button = form.querySelector("[data-fill]");
  let last = -1;

  function tell() {
    const picked = boxes().filter(({ checked }) => checked).length;
    if (button instanceof HTMLElement) {
      const { all: whole = "", some = "", total = "" } = button.dataset;
      button.textContent = (picked ? some : whole).replace("{n}", String(picked || total));
    }
    if (all instanceof HTMLInputElement) {
      all.checked = picked > 0 && picked === boxes().length;
      all.indeterminate = picked > 0 && !all.checked;
    }
  }

  if (all instanceof HTMLInputElement) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const box of boxes()) box.checked = all.checked;
      tell();
    });
  }
  form.querySelector("[data-fill-hint]")?.setAttribute("hidden", "");
  root.addEventListener("click", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.name !== "item") return;
    const listed = boxes();
    const here = listed.indexOf(box);
    if (event.shiftKey && last >= 0) {
      const [from, to] = [Math.min(last, here), Math.max(last, here)];
      for (const one of listed.slice(from, to + 1)) one.checked = box.checked;
    }
    last = here;
    tell();
  });
  tell();
}
