// Which records may hold a reader's words: postings of grams looked up, intersected, and words joined with their headings.
import { NO_PLACE, NONE, PLACES } from "./index-files.js";

export const HEADING = 8;
export const ROW = 4;
export const COUNT = 3;
const GRAMS_A_ROUND = 3;
const FEW = 20; // candidates: so few are cheaper to verify than to narrow down

/**
 * Return the grams that find a folded word, the most telling first, and whether they prove that it stands there.
 * Rare bigrams come first, from both ends inwards; then trigrams, those with the rarest bigrams first; then common
 * bigrams that no trigram covers.
 */
function choose(folded, ix) {
  const chars = [...folded];
  if (chars.length === 2) return { grams: [{ gram: folded, at: 0 }], proof: true };
  const pairs = chars.slice(1).map((c, at) => ({ gram: chars[at] + c, at, common: ix.isCommon(chars[at] + c) }));
  const rare = pairs.filter((pair) => !pair.common);
  const inwards = rare.map((_, i) => rare[i % 2 ? rare.length - 1 - (i >> 1) : i >> 1]);
  const place = (pair) => ix.manifest.common.get(pair.gram) ?? Infinity;
  const triples = chars.slice(2).map((c, at) => ({ gram: pairs[at].gram + c, at, both: pairs[at].common && pairs[at + 1].common, rarity: Math.max(place(pairs[at]), place(pairs[at + 1])) }));
  const telling = triples.filter((triple) => triple.both).sort((a, b) => (a.rarity === b.rarity ? 0 : b.rarity - a.rarity));
  const bare = pairs.filter((pair) => pair.common && !telling.some(({ at }) => at === pair.at || at === pair.at - 1));
  const once = new Map([...inwards, ...telling, ...bare].map((gram) => [gram.gram, gram]));
  return { grams: [...once.values()], proof: chars.length === 3 && telling.length === 1 };
}

/** Join two lists; what stands in both, but not where the one expects the other, is dropped. */
function intersectTwo(left, right) {
  const numbers = [];
  const weights = [];
  const places = [];
  let j = 0;
  left.numbers.forEach((n, i) => {
    while (j < right.numbers.length && right.numbers[j] < n) j++;
    if (right.numbers[j] !== n) return;
    const p = left.places?.[i] ?? NO_PLACE;
    const q = right.places?.[j] ?? NO_PLACE;
    if (p !== q && p !== NO_PLACE && q !== NO_PLACE) return;
    numbers.push(n);
    places.push(p === NO_PLACE ? q : p);
    const a = left.weights[i];
    const b = right.weights[j];
    weights.push((a & b & HEADING) | (a & ROW) | Math.min(a & COUNT, b & COUNT));
  });
  return { numbers, weights, places };
}

const intersect = (lists) => [...lists].sort((a, b) => a.numbers.length - b.numbers.length).reduce(intersectTwo);

/** Return the postings of some grams of a word, their places reckoned from where the word begins. */
async function postingsOf(ix, grams, signal) {
  const lists = await Promise.all(grams.map(({ gram }) => ix.postings(gram, signal)));
  return lists.map((list, i) => {
    const back = PLACES - (grams[i].at % PLACES);
    return { ...list, places: list.places?.map((place) => (place === NO_PLACE ? place : (place + back) % PLACES)) ?? null };
  });
}

/** Take the next grams to ask for: of rare bigrams several, each a small list; of a common trigram's long list only one. */
function takeSome(rest) {
  const rare = rest.findIndex(({ gram }) => [...gram].length > 2);
  return rest.splice(0, rare === 0 ? 1 : rare < 0 ? GRAMS_A_ROUND : Math.min(GRAMS_A_ROUND, rare));
}

/** Return the records that may hold a word, with their weights, whether they surely do, and the grams not yet asked. */
export async function lookUp(ix, word, signal) {
  if ([...word.folded].length < 2) return { ...NONE, proof: false, anywhere: true, rest: [] };
  const { grams, proof } = choose(word.folded, ix);
  const rest = [...grams];
  let found = null;
  while (rest.length) {
    const lists = await postingsOf(ix, takeSome(rest), signal);
    const before = found?.numbers.length ?? Infinity;
    found = intersect(found ? [found, ...lists] : lists);
    // More grams are asked for as long as they narrow the candidates down.
    if (found.numbers.length <= FEW || found.numbers.length > before * 0.9) break;
  }
  return { ...found, proof: proof && !word.exact, rest };
}

/** Narrow candidates down by a gram of a word that was not asked before; return those that remain. */
export async function narrow(ix, candidates, rest, signal) {
  const lists = await postingsOf(ix, takeSome(rest), signal);
  const sorted = [...candidates].sort((a, b) => a.number - b.number);
  const before = { numbers: sorted.map((c) => c.number), weights: sorted.map((c) => c.weight), places: sorted.map((c) => c.place) };
  const { numbers, places } = intersect([before, ...lists]);
  const kept = new Map(numbers.map((number, i) => [number, places[i]]));
  return candidates.filter((c) => kept.has(c.number)).map((c) => Object.assign(c, { place: kept.get(c.number) }));
}

/**
 * Join several words: each stands in the record itself or in a heading above it, and one at least in the record.
 * A word of one character has no postings; it is looked for in the texts of what the other words find.
 */
export async function together(ix, found, signal) {
  const known = found.words.filter((word) => !word.list.anywhere);
  const below = await ix.below(plansToJoin(ix, found.words), signal);
  const tally = new Map();
  const note = (number, weight) => {
    let seen = tally.get(number);
    if (!seen) tally.set(number, (seen = { words: 0, own: 0, weight: 0, last: -1 }));
    return Object.assign(seen, { weight: join(seen.weight, weight) });
  };
  known.forEach((word, w) => {
    word.list.numbers.forEach((number, i) => {
      const seen = note(number, word.list.weights[i]);
      seen.own++;
      if (seen.last !== w) { seen.words++; seen.last = w; }
    });
    for (const number of word.list.numbers) {
      for (let n = number + 1; n <= number + (below.get(number) ?? 0); n++) {
        const seen = note(n, 0);
        if (seen.last !== w) { seen.words++; seen.last = w; }
      }
    }
  });
  const candidates = [];
  for (const [number, seen] of tally) if (seen.words === known.length && (seen.own || known.length < found.words.length)) candidates.push({ number, weight: seen.weight });
  candidates.sort((a, b) => a.number - b.number);
  found.above = headingsAbove(candidates, below);
  return candidates;
}

/**
 * Return the numbers of the plans in which a heading may matter: every word stands in them, and one stands in a heading
 * or is a single character, which may stand in any.
 */
function plansToJoin(ix, words) {
  const known = words.filter((word) => !word.list.anywhere);
  const plansOf = (numbers) => new Set(Array.from(numbers, (number) => ix.planOf(number)));
  const held = known.map((word) => plansOf(word.list.numbers));
  const headed = plansOf(known.flatMap(({ list }) => [...list.numbers].filter((_, i) => list.weights[i] & HEADING)));
  const any = known.length < words.length;
  return [...held[0]].filter((plan) => held.every((plans) => plans.has(plan)) && (any || headed.has(plan)));
}

const join = (a, b) => ((a | b) & (HEADING | ROW)) | Math.min(COUNT, (a & COUNT) + (b & COUNT));

/** Return, for each candidate, the records that stand above it as headings. */
export function headingsAbove(candidates, below) {
  const above = new Map(candidates.map((c) => [c.number, []]));
  for (const [heading, count] of below) {
    let low = 0;
    let high = candidates.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (candidates[middle].number > heading) high = middle;
      else low = middle + 1;
    }
    for (; low < candidates.length && candidates[low].number <= heading + count; low++) above.get(candidates[low].number).push(heading);
  }
  return above;
}
