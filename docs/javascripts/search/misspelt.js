// Words of the library one character away from what was typed: by the index's own grams, without a list of words.
import { lookUp } from "./find.js";
import { kindOf, shardOf } from "./manifest.js";
import { Reader, postingsIn } from "./postings.js";
import { fold } from "./text.js";

/**
 * @typedef {import("./index-files.js").SearchIndex} SearchIndex
 * @typedef {(text: string) => Promise<number>} Count tells how often a text occurs
 * @typedef {{left: string[], right: string[], gap: boolean, missing: number, seen: number}} Guess
 *   something is wrong between `left` and `right`: another character there (`gap`), or none
 */

const LETTER = /\p{L}/u;
const LEAST = 3; // characters of a word in which one may be wrong
const LONGEST = 16;
const AROUND = 3; // characters on either side of one that stands alone
const MOST_SPANS = 6;
const MOST_SHARDS = 6; // read for what follows one character
const MOST_MIDDLES = 6; // counted for one guess
const MOST_PAIRED = 24; // looked up for one guess
const MOST_COUNTED = 30; // for one word typed
const MOST_READ = 32; // records

/**
 * Return words that occur, one character away from what was typed or from a part of it, with how often they do.
 * @param {SearchIndex} ix
 * @param {string} folded
 * @param {Count} count
 * @param {AbortSignal} [signal]
 * @returns {Promise<Map<string, number>>}
 */
export async function nearWords(ix, folded, count, signal) {
  const chars = [...folded].slice(0, LONGEST);
  const found = new Map();
  if (chars.length < LEAST) return found;
  const pairs = await Promise.all(chars.slice(1).map((c, i) => ix.postings(chars[i] + c, signal)));
  const seen = pairs.map(({ numbers }) => numbers.length);
  let left = MOST_COUNTED;
  const counted = async (/** @type {string} */ text) => (left-- > 0 ? count(text) : 0);
  for (const [from, to] of spansOf(seen)) {
    const guesses = guessesOf(chars.slice(from, to), seen.slice(from, to - 1));
    if (to - from <= seen.length && await counted(chars.slice(from, to).join(""))) continue; // nothing is wrong with it
    let best = 0;
    for (const guess of guesses) {
      if (guess.missing < best) break; // what explains more was right
      for (const word of await wordsOf(ix, guess, signal)) {
        const total = found.has(word) ? 0 : await counted(word);
        if (total) {
          found.set(word, total);
          best = guess.missing;
        }
      }
    }
    if (found.size) break;
  }
  return found;
}

/**
 * Return the spans to be mended, from and to: the whole; what lies around a character neither of whose pairs is known,
 * and on either side of it; then each part all whose pairs are.
 * @param {number[]} seen of each pair of neighbours, in how many records it is
 */
function spansOf(seen) {
  const starts = [0, ...seen.flatMap((number, i) => (number ? [] : [i + 1]))];
  const ends = [...starts.slice(1), seen.length + 1];
  const parts = starts.map((from, i) => /** @type {const} */ ([from, ends[i]]));
  const alone = parts.flatMap(([from, to], i) => {
    if (to - from > 1 || parts.length === 1) return [];
    const before = Math.max(starts[i - 1] ?? 0, from - AROUND);
    const after = Math.min(ends[i + 1] ?? to, to + AROUND);
    return /** @type {const} */ ([[before, after], [before, to], [from, after]]);
  });
  const spans = new Map([/** @type {const} */ ([0, seen.length + 1]), ...alone, ...parts].map((span) => [span.join(), span]));
  return [...spans.values()].filter(([from, to]) => to - from >= LEAST).slice(0, MOST_SPANS);
}

/**
 * Return where a word may be wrong, likeliest first: every pair that nothing holds must be explained.
 * @param {string[]} chars
 * @param {number[]} seen
 * @returns {Guess[]}
 */
function guessesOf(chars, seen) {
  const unknown = seen.flatMap((number, i) => (number ? [] : [i]));
  /** @type {Guess[]} */
  const guesses = [];
  const add = (/** @type {number} */ from, /** @type {number} */ to, /** @type {boolean} */ gap) => {
    const touched = [...Array(to - from + 1).keys()].map((i) => from - 1 + i).filter((i) => i >= 0 && i < seen.length);
    if (!unknown.every((i) => touched.includes(i))) return;
    guesses.push({ left: chars.slice(0, from), right: chars.slice(to), gap, missing: unknown.length, seen: Math.min(...touched.map((i) => seen[i])) });
  };
  for (let i = 0; i < chars.length; i++) {
    add(i, i + 1, true); // another character
    if (i && i < chars.length - 1 && LETTER.test(chars[i])) add(i, i + 1, false); // one too many
    if (i) add(i, i, true); // one too few
  }
  return guesses.sort((a, b) => a.seen - b.seen);
}

/**
 * Return the words that a guess comes to, the likeliest first.
 * @param {SearchIndex} ix
 * @param {Guess} guess
 * @param {AbortSignal} [signal]
 */
async function wordsOf(ix, { left, right, gap }, signal) {
  if (!gap) return [[...left, ...right].join("")];
  const sides = [left, right].filter((side) => side.length > 1);
  const held = await Promise.all(sides.map((side) => recordsOf(ix, side, signal)));
  const both = held.length ? held.reduce((a, b) => new Set([...a].filter((number) => b.has(number)))) : null;
  if (both?.size === 0) return [];
  const follow = left.length ? await following(ix, left[left.length - 1], signal) : null;
  const middles = follow ? await fromGrams(ix, follow, both, right[0], signal) : both ? await fromTexts(ix, both, left, right, signal) : new Map();
  const likely = [...middles].filter(([middle]) => LETTER.test(middle)).sort((a, b) => b[1] - a[1]).slice(0, MOST_MIDDLES);
  return likely.map(([middle]) => [...left, middle, ...right].join(""));
}

/**
 * Return the records that may hold a side of a word.
 * @param {SearchIndex} ix
 * @param {string[]} side
 * @param {AbortSignal} [signal]
 * @returns {Promise<Set<number>>}
 */
async function recordsOf(ix, side, signal) {
  const text = side.join("");
  const { list } = await lookUp(ix, { text, folded: text, exact: false, exclude: false }, 1, signal);
  return new Set(Array.from(list.numbers));
}

/**
 * Return the pairs that begin with a character, each with the records that hold it; null where they fill too many shards.
 * @param {SearchIndex} ix
 * @param {string} first
 * @param {AbortSignal} [signal]
 * @returns {Promise<Map<string, ArrayLike<number>> | null>}
 */
async function following(ix, first, signal) {
  const { firsts } = ix.manifest;
  const from = Math.max(0, shardOf(ix.manifest, first));
  let to = from + 1;
  while (firsts[to]?.startsWith(first)) to++;
  if (to - from > MOST_SHARDS) return null;
  const shards = await Promise.all(firsts.slice(from, to).map((_, i) => ix.piece(`g/${from + i}.bin`, signal)));
  const pairs = new Map();
  for (const shard of shards) {
    for (const [gram, at] of gramsIn(shard)) {
      if (gram.startsWith(first) && [...gram].length === 2) pairs.set(gram, postingsIn([shard.subarray(at)], gram, kindOf(ix.manifest, gram)).numbers);
    }
  }
  return pairs;
}

/**
 * Yield the grams of a shard, each with where it begins.
 * @param {import("./postings.js").Bytes} shard
 * @returns {Generator<[gram: string, at: number]>}
 */
function* gramsIn(shard) {
  const reader = new Reader(shard);
  while (reader.at < shard.length) {
    const { at } = reader;
    yield [reader.text(), at];
    reader.varint(); // how many records
    const size = reader.varint();
    reader.at += size;
  }
}

/**
 * Return the characters that stand between, each with in how many records it may: those that follow the one before, and
 * are followed by the one after.
 * @param {SearchIndex} ix
 * @param {Map<string, ArrayLike<number>>} follow the pairs that begin with the one before, and the records that hold them
 * @param {Set<number> | null} both the records that hold both sides, where that is known
 * @param {string | undefined} after
 * @param {AbortSignal} [signal]
 */
async function fromGrams(ix, follow, both, after, signal) {
  const within = (/** @type {ArrayLike<number>} */ numbers, /** @type {Set<number> | null} */ set) =>
    set ? Array.from(numbers).filter((number) => set.has(number)) : Array.from(numbers);
  const found = [...follow].map(([pair, numbers]) => /** @type {const} */ ([[...pair][1], within(numbers, both)])).filter(([, held]) => held.length);
  if (after === undefined) return new Map(found.map(([middle, held]) => [middle, held.length]));
  const likely = found.sort((a, b) => b[1].length - a[1].length).slice(0, MOST_PAIRED);
  const joined = await Promise.all(likely.map(async ([middle, held]) => {
    const { numbers } = await ix.postings(middle + after, signal);
    return /** @type {const} */ ([middle, within(numbers, new Set(held)).length]);
  }));
  return new Map(joined.filter(([, number]) => number));
}

/**
 * Return likewise what stands between in some of the records themselves.
 * @param {SearchIndex} ix
 * @param {Set<number>} both
 * @param {string[]} left
 * @param {string[]} right
 * @param {AbortSignal} [signal]
 */
async function fromTexts(ix, both, left, right, signal) {
  const [before, after] = [left.join(""), right.join("")];
  const numbers = [...both];
  const step = Math.max(1, numbers.length / MOST_READ);
  const some = numbers.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step)).slice(0, MOST_READ);
  const found = new Map();
  for (const { text, reading } of await ix.records(some, signal)) {
    const whole = fold(reading ?? text);
    for (let at = whole.indexOf(after); at >= 0; at = whole.indexOf(after, at + 1)) {
      const middle = [...whole.slice(0, at)].at(-1);
      if (middle && whole.slice(0, at - middle.length).endsWith(before)) found.set(middle, (found.get(middle) ?? 0) + 1);
    }
  }
  return found;
}
