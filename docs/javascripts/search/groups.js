// Hits of one plan stand together, a heading with what it stands above as one: hits in order in; those to show out.

/** @typedef {import("../search.js").Hit} Hit */

/**
 * Return hits in runs of one plan, batch by batch, so that what was shown stays where it is when more is asked for: each
 * with whether it is the first of its run, and the heading directly above it that was found too and stands with it.
 * @param {Hit[]} hits
 * @param {number} size of the first batch
 * @param {number} further size of each that follows
 * @returns {[hit: Hit, first: boolean, heading: Hit | null][]}
 */
export function grouped(hits, size, further) {
  /** @type {[Hit, boolean, Hit | null][]} */
  const shown = [];
  for (let at = 0; at < hits.length; at += at ? further : size) {
    const batch = hits.slice(at, at + (at ? further : size));
    /** @type {Map<string, Hit[]>} */
    const plans = new Map();
    for (const hit of batch) plans.set(hit.plan, [...(plans.get(hit.plan) ?? []), hit]);
    for (const group of plans.values()) {
      const headings = new Map();
      for (const hit of group) {
        const above = group.find((other) => isHeading(other) && hit !== other && parentOf(hit.eid) === other.eid);
        if (above && ![...headings.values()].includes(above)) headings.set(hit, above);
      }
      const taken = new Set(headings.values());
      group.filter((hit) => !taken.has(hit)).forEach((hit, i) => shown.push([hit, i === 0, headings.get(hit) ?? null]));
    }
  }
  return shown;
}

/**
 * Tell whether a hit is a heading and nothing more.
 * @param {Hit} hit
 */
const isHeading = ({ heading, snippet }) => heading !== "" && heading.trim() === snippet.trim();

/** @param {string} eid */
const parentOf = (eid) => eid.split("__").slice(0, -1).join("__");

/**
 * Return a plan's title, by the text of its first record.
 * @param {import("./index-files.js").SearchIndex} ix
 * @param {string} id
 */
export async function titleOf(ix, id) {
  const number = await ix.planNumber(id);
  if (number < 0) return id;
  const [record] = await ix.records([ix.manifest.starts[number]]);
  return record.plan[1];
}
