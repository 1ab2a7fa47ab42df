// @ts-check
// <button data-keyboard="input id" hidden>: opens the Thái keyboard under that field; its code comes on the first click.

/** @param {HTMLButtonElement} button */
async function toggle(button) {
  const field = document.getElementById(button.dataset.keyboard ?? "");
  const place = field?.closest("form") ?? field?.parentElement;
  if (!field || !place) return;
  const shown = place.querySelector("tai-keyboard");
  button.setAttribute("aria-expanded", String(!shown));
  if (shown) {
    shown.remove();
    return;
  }
  await import("./tai-keyboard.js");
  const keyboard = document.createElement("tai-keyboard");
  keyboard.setAttribute("for", field.id);
  place.append(keyboard);
  keyboard.addEventListener("close", () => {
    keyboard.remove();
    button.setAttribute("aria-expanded", "false");
    button.focus();
  });
}

for (const button of document.querySelectorAll("button[data-keyboard]")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => toggle(button));
}
