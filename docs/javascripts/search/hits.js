// What a found record shows: where the words stand in it, and the passage cut around them.
import { findWord, foldWithOffsets } from "./text.js";

/**
 * @typedef {import("./text.js").Word} Word
 * @typedef {import("./index-files.js").TextRecord} TextRecord
 */

const SNIPPET = 110;

/**
 * Look a record through, as printed and as read.
 * @param {TextRecord} record
 * @param {Word[]} words
 * @param {boolean} whole
 * @returns {{counts: number[], text: string, places: [number, number][]}} how often each word stands in it, whichever
 *   form holds more; and the form with more of them all, with their places
 */
export function lookThrough(record, words, whole) {
  const forms = record.reading ? [record.text, record.reading] : [record.text];
  const found = forms.map((text) => {
    const folded = foldWithOffsets(text);
    return { text, places: words.map((word) => findWord(text, word, whole, folded)) };
  });
  const counts = words.map((_, w) => Math.max(...found.map((form) => form.places[w].length)));
  const best = found.length > 1 && found[1].places.flat().length > found[0].places.flat().length ? found[1] : found[0];
  return { counts, text: best.text, places: best.places.flat() };
}

/**
 * Return what is told of a record that was found.
 * @param {import("./manifest.js").Columns} columns what is known of each plan, by its number
 * @param {number} number the plan's
 * @param {TextRecord} record
 * @param {Word[]} words
 * @param {boolean} whole
 * @returns {import("../search.js").Hit}
 */
export function hitOf(columns, number, record, words, whole) {
  const [plan, title, place] = record.plan;
  const { snippet, marks } = cut(record, words, whole);
  const url = new URL(`../../plans/${plan}/#${record.eid}`, import.meta.url).href;
  const { eid, path, heading } = record;
  const { kind, stage, published, status } = columns;
  const facts = { kind: kind[number], stage: stage[number], published: published[number], status: status[number] };
  return { plan, eid, title, path, snippet, url, marks, place, heading, ...facts };
}

/**
 * Cut a text to the passage where the words first stand, every occurrence in it marked.
 * @param {TextRecord} record
 * @param {Word[]} words
 * @param {boolean} whole
 * @returns {{snippet: string, marks: [number, number][]}}
 */
function cut(record, words, whole) {
  const { text, places } = lookThrough(record, words, whole);
  const marks = merge(places);
  const first = marks[0]?.[0] ?? 0;
  const start = first > SNIPPET / 2 ? Math.max(0, sentenceBefore(text, first)) : 0;
  const end = Math.min(text.length, Math.max(start + SNIPPET, (marks[0]?.[1] ?? 0) + 20));
  const head = start ? "……" : "";
  const shift = head.length - start;
  /** @type {[number, number][]} */
  const within = marks.filter(([a, b]) => a >= start && b <= end).map(([a, b]) => [a + shift, b + shift]);
  return { snippet: head + text.slice(start, end) + (end < text.length ? "……" : ""), marks: within };
}

/**
 * Return where the clause that holds `at` begins, not further back than half a snippet.
 * @param {string} text
 * @param {number} at
 */
function sentenceBefore(text, at) {
  const from = at - SNIPPET / 2;
  const clause = text.slice(from, at).search(/[。；，][^。；，]*$/u);
  return clause < 0 ? from : from + clause + 1;
}

/**
 * Return places in order, those that touch or overlap as one.
 * @param {[number, number][]} places
 */
function merge(places) {
  const sorted = places.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  /** @type {[number, number][]} */
  const merged = [];
  for (const [a, b] of sorted) {
    const last = merged.at(-1);
    if (last && a <= last[1]) last[1] = Math.max(last[1], b);
    else merged.push([a, b]);
  }
  return merged;
}
