// What literally holds the words: candidates in; those whose texts hold every word, each with its rank, out.
import { lookThrough } from "./hits.js";
import { ROW } from "./postings.js";
import { rank } from "./rank.js";

/**
 * @typedef {import("./find.js").Candidate} Candidate
 * @typedef {import("./find.js").FoundWord} FoundWord
 * @typedef {import("./index-files.js").SearchIndex} SearchIndex
 *
 * @typedef {object} Found
 * @property {Candidate[]} candidates
 * @property {FoundWord[]} words that must be held
 * @property {FoundWord[]} excluded that must not
 * @property {import("./join.js").Above} above the headings that have to be read as well
 * @property {boolean} proved the lists alone prove what the candidates hold
 * @property {boolean} byWindows they are too many to be read, and are verified and put in order some at a time
 * @property {boolean} approximate so that how many hold the words is not known
 */

export const SMALL_LIBRARY = 400; // chunks: a library so small is always counted exactly
const MOST_CHUNKS = 20; // fetched to verify one query of a large library
const MOST_OF_SMALL = 40; // fetched of a small one to put in order what the lists alone prove

/**
 * Tell whether the texts of candidates, and of the headings above them, lie in no more than so many chunks.
 * @param {SearchIndex} ix
 * @param {Found} found
 * @param {number} most
 */
function fitIn(ix, { candidates, above }, most) {
  const chunks = new Set();
  for (const c of candidates) {
    for (const number of [c.number, ...(above.get(c.number) ?? [])]) chunks.add(ix.chunkOf(number)[0]);
    if (chunks.size > most) return false;
  }
  return true;
}

/**
 * Return the headings above records that may hold what is not proved: those in which a word that is in doubt may stand.
 * @param {import("./join.js").Above} above
 * @param {FoundWord[]} words
 * @param {boolean} whole
 */
export function doubtful(above, words, whole) {
  const sets = words.filter((word) => !isSure(word, whole)).map(({ anywhere, list }) => (anywhere ? null : new Set(Array.from(list.numbers))));
  const kept = new Map();
  for (const [number, headings] of sets.length ? above : []) kept.set(number, headings.filter((h) => sets.some((set) => !set || set.has(h))));
  return kept;
}

/**
 * Tell whether a word's list alone proves where it stands.
 * @param {FoundWord} word
 * @param {boolean} whole
 */
export const isSure = (word, whole) => word.proof && !whole;

/**
 * Keep what literally holds every word, each with its rank, where the texts of all candidates can be fetched; else they
 * are ordered window by window, and their number is `approximate` unless the grams alone prove it.
 * @param {SearchIndex} ix
 * @param {Found} found
 * @param {boolean} whole
 * @param {AbortSignal} [signal]
 * @returns {Promise<Found>}
 */
export async function verifyAll(ix, found, whole, signal) {
  const small = ix.manifest.chunks <= SMALL_LIBRARY;
  const readAll = (small && !found.proved) || fitIn(ix, found, small ? MOST_OF_SMALL : MOST_CHUNKS);
  if (!readAll) return { ...found, byWindows: true, approximate: !found.proved };
  const held = await holders(ix, found.candidates, found, whole, signal);
  return { ...found, candidates: found.candidates.filter((_, i) => held[i]) };
}

/**
 * Tell which candidates hold what they promise, and weigh those exactly.
 * @param {SearchIndex} ix
 * @param {Candidate[]} candidates
 * @param {Found} found
 * @param {boolean} whole
 * @param {AbortSignal} [signal]
 */
export async function holders(ix, candidates, { words, excluded, above, proved }, whole, signal) {
  const numbers = [...new Set(candidates.flatMap((c) => [c.number, ...(above.get(c.number) ?? [])]))];
  const records = await ix.records(numbers, signal);
  const looked = new Map(records.map((record, i) => [numbers[i], { record, ...lookThrough(record, words, whole) }]));
  return candidates.map((c) => {
    const own = looked.get(c.number);
    if (!own) return false;
    const { record, counts, text, places } = own;
    const inherited = (/** @type {number} */ w) => (above.get(c.number) ?? []).some((heading) => looked.get(heading)?.counts[w]);
    if (!places.length || counts.some((count, w) => !count && !isSure(words[w], whole) && !inherited(w))) return false;
    if (excluded.length && !proved && lookThrough(record, excluded, whole).counts.some(Boolean)) return false;
    c.themes = record.themes;
    c.rank = rank({ ...record, text, isRow: Boolean(c.weight & ROW) }, words, places);
    return true;
  });
}
