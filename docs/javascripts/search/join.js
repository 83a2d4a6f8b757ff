// Several words together: each may stand in a record itself or in a heading above it.
import { candidateOf } from "./find.js";
import { COUNT, HEADING, ROW } from "./postings.js";

/**
 * @typedef {import("./find.js").Candidate} Candidate
 * @typedef {import("./find.js").FoundWord} FoundWord
 * @typedef {import("./index-files.js").SearchIndex} SearchIndex
 * @typedef {Map<number, number[]>} Above for records, the numbers of the headings above them
 */

/**
 * Join several words: each stands in the record itself or in a heading above it, and one at least in the record.
 * A word of one character has no postings; it is looked for in the texts of what the other words find.
 * @param {SearchIndex} ix
 * @param {FoundWord[]} words
 * @param {AbortSignal} [signal]
 * @returns {Promise<{candidates: Candidate[], above: Above}>}
 */
export async function together(ix, words, signal) {
  const known = words.filter((word) => !word.anywhere);
  const below = await ix.below(plansToJoin(ix, words), signal);
  /** @type {Map<number, {words: number, own: number, weight: number, last: number}>} */
  const tally = new Map();
  const note = (/** @type {number} */ number, /** @type {number} */ weight, /** @type {number} */ word) => {
    let seen = tally.get(number);
    if (!seen) tally.set(number, (seen = { words: 0, own: 0, weight: 0, last: -1 }));
    seen.weight = joined(seen.weight, weight);
    if (seen.last !== word) { seen.words++; seen.last = word; }
    return seen;
  };
  known.forEach(({ list: { numbers, weights } }, w) => {
    for (let i = 0; i < numbers.length; i++) note(numbers[i], weights[i], w).own++;
    for (let i = 0; i < numbers.length; i++) {
      for (let n = numbers[i] + 1; n <= numbers[i] + (below.get(numbers[i]) ?? 0); n++) note(n, 0, w);
    }
  });
  const candidates = [];
  for (const [number, seen] of tally) {
    if (seen.words === known.length && (seen.own || known.length < words.length)) candidates.push(candidateOf(number, seen.weight));
  }
  candidates.sort((a, b) => a.number - b.number);
  return { candidates, above: headingsAbove(candidates, below) };
}

/**
 * Return the numbers of the plans in which a heading may matter: every word stands in them, and one stands in a heading
 * or is a single character, which may stand in any.
 * @param {SearchIndex} ix
 * @param {FoundWord[]} words
 */
function plansToJoin(ix, words) {
  const known = words.filter((word) => !word.anywhere);
  const plansOf = (/** @type {ArrayLike<number>} */ numbers) => new Set(Array.from(numbers, (number) => ix.planOf(number)));
  const held = known.map((word) => plansOf(word.list.numbers));
  const headed = plansOf(known.flatMap(({ list }) => Array.from(list.numbers).filter((_, i) => list.weights[i] & HEADING)));
  const any = known.length < words.length;
  return [...held[0]].filter((plan) => held.every((plans) => plans.has(plan)) && (any || headed.has(plan)));
}

/**
 * Return the weight of a record in which two words stand.
 * @param {number} a
 * @param {number} b
 */
const joined = (a, b) => ((a | b) & (HEADING | ROW)) | Math.min(COUNT, (a & COUNT) + (b & COUNT));

/**
 * Return, for each candidate, the records that stand above it as headings.
 * @param {Candidate[]} candidates in the order of their numbers
 * @param {Map<number, number>} below how many records stand under each heading
 * @returns {Above}
 */
export function headingsAbove(candidates, below) {
  /** @type {Above} */
  const above = new Map(candidates.map((c) => [c.number, []]));
  for (const [heading, count] of below) {
    let low = 0;
    let high = candidates.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (candidates[middle].number > heading) high = middle;
      else low = middle + 1;
    }
    for (; low < candidates.length && candidates[low].number <= heading + count; low++) above.get(candidates[low].number)?.push(heading);
  }
  return above;
}
