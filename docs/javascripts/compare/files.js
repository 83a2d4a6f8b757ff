// What the page of comparison reads under /data/compare/: small files, each fetched once, none of the whole country's text.
import { JsonFiles } from "../shared/loading.js";

/**
 * @typedef {import("../shared/rows").PlaceChoice} PlaceChoice
 * @typedef {import("../shared/rows").ComparedPlan} ComparedPlan
 * @typedef {import("../shared/rows").PlanFacts} PlanFacts
 * @typedef {import("../shared/rows").Names} Names
 *
 * @typedef {object} Place
 * @property {string} code
 * @property {string} name
 * @property {string} pinyin
 * @property {string} initials
 * @property {number} plans how many the library holds
 * @property {string[]} also former names and codes, Hanyu Pinyin
 * @property {string} path the places above it
 */

/** A place's plans are few; the page asks for those of the places chosen. */
export class ComparisonFiles extends JsonFiles {
  /** @type {Map<string, Place> | null} */
  byCode = null;

  /**
   * Return every place by its code, in order of code.
   * @returns {Promise<Map<string, Place>>}
   */
  async places() {
    if (!this.byCode) {
      /** @type {PlaceChoice[]} */
      const rows = await this.json("places.json");
      const names = new Map(rows.map(([code, name]) => [code, name]));
      this.byCode = new Map(rows.map(([code, name, pinyin, initials, plans, also]) => {
        // Codes nest: the first two digits are the province's, the first four the prefecture's.
        const above = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`].filter((up) => up !== code);
        const path = [...new Set(above)].map((up) => names.get(up) ?? "").join("");
        return [code, { code, name, pinyin, initials, plans, also, path }];
      }));
    }
    return this.byCode;
  }

  /**
   * Return the catalogues' names and the words for what differs.
   * @returns {Promise<Names>}
   */
  names() { return this.json("names.json"); }

  /**
   * Return a place's plans, the one to show first at the head; [] for a place that has none.
   * @param {Place} place
   * @returns {Promise<ComparedPlan[]>}
   */
  async plansOf(place) {
    if (!place.plans) return [];
    /** @type {ComparedPlan[]} */
    const rows = await this.json(`held/${place.code.slice(0, 4)}00.json`);
    return rows.filter((row) => row.jurisdiction_code === place.code);
  }

  /**
   * Return what one plan brings to the comparison.
   * @param {string} id
   * @returns {Promise<PlanFacts>}
   */
  plan(id) { return this.json(`plans/${id}.json`); }
}
