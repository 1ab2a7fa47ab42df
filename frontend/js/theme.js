// @ts-check
// [data-theme-switch] with [data-theme-choice=auto|light|dark]: the server reads the cookie on the next page.

const panel = document.querySelector("[data-theme-switch]");
const year_s = 31536000;

/** @param {string} choice */
function choose(choice) {
  const age = choice === "auto" ? 0 : year_s;
  document.cookie = `theme=${choice}; path=/; max-age=${age}; samesite=lax`;
  if (choice === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  for (const button of panel?.querySelectorAll("[data-theme-choice]") ?? []) {
    const mine = button instanceof HTMLElement && button.dataset.themeChoice === choice;
    button.setAttribute("aria-pressed", String(mine));
  }
}

if (panel instanceof HTMLElement) {
  panel.hidden = false;
  panel.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-theme-choice]");
    if (button instanceof HTMLElement) choose(button.dataset.themeChoice ?? "auto");
  });
}
