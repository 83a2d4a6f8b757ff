// What is known of the index as a whole: its manifest as written in, looked things up by number and by gram out.

/**
 * @typedef {Record<Exclude<keyof import("../shared/rows").IndexedPlan, "id" | "title" | "place">, string[]>} Columns
 *   what plans are filtered and sorted by, by their numbers
 *
 * @typedef {object} Manifest what is known of the index as a whole
 * @property {string} version
 * @property {number} records
 * @property {number} chunk records whose text is in one piece
 * @property {number} chunks
 * @property {number} belowPlans plans whose headings are in one piece
 * @property {number} textPlans plans whose texts are in one file
 * @property {number[]} counts of each plan's records
 * @property {number[]} starts of each plan, the number of its first record
 * @property {number[]} chunkStarts of each plan, the number of its first chunk
 * @property {number[]} chunkOffsets of each chunk, where it begins in its file
 * @property {number[]} chunkSizes of each chunk, its bytes
 * @property {Columns} columns
 * @property {string[]} firsts of each shard, its first gram
 * @property {Map<string, number>} common the common bigrams, each with about how many records hold it
 */

const COMMON_SHARE = 64; // what is in no more than one of so many records is not common

/**
 * Read the manifest; src/medplan/search/indexer.py writes it.
 * @param {string} text
 * @returns {Manifest}
 */
export function readManifest(text) {
  /** @type {{common: [bits: number, grams: string][]} & Record<string, any>} */
  const { version, records, chunk, belowPlans, textPlans, counts, columns, quantum, sizes, firsts, common } = JSON.parse(text);
  const starts = [];
  const chunkStarts = [];
  let record = 0;
  let chunks = 0;
  for (const count of counts) {
    starts.push(record);
    chunkStarts.push(chunks);
    record += count;
    chunks += Math.ceil(count / chunk);
  }
  const chunkSizes = Array.from(sizes, (/** @type {string} */ sign) => numberOf(sign) * quantum);
  /** @type {number[]} */
  const chunkOffsets = [];
  for (let i = 0, plan = 0, at = 0; i < chunks; i++) {
    for (; chunkStarts[plan] <= i; plan++) if (plan % textPlans === 0) at = 0;
    chunkOffsets.push(at);
    at += chunkSizes[i];
  }
  return {
    ...{ version, records, chunk, chunks, belowPlans, textPlans, counts, starts, chunkStarts, chunkOffsets, chunkSizes },
    columns: /** @type {Columns} */ (Object.fromEntries(Object.keys(columns).map((key) => [key, unrolled(columns[key])]))),
    firsts: unfolded(firsts),
    common: new Map(common.flatMap(([bits, grams]) => unfolded(grams).map((gram) => [gram, 0.75 * 2 ** bits]))),
  };
}

/**
 * Return the number that a character stands for, as `_as_character` writes it.
 * @param {string} sign
 */
function numberOf(sign) {
  const code = Number(sign.codePointAt(0));
  return (code < 0xd800 ? code : code - 0x800) - 48;
}

/**
 * Return rising grams from a text in which each leaves out what it shares with the one before: `,` nothing, `;` one
 * character, `!` two.
 * @param {string} coded
 */
function unfolded(coded) {
  let gram = "";
  return [...coded.matchAll(/([,;!])([^,;!]*)/g)].map(([, shared, rest]) => (gram = [...gram].slice(0, ",;!".indexOf(shared)).join("") + rest));
}

/**
 * Return the values of a column that is written run by run, as [which value, how many plans].
 * @param {{values: string[], runs: number[]}} column
 */
function unrolled({ values, runs }) {
  /** @type {string[]} */
  const all = [];
  for (let i = 0; i < runs.length; i += 2) all.push(...Array(runs[i + 1]).fill(values[runs[i]]));
  return all;
}

/**
 * Return the number of the last of some rising values that is not beyond a wanted one, -1 when all are.
 * @template T
 * @param {T[]} values
 * @param {(value: T) => boolean} beyond
 */
export function lastBefore(values, beyond) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (beyond(values[middle])) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

/**
 * Return the number of the shard that holds a gram if any does, -1 when it comes before all.
 * @param {Manifest} manifest
 * @param {string} gram
 */
export const shardOf = ({ firsts }, gram) => lastBefore(firsts, (first) => compareCodePoints(first, gram) > 0);

/**
 * Tell whether a bigram is shared, so that trigrams of it and a neighbour that is are indexed as well.
 * @param {Manifest} manifest
 * @param {string} pair
 */
export const isShared = ({ common }, pair) => common.has(pair) || /[0-9]/.test(pair);

/**
 * Tell about how many records hold a shared bigram.
 * @param {Manifest} manifest
 * @param {string} pair
 */
export const recordsWith = ({ common, records }, pair) => common.get(pair) ?? records / COMMON_SHARE;

/**
 * Return what is told of a gram, or of a theme, whose name begins with a sign that no gram has.
 * @param {Manifest} manifest
 * @param {string} gram
 * @returns {import("./postings.js").Kind}
 */
export function kindOf(manifest, gram) {
  if (gram.startsWith("#")) return "plain";
  return [...gram].length > 2 ? "placed" : isShared(manifest, gram) ? "plain" : "sided";
}

/**
 * Return the number of the plan that holds a record.
 * @param {Manifest} manifest
 * @param {number} record
 */
export const planOf = ({ starts }, record) => lastBefore(starts, (start) => start > record);

/**
 * Compare as Python sorts: by code point, which differs from JavaScript's order beyond the basic plane.
 * @param {string} a
 * @param {string} b
 */
function compareCodePoints(a, b) {
  const x = [...a];
  const y = [...b];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const d = Number(x[i].codePointAt(0)) - Number(y[i].codePointAt(0));
    if (d) return d;
  }
  return x.length - y.length;
}
