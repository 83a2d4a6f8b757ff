// Which records may hold a word: postings of its grams looked up and intersected.
import { NO_PLACE, NONE, PLACES } from "./postings.js";

/**
 * @typedef {import("./index-files.js").SearchIndex} SearchIndex
 * @typedef {import("./text.js").Word} Word
 * @typedef {{gram: string, at: number}} Gram a gram of a word, and where in it
 *
 * @typedef {object} List records in rising order, each with its weight and, where that is known, its place
 * @property {ArrayLike<number>} numbers
 * @property {ArrayLike<number>} weights
 * @property {ArrayLike<number> | null} places
 *
 * @typedef {object} LookedUp what is known of where a word stands
 * @property {List} list
 * @property {boolean} proof the list alone proves that it stands there
 * @property {boolean} anywhere nothing is known: it has no postings
 * @property {Gram[]} rest the grams not asked yet
 *
 * @typedef {Word & LookedUp & {count: number}} FoundWord
 *
 * @typedef {object} Candidate
 * @property {number} number of the record
 * @property {number} weight
 * @property {number} place
 * @property {number} plan the number of its plan
 * @property {number | null} rank once its text is read
 * @property {string[]} themes likewise
 */

export const HEADING = 8;
export const ROW = 4;
export const COUNT = 3;
const GRAMS_A_ROUND = 3;
const FEW = 20; // candidates: so few are cheaper to verify than to narrow down

/**
 * Return a record that may hold what is asked.
 * @param {number} number
 * @param {number} [weight]
 * @param {number} [place]
 * @returns {Candidate}
 */
export const candidateOf = (number, weight = 0, place = NO_PLACE) => ({ number, weight, place, plan: -1, rank: null, themes: [] });

/**
 * Return the grams that find a folded word, the most telling first, and whether they prove that it stands there.
 * Rare bigrams come first, from both ends inwards; then trigrams, those with the rarest bigrams first; then common
 * bigrams that no trigram covers.
 * @param {string} folded
 * @param {SearchIndex} ix
 * @returns {{grams: Gram[], proof: boolean}}
 */
function choose(folded, ix) {
  const chars = [...folded];
  if (chars.length === 2) return { grams: [{ gram: folded, at: 0 }], proof: true };
  const pairs = chars.slice(1).map((c, at) => ({ gram: chars[at] + c, at, common: ix.isCommon(chars[at] + c) }));
  const rare = pairs.filter((pair) => !pair.common);
  const inwards = rare.map((_, i) => rare[i % 2 ? rare.length - 1 - (i >> 1) : i >> 1]);
  const place = (/** @type {Gram} */ pair) => ix.manifest.common.get(pair.gram) ?? Infinity;
  const triples = chars.slice(2).map((c, at) => ({ gram: pairs[at].gram + c, at, both: pairs[at].common && pairs[at + 1].common, rarity: Math.max(place(pairs[at]), place(pairs[at + 1])) }));
  const telling = triples.filter((triple) => triple.both).sort((a, b) => (a.rarity === b.rarity ? 0 : b.rarity - a.rarity));
  const bare = pairs.filter((pair) => pair.common && !telling.some(({ at }) => at === pair.at || at === pair.at - 1));
  const once = new Map([...inwards, ...telling, ...bare].map(({ gram, at }) => [gram, { gram, at }]));
  return { grams: [...once.values()], proof: chars.length === 3 && telling.length === 1 };
}

/**
 * Join two lists; what stands in both, but not where the one expects the other, is dropped.
 * @param {List} left
 * @param {List} right
 * @returns {List}
 */
function intersectTwo(left, right) {
  const numbers = [];
  const weights = [];
  const places = [];
  for (let i = 0, j = 0; i < left.numbers.length; i++) {
    const n = left.numbers[i];
    while (j < right.numbers.length && right.numbers[j] < n) j++;
    if (right.numbers[j] !== n) continue;
    const p = left.places?.[i] ?? NO_PLACE;
    const q = right.places?.[j] ?? NO_PLACE;
    if (p !== q && p !== NO_PLACE && q !== NO_PLACE) continue;
    numbers.push(n);
    places.push(p === NO_PLACE ? q : p);
    const a = left.weights[i];
    const b = right.weights[j];
    weights.push((a & b & HEADING) | (a & ROW) | Math.min(a & COUNT, b & COUNT));
  }
  return { numbers, weights, places };
}

/** @param {List[]} lists */
const intersect = (lists) => [...lists].sort((a, b) => a.numbers.length - b.numbers.length).reduce(intersectTwo);

/**
 * Return the postings of some grams of a word, their places reckoned from where the word begins.
 * @param {SearchIndex} ix
 * @param {Gram[]} grams
 * @param {AbortSignal} [signal]
 */
async function postingsOf(ix, grams, signal) {
  const lists = await Promise.all(grams.map(({ gram }) => ix.postings(gram, signal)));
  return lists.map((list, i) => {
    const back = PLACES - (grams[i].at % PLACES);
    return { ...list, places: list.places?.map((place) => (place === NO_PLACE ? place : (place + back) % PLACES)) ?? null };
  });
}

/**
 * Take the next grams to ask for: of rare bigrams several, each a small list; of a common trigram's long list only one.
 * @param {Gram[]} rest
 */
function takeSome(rest) {
  const rare = rest.findIndex(({ gram }) => [...gram].length > 2);
  return rest.splice(0, rare === 0 ? 1 : rare < 0 ? GRAMS_A_ROUND : Math.min(GRAMS_A_ROUND, rare));
}

/**
 * Return the records that may hold a word, with their weights, whether they surely do, and the grams not yet asked.
 * @param {SearchIndex} ix
 * @param {Word} word
 * @param {AbortSignal} [signal]
 * @returns {Promise<LookedUp>}
 */
export async function lookUp(ix, word, signal) {
  if ([...word.folded].length < 2) return { list: NONE, proof: false, anywhere: true, rest: [] };
  const { grams, proof } = choose(word.folded, ix);
  const rest = [...grams];
  /** @type {List | null} */
  let found = null;
  while (rest.length) {
    const lists = await postingsOf(ix, takeSome(rest), signal);
    const before = found?.numbers.length ?? Infinity;
    found = intersect(found ? [found, ...lists] : lists);
    // More grams are asked for as long as they narrow the candidates down.
    if (found.numbers.length <= FEW || found.numbers.length > before * 0.9) break;
  }
  return { list: found ?? NONE, proof: proof && !word.exact, anywhere: false, rest };
}

/**
 * Narrow candidates down by a gram of a word that was not asked before; return those that remain.
 * @param {SearchIndex} ix
 * @param {Candidate[]} candidates
 * @param {Gram[]} rest
 * @param {AbortSignal} [signal]
 */
export async function narrow(ix, candidates, rest, signal) {
  const lists = await postingsOf(ix, takeSome(rest), signal);
  const sorted = [...candidates].sort((a, b) => a.number - b.number);
  const before = { numbers: sorted.map((c) => c.number), weights: sorted.map((c) => c.weight), places: sorted.map((c) => c.place) };
  const { numbers, places } = intersect([before, ...lists]);
  const kept = new Map(Array.from(numbers, (number, i) => [number, places?.[i] ?? NO_PLACE]));
  return candidates.flatMap((c) => {
    const place = kept.get(c.number);
    return place === undefined ? [] : Object.assign(c, { place });
  });
}
