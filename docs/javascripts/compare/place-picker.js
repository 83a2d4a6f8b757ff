// Choosing a place by name, pinyin, initials or code.
import { fold } from "../search/text.js";
import { startCombobox } from "../shared/combobox.js";
import { element, part } from "../shared/elements.js";

/** @typedef {import("./files.js").Place} Place */

const SHOWN = 8;

/**
 * Return a romanised name as it is typed: without spaces and marks, ü as v or as u.
 * @param {string} pinyin
 */
const typings = (pinyin) => {
  const plain = fold(pinyin);
  return plain.includes("ü") ? [plain, plain.replaceAll("ü", "v"), plain.replaceAll("ü", "u")] : [plain];
};

/**
 * Return how well a place answers what was typed: 0 best, 3 least, Infinity not at all.
 * @param {Place} place
 * @param {string} typed
 */
function rank(place, typed) {
  const name = fold(place.name);
  const spelled = typings(place.pinyin);
  if (name === typed || place.code === typed || spelled.includes(typed) || place.initials === typed) return 0;
  if (name.startsWith(typed) || place.code.startsWith(typed) || spelled.some((s) => s.startsWith(typed))) return 1;
  if (place.also.some((way) => fold(way) === typed)) return 1;
  if (fold(place.path + place.name).includes(typed)) return 2;
  if (typed.length > 1 && place.also.some((way) => fold(way).startsWith(typed))) return 3;
  return place.initials.startsWith(typed) ? 3 : Infinity;
}

/**
 * Return the former name or code, one at most, that what was typed begins; romanised names need no telling.
 * @param {string[]} also
 * @param {string} typed
 */
const formerOf = (also, typed) => also.filter((way) => /^[^A-Za-z]/.test(way) && fold(way).startsWith(fold(typed))).slice(0, 1);

/**
 * Return 0 for a province, 1 for a prefecture, 2 for a county.
 * @param {{code: string}} place
 */
export const levelOf = ({ code }) => code.endsWith("0000") ? 0 : code.endsWith("00") ? 1 : 2;

/**
 * Return the places that answer what was typed: the best first, those with a plan before those without, the higher
 * levels before the lower, then by code.
 * @param {Iterable<Place>} places
 * @param {string} query
 * @returns {Place[]}
 */
export function findPlaces(places, query) {
  const typed = fold(query);
  if (!typed) return [];
  return [...places]
    .map((place) => ({ place, fit: rank(place, typed) }))
    .filter(({ fit }) => fit < Infinity)
    .sort((a, b) => a.fit - b.fit || Number(b.place.plans > 0) - Number(a.place.plans > 0) || levelOf(a.place) - levelOf(b.place) || a.place.code.localeCompare(b.place.code, "en"))
    .map(({ place }) => place);
}

/**
 * Offer places to choose from.
 * @param {HTMLElement} root holds the combobox
 * @param {{load: () => Promise<Iterable<Place>>, taken: () => string[],
 *   pick: (code: string) => void, failed: (error: unknown) => string}} options `taken` are the codes chosen already
 */
export function startPlacePicker(root, { load, taken, pick, failed }) {
  const input = part(root, "[role=combobox]", HTMLInputElement);

  const choiceOf = (/** @type {Place} */ { name, path, code, plans, also }, /** @type {string} */ typed) => ({
    shown: [
      element("b", "", name),
      ...formerOf(also, typed).map((way) => element("span", "from", `原 ${way}　`)),
      element("span", "from", `${path}　${code}　`, element("span", plans ? "" : "cov cov--absent", plans ? `${plans} 份规划` : "未收录")),
    ],
    take: () => {
      input.value = "";
      pick(code);
    },
  });
  const find = async (/** @type {string} */ typed) => {
    const chosen = new Set(taken());
    const found = findPlaces(await load(), typed).filter((place) => !chosen.has(place.code));
    const rest = found.length > SHOWN ? `，列出前 ${SHOWN} 个` : "";
    const said = found.length ? `${found.length} 个行政区${rest}，用上下键选择` : "没有这个行政区，或已经选了";
    return { choices: found.slice(0, SHOWN).map((place) => choiceOf(place, typed)), said };
  };

  startCombobox(root, { find, failed, first: true });
  input.addEventListener("focus", () => { load().catch(() => {}); });
}
