// Text as search sees it: folding with offsets, and a reader's words. The same folding as src/medplan/search/query_fold.py.

const KEPT = /^[\p{L}\p{N}%‰+<>≤≥]$/u;
const DIGIT = /^[0-9]$/;
/** @type {Map<string, string>} */
const folded = new Map();

/**
 * Return what one character becomes: "" when it goes, "." for a full stop (kept between digits only).
 * @param {string} char
 */
function foldChar(char) {
  let known = folded.get(char);
  if (known === undefined) {
    const whole = char.normalize("NFKC").toLowerCase();
    known = [...whole].filter((c) => KEPT.test(c)).join("") || (whole === "." ? "." : "");
    folded.set(char, known);
  }
  return known;
}

/**
 * @typedef {object} Folded a text folded
 * @property {string} text
 * @property {number[]} starts for each folded code unit, where it came from
 * @property {number[]} ends
 */

/**
 * Fold a text: NFKC, lower case, without spaces and punctuation; between digits a full stop stays, another mark is `|`.
 * @param {string} text
 * @returns {Folded}
 */
export function foldWithOffsets(text) {
  let out = "";
  /** @type {number[]} */
  const starts = [];
  /** @type {number[]} */
  const ends = [];
  let pending = "";
  let at = 0;
  const push = (/** @type {string} */ chars, /** @type {number} */ start, /** @type {number} */ end) => {
    for (let i = 0; i < chars.length; i++) { starts.push(start); ends.push(end); }
    out += chars;
  };
  for (const char of text) {
    const end = at + char.length;
    const kept = foldChar(char);
    if (kept === ".") pending = pending ? "|" : ".";
    else if (!kept) pending = "|";
    else {
      if (pending && DIGIT.test(out.at(-1) ?? "") && DIGIT.test(kept[0])) push(pending, at, at);
      pending = "";
      push(kept, at, end);
    }
    at = end;
  }
  return { text: out, starts, ends };
}

/**
 * Return a text folded.
 * @param {string} text
 */
export const fold = (text) => foldWithOffsets(text).text;

/**
 * @typedef {object} Word
 * @property {string} text as the reader typed it, without its operators
 * @property {string} folded
 * @property {boolean} exact punctuation counts as well
 * @property {boolean} exclude
 */

const MOST_WORDS = 12;
const LONGEST = 400;

// A minus and quotation marks as Chinese keyboards and telephones write them.
const halfWidth = (/** @type {string} */ query) => query.replace(/[＂〝〞]/gu, '"').replace(/(^|\s)[－﹣−–](?=\S)/gu, "$1-");

/**
 * Read a query: words parted by spaces must all occur; “…” or "…" by itself is exact with its punctuation; -词 excludes.
 * A quotation mark within a word is punctuation like any other, so that a copied passage finds itself.
 * @param {string} query
 * @returns {Word[]}
 */
export function readQuery(query) {
  query = halfWidth(query);
  /** @type {{text: string, exact: boolean, exclude: boolean}[]} */
  const words = [];
  const rest = query.slice(0, LONGEST).replace(/(^|\s)(-?)[“"]([^“”"]+)[”"](?=\s|$)/gu, (_, gap, minus, inner) => {
    words.push({ text: inner.trim(), exact: true, exclude: minus === "-" });
    return gap;
  });
  for (const part of rest.split(/\s+/u)) {
    const exclude = part.length > 1 && part.startsWith("-");
    const text = exclude ? part.slice(1) : part;
    if (text) words.push({ text, exact: false, exclude });
  }
  return words.map((word) => ({ ...word, folded: fold(word.text) })).filter((word) => word.folded).slice(0, MOST_WORDS);
}

/**
 * Return where a word stands in a text, as [start, end) in the text itself.
 * @param {string} text
 * @param {Word} word
 * @param {boolean} whole numbers stay whole: 95 is not found in 1995 or 95.5
 * @param {Folded | null} given the text folded, where the caller has it
 * @returns {[number, number][]}
 */
export function findWord(text, word, whole = false, given = null) {
  if (word.exact) return exactPlaces(text, word.text);
  /** @type {[number, number][]} */
  const found = [];
  const { text: hay, starts, ends } = given ?? foldWithOffsets(text);
  const needle = word.folded;
  for (let i = hay.indexOf(needle); i >= 0; i = hay.indexOf(needle, i + 1)) {
    if (!whole || standsWhole(hay, i, needle)) found.push([starts[i], ends[i + needle.length - 1]]);
  }
  return found;
}

/**
 * Return where a word stands with its punctuation; width and case never count.
 * @param {string} text
 * @param {string} needle
 */
function exactPlaces(text, needle) {
  const level = (/** @type {string} */ char) => {
    const even = char.normalize("NFKC").toLowerCase();
    return even.length === char.length ? even : char;
  };
  const evened = (/** @type {string} */ chars) => [...chars].map(level).join("");
  const hay = evened(text);
  const wanted = evened(needle);
  /** @type {[number, number][]} */
  const found = [];
  for (let i = hay.indexOf(wanted); i >= 0; i = hay.indexOf(wanted, i + 1)) found.push([i, i + wanted.length]);
  return found;
}

/**
 * Tell whether the numbers at both ends of a place are whole.
 * @param {string} hay
 * @param {number} at
 * @param {string} needle
 */
function standsWhole(hay, at, needle) {
  const end = at + needle.length;
  const runsOn = (/** @type {string} */ a, /** @type {string} */ b) => /[0-9]/.test(a) && /[0-9.]/.test(b);
  const before = hay[at - 1] ?? "";
  const after = hay[end] ?? "";
  if (runsOn(needle[0], before)) return false;
  return !(runsOn(needle.at(-1) ?? "", after) && (after !== "." || /[0-9]/.test(hay[end + 1] ?? "")));
}
