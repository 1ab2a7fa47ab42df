// @ts-check
// <figure data-zoom="…/info.json or a picture">: “Phóng to” fetches OpenSeadragon and opens the picture in place.

/**
 * OpenSeadragon adds a <style>, which our policy forbids, unless it finds one with its mark. Ours is
 * of another namespace, so that no browser takes it for a style.
 */
function forestallStyle() {
  const mark = document.createElementNS("urn:kho-xoe:mark", "style");
  mark.setAttribute("data-openseadragon-mobile-css", "");
  document.head.append(mark);
}

/** @param {string} source */
const tiles = (source) => (source.endsWith("info.json") ? source : { type: "image", url: source });

/**
 * @param {HTMLElement} figure
 * @param {HTMLElement} opener
 */
async function openZoom(figure, opener) {
  const stage = figure.querySelector(".zoom-stage");
  if (!stage) return;
  opener.setAttribute("aria-busy", "true");
  const { default: OpenSeadragon } = await import("openseadragon");
  if (!document.querySelector("[data-openseadragon-mobile-css]")) forestallStyle();
  const view = document.createElement("div");
  view.className = "zoom-view";
  view.setAttribute("role", "group");
  view.setAttribute("aria-label", figure.dataset.zoomLabel || opener.textContent?.trim() || "");
  stage.replaceChildren(view);
  const viewer = OpenSeadragon({
    element: view,
    tileSources: tiles(figure.dataset.zoom ?? ""),
    drawer: "canvas",
    showNavigationControl: false,
    visibilityRatio: 0.6,
    maxZoomPixelRatio: 2,
    animationTime: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.6,
    gestureSettingsMouse: { clickToZoom: true, scrollToZoom: false },
  });
  /** @type {[string, () => unknown][]} */
  const tools = [
    ["[data-zoom-in]", () => viewer.viewport.zoomBy(1.5)],
    ["[data-zoom-out]", () => viewer.viewport.zoomBy(1 / 1.5)],
    ["[data-zoom-home]", () => viewer.viewport.goHome()],
    ["[data-zoom-full]", () => view.requestFullscreen?.()],
  ];
  for (const [selector, act] of tools) {
    figure.querySelector(selector)?.addEventListener("click", act);
  }
  figure.querySelector(".zoom-tools")?.removeAttribute("hidden");
  opener.hidden = true;
  const first = figure.querySelector("[data-zoom-in]");
  if (first instanceof HTMLElement) first.focus();
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) {
    return;
  }
  const opener = event.target.closest("[data-zoom-open]");
  const figure = opener?.closest("[data-zoom]");
  if (!(opener instanceof HTMLElement) || !(figure instanceof HTMLElement)) return;
  event.preventDefault();
  openZoom(figure, opener).catch(() => location.assign(opener.getAttribute("href") ?? ""));
});
