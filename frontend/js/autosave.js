// @ts-check
// <textarea data-autosave="key" data-restored="words">: keeps unsent words in this browser until the form is sent.

/** @param {HTMLTextAreaElement} area */
function keep(area) {
  const key = `draft:${area.dataset.autosave}`;
  const base = area.value;
  const saved = JSON.parse(localStorage.getItem(key) ?? "null");
  if (saved && saved.base === base && saved.text !== base) {
    area.value = saved.text;
    const word = document.createElement("p");
    word.className = "field-source";
    word.setAttribute("role", "status");
    word.textContent = area.dataset.restored ?? "";
    area.after(word);
  }
  let timer = 0;
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      localStorage.setItem(key, JSON.stringify({ base, text: area.value }));
    }, 500);
  });
  area.form?.addEventListener("submit", () => {
    clearTimeout(timer);
    localStorage.removeItem(key);
  });
}

for (const area of document.querySelectorAll("textarea[data-autosave]")) {
  if (area instanceof HTMLTextAreaElement) keep(area);
}
