// @ts-check
// The lines of what is offered while one types: a sign, the name with what is typed in it, what kind of thing it is.
import { typedPart } from "./folding.js";

/** @typedef {{text: string, language: string, type: string, id: string, kind: string, label: string, title?: string, url: string}} Offer */

/** @param {string} tag @param {string} cls @param {string} text @returns {HTMLElement} */
export function part(tag, cls, text = "") {
  const made = document.createElement(tag);
  made.className = cls;
  made.textContent = text;
  return made;
}

/** @param {Element} element @param {Record<string, string>} attributes */
export function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

/** @returns {HTMLTemplateElement | null} */
export const words = () => document.querySelector("template#offers");

/** @param {Offer | null} offer */
function signOf(offer) {
  const signs = words()?.content;
  const names = offer
    ? [`${offer.type}-${offer.id}`, `${offer.type}-${offer.kind}`, offer.type]
    : ["search"];
  const found = names.map((name) => signs?.querySelector(`[data-sign="${name}"]`)).find(Boolean);
  const sign = part("span", "offer-sign");
  sign.append(...Array.from(found?.children ?? [], (child) => child.cloneNode(true)));
  return sign;
}

/** @param {string} text @param {string} typed */
function marked(text, typed) {
  const shown = text.normalize("NFC");
  const found = typedPart(shown, typed);
  if (!found) return [shown];
  const mark = part("mark", "", shown.slice(...found));
  return [shown.slice(0, found[0]), mark, shown.slice(found[1])];
}

/** @param {Offer} offer @param {string} typed */
export function lineOf(offer, typed) {
  const line = part("li", "offer");
  const name = part("span", "offer-name");
  name.lang = offer.language;
  name.append(...marked(offer.text, typed));
  const said = [offer.label, offer.title].filter(Boolean).join(" · ");
  line.append(signOf(offer), name, part("span", "offer-kind", said));
  set(line, { role: "option" });
  return line;
}

/** The last line: search for what is typed, as Enter does. @param {string} typed */
export function searchLine(typed) {
  const line = part("li", "offer offer-search");
  const text = (words()?.dataset.search ?? "").replace("{q}", () => typed);
  line.append(signOf(null), part("span", "offer-name", text));
  set(line, { role: "option" });
  return line;
}
