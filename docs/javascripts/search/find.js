// Which records hold a word: postings of the grams that cover it looked up and joined.
import { isShared, recordsWith } from "./manifest.js";
import { HEADING, NONE, ROW, weighed } from "./postings.js";

/**
 * @typedef {import("./index-files.js").SearchIndex} SearchIndex
 * @typedef {import("./text.js").Word} Word
 * @typedef {import("./postings.js").List} List
 *
 * @typedef {object} Piece a gram of a word
 * @property {string} gram
 * @property {number} at where in the word it begins
 * @property {import("./postings.js").Sides | null} sides null where it does not matter where it stands
 * @property {boolean} long it is a trigram, whose spots may stand by themselves
 * @property {number} bytes that its postings may take
 *
 * @typedef {object} LookedUp what is known of where a word stands
 * @property {List} list
 * @property {boolean} proof the list alone proves that it stands there
 * @property {boolean} anywhere nothing is known: it has no postings
 * @property {Piece[]} rest the grams not asked yet
 * @property {Piece | null} unplaced the one gram that was asked, where it was not asked where it stands
 *
 * @typedef {Word & LookedUp & {count: number}} FoundWord
 *
 * @typedef {object} Candidate
 * @property {number} number of the record
 * @property {number} weight
 * @property {number} plan the number of its plan
 * @property {number | null} rank once its text is read
 * @property {string[]} themes likewise
 */

const FEW = 20; // candidates: so few are cheaper to verify than to narrow down
const FIRST_BYTES = 45_000; // asked for at once, before it is known whether more are needed
const MOST_BYTES = 80_000; // asked for to prove where a word stands
const RARE_BYTES = 6_000; // of a rare bigram with its shard
const BYTES_A_POSTING = 2.7;
const HELD = 0.5; // of the records that hold the rarer bigram of a trigram, those that hold it, more or less

/**
 * Return a record that may hold what is asked.
 * @param {number} number
 * @param {number} [weight]
 * @returns {Candidate}
 */
export const candidateOf = (number, weight = 0) => ({ number, weight, plan: -1, rank: null, themes: [] });

/**
 * Return the grams that a word of three characters or more may be covered by, each with where it ends: bigrams that are
 * not shared, with their neighbours where these make a shared one, and trigrams of shared ones. Each character is in one.
 * @param {string[]} chars
 * @param {SearchIndex} ix
 * @returns {[from: number, end: number, piece: Piece][]}
 */
function piecesOf(chars, ix) {
  const pairs = chars.slice(1).map((c, at) => chars[at] + c);
  const shared = pairs.map((pair) => isShared(ix.manifest, pair));
  const held = pairs.map((pair) => recordsWith(ix.manifest, pair));
  /** @type {[from: number, end: number, piece: Piece][]} */
  const pieces = [];
  pairs.forEach((gram, at) => {
    if (!shared[at]) {
      const left = shared[at - 1] ? chars[at - 1] : "";
      const right = shared[at + 1] ? chars[at + 2] : "";
      pieces.push([left ? at - 1 : at, right ? at + 3 : at + 2, { gram, at, sides: [left, right], long: false, bytes: RARE_BYTES }]);
    } else if (shared[at + 1]) {
      const bytes = BYTES_A_POSTING * HELD * Math.min(held[at], held[at + 1]);
      pieces.push([at, at + 3, { gram: gram + chars[at + 2], at, sides: ["", ""], long: true, bytes }]);
    }
  });
  return pieces;
}

/**
 * Return the grams that cover a folded word with the fewest bytes, those with the fewest first.
 * @param {string} folded
 * @param {SearchIndex} ix
 * @returns {Piece[]}
 */
function cover(folded, ix) {
  const chars = [...folded];
  if (chars.length === 2) return [{ gram: folded, at: 0, sides: null, long: false, bytes: 0 }];
  /** @type {{bytes: number, pieces: Piece[]}[]} the cheapest cover of so many characters */
  const best = [{ bytes: 0, pieces: [] }];
  for (const [from, end, piece] of piecesOf(chars, ix)) {
    for (let covered = from; covered < end; covered++) {
      const before = best[covered];
      const bytes = before?.bytes + piece.bytes;
      if (before && !(best[end]?.bytes <= bytes)) best[end] = { bytes, pieces: [...before.pieces, piece] };
    }
  }
  return best[chars.length].pieces.sort((a, b) => a.bytes - b.bytes);
}

/**
 * Join two lists: what stands in both, and at the same place where both tell that.
 * @param {List} left
 * @param {List} right
 * @returns {List}
 */
function joinTwo(left, right) {
  /** @type {number[][]} */
  const [numbers, weights, places, ends] = [[], [], [], []];
  for (let i = 0, j = 0; i < left.numbers.length; i++) {
    const n = left.numbers[i];
    while (j < right.numbers.length && right.numbers[j] < n) j++;
    if (right.numbers[j] !== n) continue;
    const both = placesIn(left, i, placesIn(right, j, null));
    if (!both?.length) continue;
    const [a, b] = [left.weights[i], right.weights[j]];
    numbers.push(n);
    weights.push(weighed((a & b & HEADING) | (a & ROW), both.length));
    ends.push(places.push(...both));
  }
  return { numbers, weights, spots: left.spots || right.spots ? { places, ends } : null };
}

/**
 * Return the places of a list's record, of those wanted, where it tells them.
 * @param {List} list
 * @param {number} i
 * @param {number[] | null} wanted null for any
 */
function placesIn({ spots }, i, wanted) {
  if (!spots) return wanted;
  /** @type {number[]} */
  const found = [];
  for (let p = spots.ends[i - 1] ?? 0; p < spots.ends[i]; p++) {
    if (!wanted || wanted.includes(spots.places[p])) found.push(spots.places[p]);
  }
  return found;
}

/**
 * Return the records that hold some grams of a word, each where it stands in it.
 * @param {SearchIndex} ix
 * @param {Piece[]} pieces
 * @param {AbortSignal} [signal]
 * @returns {Promise<List>}
 */
async function holdersOf(ix, pieces, signal) {
  const lists = await Promise.all(pieces.map(({ gram, sides }) => ix.postings(gram, signal, sides)));
  const fromStart = lists.map(({ spots, ...list }, i) => /** @type {List} */ ({
    ...list,
    spots: spots && { ...spots, places: Array.from(spots.places, (place) => place - pieces[i].at) },
  }));
  return fromStart.sort((a, b) => a.numbers.length - b.numbers.length).reduce(joinTwo);
}

/**
 * Take the next grams that together may take so many bytes.
 * @param {Piece[]} rest
 * @param {number} bytes
 */
function takeSome(rest, bytes) {
  let taken = 0;
  while (taken < rest.length && bytes >= rest[taken].bytes) bytes -= rest[taken++].bytes;
  return rest.splice(0, taken);
}

/**
 * Return the records that may hold a word, with their weights, whether they surely do, and the grams not yet asked.
 * @param {SearchIndex} ix
 * @param {Word} word
 * @param {number} words among which the bytes are shared
 * @param {AbortSignal} [signal]
 * @returns {Promise<LookedUp>}
 */
export async function lookUp(ix, word, words, signal) {
  if ([...word.folded].length < 2) return { list: NONE, proof: false, anywhere: true, rest: [], unplaced: null };
  const rest = cover(word.folded, ix);
  const first = rest.splice(0, 1);
  first.push(...takeSome(rest, FIRST_BYTES / words - first[0].bytes));
  const more = takeSome(rest, MOST_BYTES / words - first.reduce((sum, { bytes }) => sum + bytes, 0));
  // The spots of a long list are as long as the list: of one that is joined with none they tell nothing.
  const unplaced = first.length + more.length === 1 && first[0].long ? first[0] : null;
  if (unplaced) unplaced.sides = null;
  let list = await holdersOf(ix, first, signal);
  if (more.length && list.numbers.length <= FEW) rest.unshift(...more);
  else if (more.length) list = joinTwo(list, await holdersOf(ix, more, signal));
  return { list, proof: !rest.length && !word.exact, anywhere: false, rest, unplaced };
}

/**
 * Ask for one more gram of a word; return the records that still may hold it.
 * @param {SearchIndex} ix
 * @param {FoundWord} word
 * @param {AbortSignal} [signal]
 */
export async function narrow(ix, word, signal) {
  const next = word.rest.splice(0, 1);
  if (word.unplaced) word.list = await holdersOf(ix, [{ ...word.unplaced, sides: ["", ""] }, ...next], signal);
  else word.list = joinTwo(word.list, await holdersOf(ix, next, signal));
  word.unplaced = null;
  return new Set(Array.from(word.list.numbers));
}
