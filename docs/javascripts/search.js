// Full-text search of provisions in the browser: words and filters in, provisions that literally hold them out.
import { fold, readQuery } from "./search/text.js";
import { SearchIndex, NO_PLACE } from "./search/index-files.js";
import { COUNT, HEADING, ROW, headingsAbove, lookUp, narrow, together } from "./search/find.js";
import { hitOf, lookThrough } from "./search/hits.js";
import { rank } from "./search/rank.js";

/**
 * @typedef {{province?: string, level?: string, kind?: string, stage?: string, year?: string, theme?: string, plan?: string}} Filters
 * @typedef {{plan: string, eid: string, title: string, path: string, snippet: string, url: string,
 *   marks: [number, number][], place: string, kind: string, stage: string, published: string, status: string,
 *   heading: string}} Hit
 *   `marks` are places in `snippet`
 * @typedef {{total: number, hits: Hit[], approximate: boolean, facets: Record<string, Record<string, number>>,
 *   words: {text: string, total: number}[], simplified: string | null}} Result
 */

const FACETS = ["province", "level", "kind", "stage", "year"];
const SMALL_LIBRARY = 400; // chunks: a library so small is always counted exactly
const MOST_CHUNKS = 20; // fetched to verify one query of a large library
const WINDOW = 10; // candidates verified and put in order at a time, where not all can be

let index = null;

/** Use an index elsewhere, or another way to load its pieces (tests). */
export function useIndex(base, load) {
  index = new SearchIndex(base, load);
  return index;
}

/** Return the index in use. */
export const theIndex = () => index ?? useIndex(new URL("../search/index/", import.meta.url));

/**
 * Find provisions.
 * @param {string} query
 * @param {{filters?: Filters, limit?: number, offset?: number, sort?: "relevance" | "date", whole?: boolean, signal?: AbortSignal}} options
 * @returns {Promise<Result>} `total` counts all that match; `approximate` says that it could not be verified to the end
 */
export async function search(query, { filters = {}, limit = 10, offset = 0, sort = "relevance", whole = false, signal } = {}) {
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
  const page = await takePage(ranked, found, order, offset, limit, whole, signal);
  return {
    total: page.total,
    hits: page.hits,
    approximate: found.approximate,
    facets: facetCounts(ranked, !found.byWindows),
    words: words.map((word) => ({ text: word.text, total: word.count })),
    simplified,
  };
}

async function findAll(asked, filters, whole, signal) {
  const ix = theIndex();
  const lists = await Promise.all(asked.map((word) => lookUp(ix, word, signal)));
  const words = asked.map((word, i) => ({ ...word, list: lists[i], proof: lists[i].proof, count: lists[i].numbers.length }));
  const wanted = words.filter((word) => !word.exclude);
  const excluded = words.filter((word) => word.exclude);
  const found = { candidates: [], approximate: false, words: wanted, excluded, above: new Map() };
  const scan = wanted.length > 0 && wanted.every((word) => word.list.anywhere) && ix.manifest.chunks <= SMALL_LIBRARY;
  if (!scan && wanted.every((word) => !word.count)) return { found, words };
  const passes = await planFilter(filters, signal);
  const themed = filters.theme ? new Set((await ix.postings(`#${filters.theme}`, signal)).numbers) : null;
  const candidates = scan ? everything() : wanted.length === 1 ? single(wanted[0]) : await together(ix, found, signal);
  if (scan && wanted.length > 1) found.above = headingsAbove(candidates, await ix.below(ix.manifest.counts.keys(), signal));
  const sure = excluded.filter((word) => word.proof && !whole).map((word) => new Set(word.list.numbers));
  notePlans(candidates);
  found.candidates = candidates.filter((c) => passes(c.plan) && (!themed || themed.has(c.number)) && !sure.some((set) => set.has(c.number)));
  found.proved = !whole && words.every((word) => word.proof);
  return { found: await verifyAll(found, whole, signal), words };
}

/** Note which plan holds each candidate; they come in the order of their numbers. */
function notePlans(candidates) {
  const { starts } = theIndex().manifest;
  let plan = 0;
  for (const c of candidates) {
    while (starts[plan + 1] <= c.number) plan++;
    c.plan = plan;
  }
}

const single = (word) => Array.from(word.list.numbers, (number, i) => ({ number, weight: word.list.weights[i], place: word.list.places?.[i] ?? NO_PLACE }));

/** Single characters have no postings: in a small library every record is read for them. */
const everything = () => Array.from({ length: theIndex().manifest.records }, (_, number) => ({ number, weight: 0 }));

/** Tell whether the texts of candidates, and of the headings above them, lie in no more than so many chunks. */
function fitIn(most, { candidates, above }) {
  const chunks = new Set();
  for (const c of candidates) {
    for (const number of [c.number, ...(above.get(c.number) ?? [])]) chunks.add(theIndex().chunkOf(number)[0]);
    if (chunks.size > most) return false;
  }
  return true;
}

/**
 * Keep what literally holds every word, each with its rank, where the texts of all candidates can be fetched; else they
 * are ordered window by window, and their number is `approximate` unless the grams alone prove it.
 */
async function verifyAll(found, whole, signal) {
  const small = theIndex().manifest.chunks <= SMALL_LIBRARY && !found.proved;
  if (!small && !fitIn(MOST_CHUNKS, found)) return { ...found, byWindows: true, approximate: !found.proved };
  const held = await holders(found.candidates, found, whole, signal);
  return { ...found, candidates: found.candidates.filter((_, i) => held[i]) };
}

/** Tell which candidates hold what they promise, and weigh those exactly. */
async function holders(candidates, found, whole, signal) {
  const ix = theIndex();
  const numbers = [...new Set(candidates.flatMap((c) => [c.number, ...(found.above.get(c.number) ?? [])]))];
  const records = new Map((await ix.records(numbers, signal)).map((record, i) => [numbers[i], record]));
  const judged = new Map();
  const lookAt = (number) => {
    if (!judged.has(number)) judged.set(number, lookThrough(records.get(number), found.words, whole));
    return judged.get(number);
  };
  return candidates.map((c) => {
    const { counts, text, places } = lookAt(c.number);
    const inherited = (w) => (found.above.get(c.number) ?? []).some((heading) => lookAt(heading).counts[w]);
    if (!places.length || counts.some((count, w) => !count && !inherited(w))) return false;
    const record = records.get(c.number);
    if (found.excluded.length && lookThrough(record, found.excluded, whole).counts.some(Boolean)) return false;
    c.themes = record.themes;
    c.rank = rank({ ...record, text, isRow: Boolean(c.weight & ROW) }, found.words, places);
    return true;
  });
}

const guess = (c) => (c.weight & HEADING ? 8 : 0) + (c.weight & ROW ? -4 : 0) + (c.weight & COUNT);

/** By rank where the texts are known; else in a heading first, rows of tables last, then the number of occurrences. */
function byWeight(a, b) {
  const difference = a.rank !== undefined && b.rank !== undefined ? b.rank - a.rank : guess(b) - guess(a);
  return difference || a.number - b.number;
}

function byDate(a, b) {
  const { published } = theIndex().manifest.columns;
  const [x, y] = [published[a.plan], published[b.plan]];
  return x < y ? 1 : x > y ? -1 : byWeight(a, b);
}

/** Return one page of hits; candidates that could not be verified before are verified as they come, and ordered by windows. */
async function takePage(ranked, found, order, offset, limit, whole, signal) {
  const ix = theIndex();
  let { length: total } = ranked;
  let held = ranked;
  if (found.byWindows) {
    const rest = found.words.length === 1 ? [...found.words[0].list.rest] : [];
    let waiting = ranked;
    let size = WINDOW;
    held = [];
    while (waiting.length && held.length < offset + limit) {
      const window = waiting.slice(0, size);
      waiting = waiting.slice(size);
      const holds = await holders(window, found, whole, signal);
      const kept = window.filter((_, i) => holds[i]);
      held.push(...kept.sort(order));
      const share = kept.length / window.length;
      if (rest.length && share < 0.7) waiting = await narrow(ix, waiting, rest, signal);
      else if (share < 0.3) size *= 2;
      total = held.length + (found.approximate ? Math.ceil(waiting.length * share) : waiting.length);
    }
  }
  const shown = held.slice(offset, offset + limit);
  const records = await ix.records(shown.map((c) => c.number), signal);
  return { total, hits: shown.map((c, i) => hitOf(ix.manifest.columns, c, records[i], found.words, whole)) };
}

/** Return a test of plans by number. */
async function planFilter(filters, signal) {
  const ix = theIndex();
  const only = filters.plan ? await ix.planNumber(filters.plan, signal) : null;
  const wanted = FACETS.filter((key) => filters[key]);
  return (plan) => (only === null || plan === only) && wanted.every((key) => ix.manifest.columns[key][plan] === filters[key]);
}

/** Count candidates by what they are of; by theme too where the texts of all were read. */
function facetCounts(candidates, read) {
  const { columns } = theIndex().manifest;
  const counts = Object.fromEntries(FACETS.map((key) => [key, {}]));
  const byPlan = new Map();
  for (const c of candidates) byPlan.set(c.plan, (byPlan.get(c.plan) ?? 0) + 1);
  for (const [plan, count] of byPlan) {
    for (const key of FACETS) {
      const value = columns[key][plan];
      counts[key][value] = (counts[key][value] ?? 0) + count;
    }
  }
  if (read) {
    counts.theme = {};
    for (const theme of candidates.flatMap((c) => c.themes)) counts.theme[theme] = (counts.theme[theme] ?? 0) + 1;
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
