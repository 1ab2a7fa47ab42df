// @ts-check
// <section data-transcript="file id">: the words by time. A click leads to the moment; the line that is heard is marked
// and kept in sight inside its own box, until a reader scrolls there; then a button takes it up again.

/** @typedef {import("./xoe-player.js").XoePlayer} XoePlayer */

const BESIDE = 3;

/**
 * @param {HTMLElement} box
 * @param {HTMLElement} line
 */
function bringIntoSight(box, line) {
  const [around, mine] = [box.getBoundingClientRect(), line.getBoundingClientRect()];
  if (mine.top >= around.top + 8 && mine.bottom <= around.bottom - 8) return;
  box.scrollTop += mine.top - around.top - (around.height - mine.height) / 3;
}

/**
 * @param {XoePlayer} player
 * @param {HTMLElement} section
 */
function attachLinks(player, section) {
  section.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest("li a") : null;
    const line = link?.closest("li");
    if (!line || !(link instanceof HTMLElement)) return;
    event.preventDefault();
    player.seek(Number(line.dataset.startS));
    player.play();
  });
}

/**
 * @param {XoePlayer} player
 * @param {HTMLElement} box
 * @param {HTMLButtonElement | null} again
 */
function attachFollowing(player, box, again) {
  const lines = /** @type {HTMLElement[]} */ (Array.from(box.querySelectorAll("li[data-start-s]")));
  let isFollowing = true;
  const follow = (/** @type {boolean} */ wanted) => {
    isFollowing = wanted;
    if (again) again.hidden = wanted;
  };
  // A scroll bar that is dragged, a wheel, a finger or the keys: all of them are the reader's.
  for (const name of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    box.addEventListener(name, (event) => {
      const isLink = event.target instanceof Element && event.target.closest("a");
      const isMove = event instanceof KeyboardEvent && !/^(Arrow|Page|Home|End| )/.test(event.key);
      if (!(name === "pointerdown" && isLink) && !isMove) follow(false);
    });
  }
  again?.addEventListener("click", () => {
    follow(true);
    show(true);
  });
  let heard = /** @type {HTMLElement[]} */ ([]);
  const show = (/** @type {boolean} */ anew) => {
    const { now } = player;
    const on = lines.filter(
      (line) => now >= Number(line.dataset.startS) && now < Number(line.dataset.endS),
    );
    if (!anew && on.length === heard.length && on.every((line, at) => line === heard[at])) return;
    for (const line of heard) line.removeAttribute("aria-current");
    for (const line of on) line.setAttribute("aria-current", "true");
    heard = on;
    const first = on.find((line) => line.offsetParent);
    if (first && isFollowing) bringIntoSight(box, first);
  };
  player.addEventListener("tick", () => show(false));
}

/**
 * The tiers that are read: beside each other where there is room, else the reader's language; the others one press away.
 * @param {HTMLElement} section
 */
function attachTiers(section) {
  const buttons = Array.from(section.querySelectorAll("[data-shows]"));
  const tiers = buttons.map((button) =>
    document.getElementById(button.getAttribute("data-shows") ?? ""),
  );
  const isRoomy = matchMedia("(min-width: 52rem)").matches;
  const isOwn = (/** @type {HTMLElement | null} */ tier) =>
    tier?.querySelector("ol")?.lang === document.documentElement.lang;
  const anyOwn = tiers.some(isOwn);
  buttons.forEach((button, at) => {
    const tier = tiers[at];
    if (!tier) return;
    const show = (/** @type {boolean} */ wanted) => {
      tier.hidden = !wanted;
      button.setAttribute("aria-pressed", String(wanted));
    };
    button.addEventListener("click", () => show(tier.hidden));
    show(isRoomy ? at < BESIDE : anyOwn ? isOwn(tier) : at === 0);
  });
  buttons[0]?.parentElement?.removeAttribute("hidden");
}

/** @param {XoePlayer} player */
export function attachTranscript(player) {
  const section = document.querySelector(`[data-transcript="${player.dataset.file}"]`);
  const box = section?.querySelector("[data-lines]");
  if (!(section instanceof HTMLElement) || !(box instanceof HTMLElement)) return;
  attachLinks(player, section);
  attachTiers(section);
  const again = section.querySelector("[data-follow]");
  attachFollowing(player, box, again instanceof HTMLButtonElement ? again : null);
}
