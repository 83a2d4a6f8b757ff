// Places a reader may mean, held or not: a query in; the places with what the library holds of them and around them, out.
import { fold } from "./text.js";

/**
 * @typedef {{code: string, name: string, pinyin: string, also?: string[]}} Place
 * @typedef {{place: Place, full: string, held: string[], above: [Place, string[]][], beside: [Place, string[]][],
 *   below: [Place, string[]][], alike: [Place, string[]][], level: string}} Standing
 *   `held` are the ids of a place's own plans; `below`, `above`, `beside` (provinces around), `alike` (same level) with theirs
 */

// Of each province those that border on it, by the first two digits of their codes.
const BORDERS = "11:12,13 12:11,13 13:11,12,14,15,21,37,41 14:13,15,41,61 15:13,14,21,22,23,61,62,64 21:13,15,22 "
  + "22:15,21,23 23:15,22 31:32,33 32:31,33,34,37 33:31,32,34,35,36 34:32,33,36,37,41,42 35:33,36,44,71 "
  + "36:33,34,35,42,43,44 37:13,32,34,41 41:13,14,34,37,42,61 42:34,36,41,43,50,61 43:36,42,44,45,50,52 "
  + "44:35,36,43,45,46,81,82 45:43,44,52,53 46:44 50:42,43,51,52,61 51:50,52,53,54,61,62,63 52:43,45,50,51,53 "
  + "53:45,51,52,54 54:51,53,63,65 61:14,15,41,42,50,51,62,64 62:15,51,61,63,64,65 63:51,54,62,65 64:15,61,62 "
  + "65:54,62,63 71:35 81:44 82:44";
const AROUND = Object.fromEntries(BORDERS.split(" ").map((line) => [line.slice(0, 2), line.slice(3).split(",")]));
const ENDINGS = /(?:特别行政区|自治区|自治州|自治县|自治旗|地区|省|市|盟|州|县|区|旗)$/u;
const PEOPLES = /(?:壮族|回族|维吾尔)$/u;
const MOST_ALIKE = 6;

/**
 * Read all places, one a line: code, name, pinyin; after tabs what else they are called: former names and codes.
 * @param {string} text
 * @returns {Place[]}
 */
export const readPlaces = (text) => text.split("\n").filter(Boolean).map((line) => {
  const [named, ...also] = line.slice(6).split("\t");
  const [name, pinyin = ""] = named.split(" ");
  return { code: line.slice(0, 6), name, pinyin, also };
});

/**
 * Return a place's name without what it is: 杭州市 → 杭州; names of two characters stay.
 * @param {string} name
 */
function shortName(name) {
  const bare = name.replace(ENDINGS, "").replace(PEOPLES, "");
  return [...bare].length < 2 ? name : bare;
}

/** @param {string} code */
export const levelOf = (code) => (code === "100000" ? "national" : code.endsWith("0000") ? "province" : code.endsWith("00") ? "prefecture" : "county");

/**
 * Return the places that a query is the name or the pinyin of, the highest first.
 * @param {Place[]} places
 * @param {string} query
 */
export function placesCalled(places, query) {
  const typed = fold(query);
  if (typed.length < 2) return [];
  const found = places.filter(({ name, pinyin, also = [] }) => fold(name) === typed || fold(shortName(name)) === typed
    || (typed.length > 3 && fold(pinyin) === typed) || also.some((way) => fold(way) === typed || fold(shortName(way)) === typed));
  const order = ["national", "province", "prefecture", "county"];
  return found.sort((a, b) => order.indexOf(levelOf(a.code)) - order.indexOf(levelOf(b.code)) || (a.code < b.code ? -1 : 1));
}

/**
 * Return the longest place's name that stands in a text, with where; null when there is none.
 * @param {Place[]} places
 * @param {string} text folded
 * @returns {{place: Place, at: number, length: number} | null}
 */
export function placeWithin(places, text) {
  let best = null;
  for (const place of places) {
    for (const name of [fold(place.name), fold(shortName(place.name))]) {
      const at = name.length > 1 ? text.indexOf(name) : -1;
      const rank = (/** @type {string} */ code) => ["county", "prefecture", "province", "national"].indexOf(levelOf(code));
      if (at >= 0 && (!best || name.length > best.length || (name.length === best.length && rank(place.code) > rank(best.place.code)))) {
        best = { place, at, length: name.length };
      }
    }
  }
  return best;
}

/**
 * Return how a place stands in the library.
 * @param {Place[]} places
 * @param {string[]} plans the ids of all plans, each beginning with its place's code
 * @param {Place} place
 * @returns {Standing}
 */
export function standingOf(places, plans, place) {
  const byCode = new Map(places.map((one) => [one.code, one]));
  const of = (/** @type {string} */ code) => plans.filter((id) => id.startsWith(code));
  const under = (/** @type {string} */ digits) => plans.filter((id) => id.startsWith(digits));
  const { code } = place;
  const level = levelOf(code);
  const higher = [level === "county" ? `${code.slice(0, 4)}00` : "", level !== "province" ? `${code.slice(0, 2)}0000` : "", "100000"]
    .map((one) => byCode.get(one)).filter((one) => one !== undefined && one.code !== code);
  const beside = (AROUND[code.slice(0, 2)] ?? []).map((two) => byCode.get(`${two}0000`)).filter((one) => one !== undefined);
  const alike = [...new Set(plans.map((id) => id.slice(0, 6)))].filter((one) => one !== code && levelOf(one) === level);
  const digits = level === "province" ? code.slice(0, 2) : level === "prefecture" ? code.slice(0, 4) : code;
  const lower = [...new Set(under(digits).map((id) => id.slice(0, 6)))].filter((one) => one !== code);
  const named = (/** @type {string[]} */ codes) => codes.slice(0, MOST_ALIKE).map((one) =>
    /** @type {[Place, string[]]} */ ([byCode.get(one) ?? { code: one, name: one, pinyin: "" }, of(one)]));
  return {
    place,
    below: named(lower),
    full: [...higher].reverse().filter((one) => one?.code !== "100000").map((one) => one?.name).join("") + place.name,
    held: of(code),
    level,
    above: higher.map((one) => [/** @type {Place} */ (one), of(/** @type {Place} */ (one).code)]),
    beside: beside.map((one) => [/** @type {Place} */ (one), under(/** @type {Place} */ (one).code.slice(0, 2))]),
    alike: named(alike),
  };
}
