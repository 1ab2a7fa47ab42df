// @ts-check
// <figure data-zoom="…/info.json or a picture">: “Phóng to”, or an address that names a part of the picture
// (#xywh=x,y,w,h), fetches the viewer and opens the picture in place.

/**
 * @param {HTMLElement} figure
 * @param {HTMLElement} opener
 */
async function openZoom(figure, opener) {
  opener.setAttribute("aria-busy", "true");
  const { ZoomView } = await import("./zoom-view.js");
  await new ZoomView(figure).open();
  opener.hidden = true;
  figure.querySelector(".zoom-tools")?.removeAttribute("hidden");
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) {
    return;
  }
  const opener = event.target.closest("[data-zoom-open]");
  const figure = opener?.closest("[data-zoom]");
  if (!(opener instanceof HTMLElement) || !(figure instanceof HTMLElement)) return;
  event.preventDefault();
  openZoom(figure, opener)
    .then(() => focusOn(figure))
    .catch(() => location.assign(opener.getAttribute("href") ?? ""));
});

/** @param {HTMLElement} figure */
function focusOn(figure) {
  const first = figure.querySelector("[data-zoom-in]");
  if (first instanceof HTMLElement) first.focus();
}

if (location.hash.startsWith("#xywh=")) {
  const figure = document.querySelector("[data-zoom]");
  const opener = figure?.querySelector("[data-zoom-open]");
  if (figure instanceof HTMLElement && opener instanceof HTMLElement) {
    openZoom(figure, opener).catch(() => opener.removeAttribute("aria-busy"));
  }
}
