// @ts-check
// <button data-keyboard="input id" hidden>: opens the Thái keyboard under that field; <form data-tai>: offers it at each
// text field of the form that is being written in. The code of both comes when it is first needed.
import { typingStyles } from "./styles.js";

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
  await Promise.all([import("./tai-keyboard.js"), typingStyles()]);
  const keyboard = document.createElement("tai-keyboard");
  keyboard.setAttribute("for", field.id);
  place.querySelector(".searchbox")?.after(keyboard);
  keyboard.querySelector("button")?.focus();
  keyboard.addEventListener("close", () => {
    keyboard.remove();
    button.setAttribute("aria-expanded", "false");
    button.focus();
  });
}

/** @param {HTMLFormElement} form */
async function begin(form) {
  const [{ TaiFields }] = await Promise.all([import("./tai-fields.js"), typingStyles()]);
  new TaiFields(form);
}

for (const button of document.querySelectorAll("button[data-keyboard]")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => toggle(button));
}
for (const form of document.querySelectorAll("form[data-tai]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  if (form.contains(document.activeElement)) begin(form);
  else form.addEventListener("focusin", () => begin(form), { once: true });
}
