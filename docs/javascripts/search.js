// Full-text search of provisions in the browser: words and filters in, provisions that literally hold them out.
import { facetCounts, planFilter } from "./search/filters.js";
import { candidateOf, lookUp, narrow } from "./search/find.js";
import { hitOf } from "./search/hits.js";
import { SearchIndex } from "./search/index-files.js";
import { headingsAbove, together } from "./search/join.js";
import { COUNT, HEADING, ROW } from "./search/postings.js";
import { toSimplified } from "./search/simplified.js";
import { readQuery } from "./search/text.js";
import { SMALL_LIBRARY, doubtful, holders, isSure, verifyAll } from "./search/verify.js";

/**
 * @typedef {{province?: string, level?: string, kind?: string, stage?: string, year?: string, theme?: string, plan?: string}} Filters
 * @typedef {{plan: string, eid: string, title: string, path: string, snippet: string, url: string,
 *   marks: [number, number][], place: string, kind: string, stage: string, published: string, status: string,
 *   heading: string}} Hit
 *   `marks` are places in `snippet`
 * @typedef {{total: number, hits: Hit[], approximate: boolean, facets: import("./search/filters.js").Facets,
 *   words: {text: string, total: number}[], simplified: string | null}} Result
 * @typedef {import("./search/find.js").Candidate} Candidate
 * @typedef {import("./search/text.js").Word} Word
 * @typedef {import("./search/verify.js").Found} Found
 * @typedef {(a: Candidate, b: Candidate) => number} Order
 */

const WINDOW = 10; // candidates verified and put in order at a time, where not all can be
const MOST_IN_WINDOW = 40;
const CHUNK_BYTES = 2_400; // of texts, more or less

/** @type {SearchIndex | null} */
let index = null;

/**
 * Use an index elsewhere, or another way to load its pieces (tests).
 * @param {URL | string} base
 * @param {import("./search/index-files.js").Load} [load]
 */
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
  let { found, words } = await findAll(ix, asked, filters, whole, signal);
  let simplified = null;
  let used = asked;
  if (!found.candidates.length && /\p{Script=Han}/u.test(query)) {
    const changed = await toSimplified(ix, asked, signal);
    if (changed) {
      ({ found, words } = await findAll(ix, changed, filters, whole, signal));
      used = changed;
      simplified = changed.map((word) => word.text).join(" ");
    }
  }
  signal?.throwIfAborted();
  if (!found.candidates.length && words.length > 1) {
    // What each word finds by itself is told to the reader, so it is counted as strictly as a query.
    for (const word of words) word.count = (await findAll(ix, [{ ...word, exclude: false }], filters, whole, signal)).found.candidates.length;
  }
  const order = sort === "date" ? byDate(ix) : byWeight;
  const ranked = found.candidates.sort(order);
  const page = await takePage(ix, ranked, found, order, { offset, limit, whole, signal });
  const facets = facetCounts(ix, ranked, !found.byWindows);
  // What a choice would find, had the reader chosen it instead: its own list does not narrow its numbers.
  for (const key of /** @type {const} */ (["province", "level", "kind", "stage", "year", "theme"])) {
    if (!filters[key]) continue;
    const others = await findAll(ix, used, { ...filters, [key]: "" }, whole, signal);
    Object.assign(facets, { [key]: facetCounts(ix, others.found.candidates, !others.found.byWindows)[key] ?? {} });
  }
  return {
    total: page.total,
    hits: page.hits,
    approximate: found.approximate,
    facets,
    words: words.map((word) => ({ text: word.text, total: word.count })),
    simplified,
  };
}

/**
 * Return what holds all words that are asked, as far as it can be verified, and the words with what each finds.
 * @param {SearchIndex} ix
 * @param {Word[]} asked
 * @param {Filters} filters
 * @param {boolean} whole
 * @param {AbortSignal} [signal]
 */
async function findAll(ix, asked, filters, whole, signal) {
  const lookedUp = await Promise.all(asked.map((word) => lookUp(ix, word, asked.length, signal)));
  const words = asked.map((word, i) => ({ ...word, ...lookedUp[i], count: lookedUp[i].list.numbers.length }));
  const wanted = words.filter((word) => !word.exclude);
  const excluded = words.filter((word) => word.exclude);
  /** @type {Found} */
  const found = { candidates: [], words: wanted, excluded, above: new Map(), proved: false, byWindows: false, approximate: false };
  const scan = wanted.length > 0 && wanted.every((word) => word.anywhere) && ix.manifest.chunks <= SMALL_LIBRARY;
  if (!scan && wanted.every((word) => !word.count)) return { found, words };
  const passes = await planFilter(ix, filters, signal);
  const themed = filters.theme ? new Set(Array.from((await ix.postings(`#${filters.theme}`, signal)).numbers)) : null;
  const { candidates, above } = await (scan ? everything(ix, wanted.length > 1, signal) : wanted.length === 1 ? single(wanted[0]) : together(ix, wanted, signal));
  const sure = excluded.filter((word) => isSure(word, whole)).map((word) => new Set(Array.from(word.list.numbers)));
  notePlans(ix, candidates);
  found.above = doubtful(above, wanted, whole);
  found.candidates = candidates.filter((c) => passes(c.plan) && (!themed || themed.has(c.number)) && !sure.some((set) => set.has(c.number)));
  found.proved = words.every((word) => isSure(word, whole));
  return { found: await verifyAll(ix, found, whole, signal), words };
}

/**
 * Note which plan holds each candidate; they come in the order of their numbers.
 * @param {SearchIndex} ix
 * @param {Candidate[]} candidates
 */
function notePlans({ manifest: { starts } }, candidates) {
  let plan = 0;
  for (const c of candidates) {
    while (starts[plan + 1] <= c.number) plan++;
    c.plan = plan;
  }
}

/**
 * Return what a single word finds.
 * @param {import("./search/find.js").FoundWord} word
 */
const single = ({ list }) => ({
  candidates: Array.from(list.numbers, (number, i) => candidateOf(number, list.weights[i])),
  above: new Map(),
});

/**
 * Return every record: single characters have no postings, in a small library all is read for them.
 * @param {SearchIndex} ix
 * @param {boolean} several there are several words, which may stand in headings too
 * @param {AbortSignal} [signal]
 */
async function everything(ix, several, signal) {
  const candidates = Array.from({ length: ix.manifest.records }, (_, number) => candidateOf(number));
  return { candidates, above: several ? headingsAbove(candidates, await ix.below(ix.manifest.counts.keys(), signal)) : new Map() };
}

/** @param {Candidate} candidate */
const guess = ({ weight }) => (weight & HEADING ? 8 : 0) + (weight & ROW ? -4 : 0) + (weight & COUNT);

/**
 * By rank where the texts are known; else in a heading first, rows of tables last, then the number of occurrences.
 * @type {Order}
 */
function byWeight(a, b) {
  const difference = a.rank !== null && b.rank !== null ? b.rank - a.rank : guess(b) - guess(a);
  return difference || a.number - b.number;
}

/**
 * Return the order by date, the newest first.
 * @param {SearchIndex} ix
 * @returns {Order}
 */
function byDate({ manifest: { columns: { published } } }) {
  return (a, b) => {
    const [x, y] = [published[a.plan], published[b.plan]];
    return x < y ? 1 : x > y ? -1 : byWeight(a, b);
  };
}

/**
 * Return one page of hits; candidates that could not be verified before are verified as they come, and ordered by windows.
 * @param {SearchIndex} ix
 * @param {Candidate[]} ranked
 * @param {Found} found
 * @param {Order} order
 * @param {{offset: number, limit: number, whole: boolean, signal?: AbortSignal}} options
 */
async function takePage(ix, ranked, found, order, { offset, limit, whole, signal }) {
  let { length: total } = ranked;
  let held = ranked;
  if (found.byWindows) {
    const alone = found.words.length === 1 ? found.words[0] : null;
    let waiting = ranked;
    let size = WINDOW;
    held = [];
    let share = 1;
    while (waiting.length && held.length < offset + limit) {
      // Not by how many are still wanted: pages are parts of one list.
      const inVain = WINDOW / Math.max(share, 1 / size) - WINDOW;
      if (alone?.rest.length && inVain * CHUNK_BYTES > alone.rest[0].bytes) {
        const left = await narrow(ix, alone, signal);
        waiting = waiting.filter((c) => left.has(c.number));
      } else size = Math.min(MOST_IN_WINDOW, Math.ceil(WINDOW + inVain));
      const window = waiting.slice(0, size);
      waiting = waiting.slice(size);
      const holds = await holders(ix, window, found, whole, signal);
      const kept = window.filter((_, i) => holds[i]);
      held.push(...kept.sort(order));
      share = kept.length / window.length;
      total = held.length + (found.approximate ? Math.ceil(waiting.length * share) : waiting.length);
    }
  }
  const shown = held.slice(offset, offset + limit);
  const records = await ix.records(shown.map((c) => c.number), signal);
  const hits = shown.map((c, i) => hitOf(ix.manifest.columns, c.plan, records[i], found.words, whole));
  return { total, hits };
}
