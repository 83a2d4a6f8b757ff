// How well a provision answers a query: a heading about it first, a mention in a list or a row of a task table last.
import { fold } from "./text.js";

const BEFORE_IN_LIST = /[、和与及或含（]$/u;
const AFTER_IN_LIST = /^[、和与及或等]/u;
const FIGURE = /^[^。]{0,17}[0-9]/u;
const MOST = 3; // occurrences beyond so many add nothing

/** @param {string} chars */
const bigrams = (chars) => new Set(Array.from({ length: Math.max(0, chars.length - 1) }, (_, i) => chars.slice(i, i + 2)));

/**
 * Return the greatest share of a word's bigrams that stand in a heading: 人才队伍 and 加强队伍建设.
 * @param {import("./text.js").Word[]} words
 * @param {string} heading
 */
function likeness(words, heading) {
  const held = bigrams(fold(heading));
  const shares = words.map((word) => [...bigrams(word.folded)]).filter((own) => own.length > 1);
  return Math.max(0, ...shares.map((own) => own.filter((gram) => held.has(gram)).length / own.length));
}

/**
 * Return a provision's rank, higher being better. The weights are round numbers; tests/search/judged.yaml measures them.
 * @param {{text: string, heading: string, path: string, eid: string, isRow: boolean}} record `text` as it was searched
 * @param {import("./text.js").Word[]} words
 * @param {[number, number][]} places where the words stand in `text`
 */
export function rank({ text, heading, path, eid, isRow }, words, places) {
  let own = 0;
  let listed = 0;
  let inHeading = false;
  let bracketed = false;
  let figure = false;
  for (const [start, end] of places) {
    const before = text.slice(0, start);
    if (end <= heading.length) inHeading = true;
    else if (BEFORE_IN_LIST.test(before) || AFTER_IN_LIST.test(text.slice(end))) listed++;
    else own++;
    bracketed ||= /[含（]$/u.test(before);
    figure ||= FIGURE.test(text.slice(end, end + 18));
  }
  const isIndicator = isRow && eid.includes("__ind_");
  const under = words.some((word) => fold(path).includes(word.folded));
  const first = Math.min(...places.map(([start]) => (start < heading.length ? 0 : start - heading.length)));
  return (
    (inHeading ? 4 : 0) + (under ? 3 : 0) + likeness(words, heading + path.split("›").at(-1)) +
    Math.min(MOST, own) + Math.min(MOST, listed) / 2 + (places.length >= MOST ? 1 : 0) + (figure ? 0.5 : 0) -
    (bracketed ? 1 : 0) + (isIndicator ? (listed ? -1 : 1) : isRow ? -2 : 0) -
    first / text.length / 2 - Math.log(text.length + 1) / 2
  );
}
