// Full-text search of provisions in the browser: words and filters in, provisions that literally hold them out.
import { fold, findWord, foldWithOffsets, readQuery } from "./search-text.js";
import { NONE, SearchIndex } from "./search-index.js";

/**
 * @typedef {{province?: string, level?: string, kind?: string, stage?: string, year?: string, theme?: string, plan?: string}} Filters
 * @typedef {{plan: string, eid: string, title: string, path: string, snippet: string, url: string,
 *   marks: [number, number][], place: string, kind: string, stage: string, published: string, heading: string}} Hit
 *   `marks` are places in `snippet`
 * @typedef {{total: number, hits: Hit[], approximate: boolean, facets: Record<string, Record<string, number>>,
 *   words: {text: string, total: number}[], simplified: string | null}} Result
 */

const HEADING = 8;
const ROW = 4;
const COUNT = 3;
const FACETS = ["province", "level", "kind", "stage", "year"];
const SMALL_LIBRARY = 256; // chunks: a library so small is always counted exactly
const MOST_CHUNKS = 16; // fetched to verify one query of a large library
const SNIPPET = 110;

let index = null;

/** Use an index elsewhere, or another way to load its pieces (tests). */
export function useIndex(base, load) {
  index = new SearchIndex(base, load);
  return index;
}

/** Return the index in use. */
export const theIndex = () => index ?? useIndex(new URL("../search/index/", import.meta.url));

/** Return the grams that find a folded word, and whether they alone prove that it stands there. */
function choose(folded, common) {
  const chars = [...folded];
  if (chars.length === 2) return { grams: [folded], proof: true };
  const pairs = chars.slice(1).map((c, i) => chars[i] + c);
  const rare = pairs.filter((pair) => !common.has(pair));
  if (rare.length) return { grams: spread(rare), proof: false };
  const triples = chars.slice(2).map((c, i) => pairs[i] + c);
  return { grams: spread(triples), proof: triples.length === 1 };
}

/** Return the first and the last of the grams, and of a long row the middle one too: each costs a shard. */
const spread = (grams) => [...new Set(grams.length > 4 ? [grams[0], grams[grams.length >> 1], grams.at(-1)] : [grams[0], grams.at(-1)])];

function intersect(lists) {
  const [first, ...others] = [...lists].sort((a, b) => a.numbers.length - b.numbers.length);
  return others.reduce((left, right) => {
    const numbers = [];
    const weights = [];
    let j = 0;
    left.numbers.forEach((n, i) => {
      while (j < right.numbers.length && right.numbers[j] < n) j++;
      if (right.numbers[j] !== n) return;
      numbers.push(n);
      const a = left.weights[i];
      const b = right.weights[j];
      weights.push((a & b & HEADING) | (a & ROW) | Math.min(a & COUNT, b & COUNT));
    });
    return { numbers, weights };
  }, first);
}

/** Return the records that may hold a word, with their weights, and whether they surely do. */
async function lookUp(word, signal) {
  const ix = theIndex();
  if ([...word.folded].length < 2) return { ...NONE, proof: false, anywhere: true };
  const { grams, proof } = choose(word.folded, ix.manifest.common);
  const lists = await Promise.all(grams.map((gram) => ix.postings(gram, signal)));
  const found = lists.some((list) => list.numbers.length === 0) ? NONE : intersect(lists);
  return { ...found, proof: proof && !word.exact };
}

/** Count what a record holds of each word, as printed or as read, whichever is more. */
function judge(record, words, whole) {
  const forms = record.reading ? [record.text, record.reading] : [record.text];
  const folds = forms.map(foldWithOffsets);
  return words.map((word) => Math.max(...forms.map((form, i) => findWord(form, word, whole, folds[i]).length)));
}

/**
 * Find provisions.
 * @param {string} query
 * @param {{filters?: Filters, limit?: number, offset?: number, sort?: "relevance" | "date", whole?: boolean, signal?: AbortSignal}} options
 * @returns {Promise<Result>} `total` counts all that match; `approximate` says that it could not be verified to the end
 */
export async function search(query, { filters = {}, limit = 20, offset = 0, sort = "relevance", whole = false, signal } = {}) {
  const ix = theIndex();
  await ix.open(signal);
  const asked = readQuery(query);
  let { found, words } = await findAll(asked, filters, whole, signal);
  let simplified = null;
  if (!found.candidates.length && /\p{Script=Han}/u.test(query)) {
    const changed = await toSimplified(asked, signal);
    if (changed) {
      ({ found, words } = await findAll(changed, filters, whole, signal));
      simplified = changed.map((word) => word.text).join(" ");
    }
  }
  signal?.throwIfAborted();
  if (!found.candidates.length && words.length > 1) {
    // What each word finds by itself is told to the reader, so it is counted as strictly as a query.
    for (const word of words) word.count = (await findAll([{ ...word, exclude: false }], filters, whole, signal)).found.candidates.length;
  }
  const order = sort === "date" ? byDate : byWeight;
  const ranked = found.candidates.sort(order);
  const page = await takePage(ranked, found, offset, limit, whole, signal);
  return {
    total: page.total,
    hits: page.hits,
    approximate: found.approximate || page.approximate,
    facets: facetCounts(ranked),
    words: words.map((word) => ({ text: word.text, total: word.count })),
    simplified,
  };
}

async function findAll(asked, filters, whole, signal) {
  const ix = theIndex();
  const lists = await Promise.all(asked.map((word) => lookUp(word, signal)));
  const words = asked.map((word, i) => ({ ...word, list: lists[i], proof: lists[i].proof, count: lists[i].numbers.length }));
  const wanted = words.filter((word) => !word.exclude);
  const excluded = words.filter((word) => word.exclude);
  const found = { candidates: [], approximate: false, words: wanted, excluded, above: new Map() };
  const scan = wanted.length > 0 && wanted.every((word) => word.list.anywhere) && ix.manifest.chunks <= SMALL_LIBRARY;
  if (!scan && wanted.every((word) => !word.count)) return { found, words };
  const passes = await planFilter(filters, signal);
  const themed = filters.theme ? new Set((await ix.postings(`#${filters.theme}`, signal)).numbers) : null;
  const candidates = scan ? everything() : wanted.length === 1 ? single(wanted[0]) : await together(found, signal);
  if (scan && wanted.length > 1) found.above = headingsAbove(candidates, await ix.below(signal));
  const sure = excluded.filter((word) => word.proof && !whole).map((word) => new Set(word.list.numbers));
  found.candidates = candidates
    .map((c) => ({ ...c, plan: ix.planOf(c.number) }))
    .filter((c) => passes(c.plan) && (!themed || themed.has(c.number)) && !sure.some((set) => set.has(c.number)));
  for (const c of found.candidates) c.published = ix.manifest.columns.published[c.plan];
  const verify = whole || words.some((word) => !word.proof);
  return { found: verify ? await verifyAll(found, whole, signal) : found, words };
}

const single = (word) => [...word.list.numbers].map((number, i) => ({ number, weight: word.list.weights[i] }));

/** Single characters have no postings: in a small library every record is read for them. */
const everything = () => Array.from({ length: theIndex().manifest.records }, (_, number) => ({ number, weight: 0 }));

/**
 * Join several words: each stands in the record itself or in a heading above it, and one at least in the record.
 * A word of one character has no postings; it is looked for in the texts of what the other words find.
 */
async function together(found, signal) {
  const below = await theIndex().below(signal);
  const known = found.words.filter((word) => !word.list.anywhere);
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

const join = (a, b) => ((a | b) & (HEADING | ROW)) | Math.min(COUNT, (a & COUNT) + (b & COUNT));

/** Return, for each candidate, the records that stand above it as headings. */
function headingsAbove(candidates, below) {
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

const chunksOf = (numbers) => new Set([...numbers].map((n) => Math.floor(n / theIndex().manifest.chunk)));

/** Keep what literally holds every word, where the texts of all candidates can be fetched; else say that it is not exact. */
async function verifyAll(found, whole, signal) {
  const numbers = new Set(found.candidates.flatMap((c) => [c.number, ...(found.above.get(c.number) ?? [])]));
  if (theIndex().manifest.chunks > SMALL_LIBRARY && chunksOf(numbers).size > MOST_CHUNKS) return { ...found, approximate: true };
  const held = await holders(found.candidates, found, whole, signal);
  return { ...found, candidates: found.candidates.filter((_, i) => held[i]) };
}

/** Tell which candidates hold what they promise, and weigh those exactly. */
async function holders(candidates, found, whole, signal) {
  const ix = theIndex();
  const numbers = [...new Set(candidates.flatMap((c) => [c.number, ...(found.above.get(c.number) ?? [])]))];
  const records = new Map((await ix.records(numbers, signal)).map((record, i) => [numbers[i], record]));
  const judged = new Map();
  const counts = (number) => {
    if (!judged.has(number)) judged.set(number, judge(records.get(number), found.words, whole));
    return judged.get(number);
  };
  return candidates.map((c) => {
    const own = counts(c.number);
    const inherited = (w) => (found.above.get(c.number) ?? []).some((heading) => counts(heading)[w]);
    if (!own.some(Boolean) || own.some((count, w) => !count && !inherited(w))) return false;
    const record = records.get(c.number);
    if (judge(record, found.excluded, whole).some(Boolean)) return false;
    const inHeading = found.words.some((word) => record.heading && findWord(record.heading, word, whole).length);
    const under = found.words.some((word) => findWord(record.path, word, whole).length);
    const many = own.reduce((a, b) => a + b, 0);
    c.exact = [inHeading ? 1 : 0, c.weight & ROW ? 0 : 1, many + (under ? 1 : 0), -record.text.length];
    return true;
  });
}

const keyOf = (c) => c.exact ?? [c.weight & HEADING ? 1 : 0, c.weight & ROW ? 0 : 1, c.weight & COUNT, 0];

/** In a heading first, rows of tables last, then the number of occurrences, then shorter provisions. */
function byWeight(a, b) {
  const x = keyOf(a);
  const y = keyOf(b);
  return y[0] - x[0] || y[1] - x[1] || y[2] - x[2] || y[3] - x[3] || a.number - b.number;
}

const byDate = (a, b) => (a.published < b.published ? 1 : a.published > b.published ? -1 : byWeight(a, b));

/** Return one page of hits; candidates that could not be verified before are verified as they come. */
async function takePage(ranked, found, offset, limit, whole, signal) {
  const ix = theIndex();
  let total = ranked.length;
  const hits = [];
  if (!found.approximate) {
    const slice = ranked.slice(offset, offset + limit);
    const records = await ix.records(slice.map((c) => c.number), signal);
    for (const [i, c] of slice.entries()) hits.push(await hitOf(c, records[i], found.words, whole, signal));
    return { total, hits, approximate: false };
  }
  let skipped = 0;
  for (let at = 0; at < ranked.length && hits.length < limit; at += limit) {
    const slice = ranked.slice(at, at + limit);
    const held = await holders(slice, found, whole, signal);
    const records = await ix.records(slice.map((c) => c.number), signal);
    for (const [i, c] of slice.entries()) {
      if (!held[i]) total--;
      else if (skipped < offset) skipped++;
      else if (hits.length < limit) hits.push(await hitOf(c, records[i], found.words, whole, signal));
    }
  }
  return { total, hits, approximate: true };
}

async function hitOf(candidate, record, words, whole, signal) {
  const [plan, title, place] = await theIndex().plan(candidate.plan, signal);
  const { snippet, marks } = cut(record, words, whole);
  const url = new URL(`../plans/${plan}/#${record.eid}`, import.meta.url).href;
  const { eid, path, heading } = record;
  const { kind, stage, published } = theIndex().manifest.columns;
  const facts = { kind: kind[candidate.plan], stage: stage[candidate.plan], published: published[candidate.plan] };
  return { plan, eid, title, path, snippet, url, marks, place, heading, ...facts };
}

/** Cut a text to the passage where the words first stand, every occurrence in it marked. */
function cut(record, words, whole) {
  const places = (text) => {
    const folded = foldWithOffsets(text);
    return merge(words.flatMap((word) => findWord(text, word, whole, folded)));
  };
  const inReading = record.reading ? places(record.reading) : [];
  const inPrinted = places(record.text);
  const text = inReading.length > inPrinted.length ? record.reading : record.text;
  const marks = inReading.length > inPrinted.length ? inReading : inPrinted;
  const first = marks[0]?.[0] ?? 0;
  const start = first > SNIPPET / 2 ? Math.max(0, sentenceBefore(text, first)) : 0;
  const end = Math.min(text.length, Math.max(start + SNIPPET, (marks[0]?.[1] ?? 0) + 20));
  const head = start ? "……" : "";
  const within = marks.filter(([a, b]) => a >= start && b <= end).map(([a, b]) => [a - start + head.length, b - start + head.length]);
  return { snippet: head + text.slice(start, end) + (end < text.length ? "……" : ""), marks: within };
}

/** Return where the clause that holds `at` begins, not further back than half a snippet. */
function sentenceBefore(text, at) {
  const from = at - SNIPPET / 2;
  const clause = text.slice(from, at).search(/[。；，][^。；，]*$/u);
  return clause < 0 ? from : from + clause + 1;
}

function merge(places) {
  const sorted = places.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const merged = [];
  for (const [a, b] of sorted) {
    const last = merged.at(-1);
    if (last && a <= last[1]) last[1] = Math.max(last[1], b);
    else merged.push([a, b]);
  }
  return merged;
}

/** Return a test of plans by number. */
async function planFilter(filters, signal) {
  const ix = theIndex();
  const only = filters.plan ? await ix.planNumber(filters.plan, signal) : null;
  const wanted = FACETS.filter((key) => filters[key]);
  return (plan) => (only === null || plan === only) && wanted.every((key) => ix.manifest.columns[key][plan] === filters[key]);
}

function facetCounts(candidates) {
  const { columns } = theIndex().manifest;
  const counts = Object.fromEntries(FACETS.map((key) => [key, {}]));
  for (const c of candidates) {
    for (const key of FACETS) {
      const value = columns[key][c.plan];
      counts[key][value] = (counts[key][value] ?? 0) + 1;
    }
  }
  return counts;
}

/** Return the words in simplified characters, null when nothing changes. */
export async function toSimplified(words, signal) {
  const pairs = [...new TextDecoder().decode(await theIndex().piece("traditional.bin", signal))];
  const map = new Map();
  for (let i = 0; i < pairs.length; i += 2) map.set(pairs[i], pairs[i + 1]);
  const change = (text) => [...text].map((c) => map.get(c) ?? c).join("");
  const changed = words.map((word) => ({ ...word, text: change(word.text), folded: fold(change(word.text)) }));
  return changed.some((word, i) => word.text !== words[i].text) ? changed : null;
}
