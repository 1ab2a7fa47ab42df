// @ts-check
// The steps of a dance and the chapters of a recording: links that lead to their moment; the one that is on is marked,
// its floor plan drawn large, its counts told on the picture.

/** @typedef {import("./xoe-player.js").XoePlayer} XoePlayer */

/**
 * @param {HTMLElement[]} links
 * @param {number} now
 */
function linkAt(links, now) {
  const isOn = (/** @type {HTMLElement} */ link) =>
    now >= Number(link.dataset.startS) && now < Number(link.dataset.endS);
  return links.find(isOn) ?? null;
}

/**
 * @param {XoePlayer} player
 * @param {HTMLElement} step
 */
export function goTo(player, step) {
  const [start, end] = [Number(step.dataset.startS), Number(step.dataset.endS)];
  if (player.passage.b !== null && end > start) player.repeat(start, end);
  player.wake();
  player.seek(start);
}

/**
 * @param {XoePlayer} player
 * @param {HTMLElement | null} step
 */
function drawFloor(player, step) {
  const floor = player.part("floor");
  const plan = step?.querySelector(".glyph")?.cloneNode(true);
  if (!floor || !step || !(plan instanceof Element)) return;
  floor.querySelector(".glyph")?.replaceWith(plan);
  const words = floor.querySelector("p");
  const name = step.querySelector("b")?.textContent ?? "";
  if (words) words.textContent = `${floor.dataset.words ?? ""} ${name}`;
}

/**
 * @param {XoePlayer} player
 * @param {HTMLElement | null} step
 */
function tellCount(player, step) {
  const place = player.part("count");
  const counts = Number(step?.dataset.counts);
  if (!place) return;
  place.hidden = !counts || !player.classList.contains("has-played");
  if (!counts || !step) return;
  const [start, end] = [Number(step.dataset.startS), Number(step.dataset.endS)];
  const share = (player.now - start) / (end - start);
  const [count, all] = place.querySelectorAll("b, i");
  if (count) count.textContent = String(Math.min(counts, Math.floor(share * counts + 0.001) + 1));
  if (all) all.textContent = String(counts);
}

/** @param {XoePlayer} player */
export function attachSteps(player) {
  const steps = player.querySelectorAll("[data-steps] a");
  const lists = [steps, player.querySelectorAll("[data-chapters] a")].map(
    (links) => /** @type {HTMLElement[]} */ (Array.from(links)),
  );
  for (const link of lists.flat()) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      goTo(player, link);
    });
  }
  const on = lists.map(() => /** @type {HTMLElement | null} */ (null));
  player.addEventListener("tick", () => {
    lists.forEach((links, at) => {
      const link = linkAt(links, player.now);
      if (link !== on[at]) {
        on[at]?.removeAttribute("aria-current");
        link?.setAttribute("aria-current", "true");
        on[at] = link;
        if (at === 0) drawFloor(player, link);
      }
    });
    tellCount(player, on[0] ?? null);
  });
}
