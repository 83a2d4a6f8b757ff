// What the page of drafting reads: small files of a plan, of a theme, of a theme and province; places as the comparison has.
import { ComparisonFiles } from "../compare/files.js";
import { levelOf } from "../compare/place-picker.js";
import { JsonFiles } from "../shared/loading.js";

/**
 * @typedef {import("../compare/files.js").Place} Place
 * @typedef {import("../shared/rows").DraftingPlan} DraftingPlan
 * @typedef {import("../shared/rows").DraftingNames} DraftingNames
 * @typedef {import("../shared/rows").SharedWords} SharedWords
 * @typedef {import("../shared/rows").CitedOnTheme} CitedOnTheme
 */

const MOST_PEERS = 7;

export class DraftingFiles extends JsonFiles {
  /**
   * @param {URL} data the folder of all downloads
   * @param {boolean} [packed] whether their files are compressed
   */
  constructor(data, packed = false) {
    super(new URL("drafting/", data), packed);
    this.compared = new ComparisonFiles(new URL("compare/", data), packed);
  }

  /** @returns {Promise<DraftingNames>} */
  names() { return this.json("names.json"); }

  /**
   * Return the plan of a place that is to be followed by the next; null where the library holds none.
   * @param {Place} place
   * @returns {Promise<DraftingPlan | null>}
   */
  async planOf(place) {
    const [first] = await this.compared.plansOf(place);
    return first ? this.json(`plans/${first.id}.json`) : null;
  }

  /**
   * Return what files of a kind have on a theme: those of the place's province first, then those of the whole library.
   * @template T
   * @param {"wording" | "documents"} kind
   * @param {string} theme
   * @param {string} province
   * @returns {Promise<T[]>}
   */
  async on(kind, theme, province) {
    const held = new Set((await this.names())[kind]);
    const names = [`${theme}-${province}`, theme].filter((name) => held.has(name));
    return (await Promise.all(names.map((name) => this.json(`${kind}/${name}.json`)))).flat();
  }
}

/**
 * Return how far a place is from another as one to look at: what is above it first, then its like in the same prefecture,
 * province, country, then the rest.
 * @param {string} own
 * @param {string} code
 */
function distance(own, code) {
  const above = (code.endsWith("0000") && (own.startsWith(code.slice(0, 2)) || code === "100000")) || (code.endsWith("00") && own.startsWith(code.slice(0, 4)));
  if (above) return 0;
  const alike = levelOf({ code }) === levelOf({ code: own });
  if (alike && code.slice(0, 4) === own.slice(0, 4)) return 1;
  if (alike && code.slice(0, 2) === own.slice(0, 2)) return 2;
  return alike ? 3 : code.slice(0, 2) === own.slice(0, 2) ? 4 : 5;
}

/**
 * Return the places whose plans are looked at beside one's own: those above it and the nearest of its like, in order of
 * code; no order of merit.
 * @param {Iterable<Place>} places
 * @param {string} own
 */
export function peersOf(places, own) {
  const near = (/** @type {Place} */ { code }) => Math.abs(Number(code) - Number(own));
  return [...places]
    .filter(({ code, plans }) => plans && code !== own)
    .sort((a, b) => distance(own, a.code) - distance(own, b.code) || near(a) - near(b))
    .slice(0, MOST_PEERS)
    .sort((a, b) => levelOf(a) - levelOf(b) || a.code.localeCompare(b.code, "en"));
}
