// @ts-check
// <button data-copy="id" data-copied="words" hidden>: copies the text of that element.

/** @param {HTMLButtonElement} button */
async function copy(button) {
  const target = document.getElementById(button.dataset.copy ?? "");
  if (!target) return;
  await navigator.clipboard.writeText((target.textContent ?? "").trim().replace(/\s+/g, " "));
  const words = button.querySelector("span") ?? button;
  const before = words.textContent;
  words.textContent = button.dataset.copied ?? before;
  setTimeout(() => (words.textContent = before), 2000);
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!(button instanceof HTMLButtonElement)) continue;
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}
