// @ts-check
// One picture in OpenSeadragon, opened from an image service or from a plain picture.
import OpenSeadragon from "openseadragon";

/**
 * OpenSeadragon adds a <style>, which our policy forbids, unless it finds one with its mark. Ours is
 * of another namespace, so that no browser takes it for a style.
 */
function forestallStyle() {
  if (document.querySelector("[data-openseadragon-mobile-css]")) return;
  const mark = document.createElementNS("urn:kho-xoe:mark", "style");
  mark.setAttribute("data-openseadragon-mobile-css", "");
  document.head.append(mark);
}

/**
 * What OpenSeadragon opens, and how many pixels across the picture has by its own description. The
 * address is the one asked at: behind a proxy the description may name another host, which our policy
 * would not let us ask. Who gets a smaller picture only gets it whole.
 * @param {string} address
 */
async function sourceOf(address) {
  if (!address.endsWith("/info.json")) return { source: { type: "image", url: address }, width: 0 };
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const info = await answer.json();
  const id = address.slice(0, -"/info.json".length);
  const whole = { type: "image", url: `${id}/full/max/0/default.jpg` };
  return { source: info.maxWidth ? whole : { ...info, id }, width: info.width };
}

/** @param {HTMLElement} element */
function viewerIn(element) {
  return OpenSeadragon({
    element,
    drawer: "canvas",
    showNavigationControl: false,
    visibilityRatio: 0.6,
    maxZoomPixelRatio: 2,
    animationTime: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.6,
    imageLoaderLimit: 6,
    immediateRender: true,
    gestureSettingsMouse: { clickToZoom: true, scrollToZoom: false },
    gestureSettingsTouch: { pinchRotate: false, flickEnabled: true },
  });
}

/** One picture on its canvas. */
export class Pane {
  /** @param {HTMLElement} stage @param {string} label */
  constructor(stage, label) {
    forestallStyle();
    this.element = document.createElement("div");
    this.element.className = "zoom-view";
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", label);
    stage.append(this.element);
    this.viewer = viewerIn(this.element);
    this.width = 0;
  }

  /** @param {string} address @returns {Promise<void>} */
  async show(address) {
    const { source, width } = await sourceOf(address);
    await new Promise((resolve, reject) => {
      this.viewer.addOnceHandler("open", resolve);
      this.viewer.addOnceHandler("open-failed", reject);
      this.viewer.open(source);
    });
    this.width = width || this.viewer.world.getItemAt(0).getContentSize().x;
  }

  close() {
    this.viewer.destroy();
    this.element.remove();
  }
}
