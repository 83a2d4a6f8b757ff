// What plans are filtered by, and how many of the provisions found each choice holds.

/**
 * @typedef {import("./find.js").Candidate} Candidate
 * @typedef {import("./index-files.js").SearchIndex} SearchIndex
 * @typedef {Record<string, Record<string, number>>} Facets how many provisions each value of each facet has
 */

const FACETS = /** @type {const} */ (["province", "level", "kind", "stage", "year"]);

/**
 * Return a test of plans by number.
 * @param {SearchIndex} ix
 * @param {import("../search.js").Filters} filters
 * @param {AbortSignal} [signal]
 * @returns {Promise<(plan: number) => boolean>}
 */
export async function planFilter(ix, filters, signal) {
  const only = filters.plan ? await ix.planNumber(filters.plan, signal) : null;
  const wanted = FACETS.filter((key) => filters[key]);
  return (plan) => (only === null || plan === only) && wanted.every((key) => ix.manifest.columns[key][plan] === filters[key]);
}

/**
 * Count candidates by what they are of; by theme too where the texts of all were read.
 * @param {SearchIndex} ix
 * @param {Candidate[]} candidates
 * @param {boolean} read
 * @returns {Facets}
 */
export function facetCounts({ manifest: { columns } }, candidates, read) {
  /** @type {Facets} */
  const counts = Object.fromEntries(FACETS.map((key) => [key, {}]));
  /** @type {Map<number, number>} */
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
