// @ts-check
// <form data-form-draft="address">: what is typed is kept on the server until the form is sent.

const pause = 2500;

/** @param {HTMLFormElement} form */
function keepForm(form) {
  const address = form.dataset.formDraft ?? "";
  const words = document.querySelector("[data-draft-words]");
  let timer = 0;
  let isSent = false;

  async function keep() {
    timer = 0;
    if (isSent) return;
    const answer = await fetch(address, { method: "POST", body: new FormData(form) });
    if (!answer.ok || !words) return;
    const { saved_at: savedAt } = await answer.json();
    words.textContent = (form.dataset.keptWords ?? "").replace("{time}", savedAt);
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep().catch(() => undefined), pause);
  });
  // Whoever leaves at once keeps what the pause has not sent yet.
  window.addEventListener("pagehide", () => {
    if (timer && !isSent) navigator.sendBeacon(address, new FormData(form));
  });
  form.addEventListener("submit", () => {
    isSent = true;
    clearTimeout(timer);
  });
}

for (const form of document.querySelectorAll("form[data-form-draft]")) {
  if (form instanceof HTMLFormElement) keepForm(form);
}
