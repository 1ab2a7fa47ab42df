// @ts-check
// A part of a picture as the end of an address: #xywh=x,y,w,h in the picture's own pixels, &turn=90.
// Source: Media Fragments URI 1.0, 4.2.2 (spatial dimension).
import OpenSeadragon from "openseadragon";

/** @typedef {{ viewer: any, width: number }} Shown */

/** How many pixels of the picture's description one pixel of what is drawn stands for. */
const scale = (/** @type {Shown} */ { viewer, width }) =>
  width / viewer.world.getItemAt(0).getContentSize().x;

/** @param {string} hash @param {Shown} shown */
export function readPart(hash, shown) {
  const [, numbers, turn] = /^#xywh=(?:pixel:)?([\d.,]+)(?:&turn=(\d+))?$/.exec(hash) ?? [];
  const [x, y, w, h] = (numbers ?? "").split(",").map((one) => Number(one) / scale(shown));
  if (!(w > 0 && h > 0)) return;
  const { viewport, world } = shown.viewer;
  viewport.setRotation(Number(turn ?? 0) % 360, true);
  const box = world.getItemAt(0).imageToViewportRectangle(new OpenSeadragon.Rect(x, y, w, h));
  viewport.fitBounds(box, true);
}

/** @param {Shown} shown */
export function writePart(shown) {
  const { viewport, world } = shown.viewer;
  const item = world.getItemAt(0);
  const size = item.getContentSize();
  // Of a turned picture other pixels are seen than of one that stands upright.
  const seen = item.viewportToImageRectangle(viewport.getBounds().getBoundingBox());
  const [left, top] = [Math.max(0, seen.x), Math.max(0, seen.y)];
  const right = Math.min(size.x, seen.x + seen.width);
  const below = Math.min(size.y, seen.y + seen.height);
  const box = [left, top, right - left, below - top].map((one) => Math.round(one * scale(shown)));
  const turn = ((Math.round(viewport.getRotation()) % 360) + 360) % 360;
  return `#xywh=${box.join(",")}${turn ? `&turn=${turn}` : ""}`;
}
