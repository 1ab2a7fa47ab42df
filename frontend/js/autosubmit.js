// @ts-check
// <form data-autosubmit>: choosing is sending; the form's own button is then not needed.

for (const form of document.querySelectorAll("form[data-autosubmit]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  for (const button of form.querySelectorAll("button[type=submit]")) {
    button.setAttribute("hidden", "");
  }
  form.addEventListener("change", () => form.requestSubmit());
}
