// What the page of comparison reads under /data/compare/: small files, each fetched once, none of the whole country's text.

/** @typedef {{code: string, name: string, pinyin: string, initials: string, plans: number, path: string}} Place */

/** A place's plans are few; the page asks for those of the places chosen. */
export class ComparisonFiles {
  /** @param {URL} base the folder `data/compare/` */
  constructor(base) {
    this.base = base;
    this.got = new Map();
  }

  /** Return a file's JSON; one that failed is forgotten, so that it can be asked for again. */
  json(name) {
    if (!this.got.has(name)) {
      const asked = fetch(new URL(name, this.base)).then((answer) => {
        if (!answer.ok) throw new Error(`${answer.status} ${name}`);
        return answer.json();
      });
      this.got.set(name, asked);
      asked.catch(() => this.got.delete(name));
    }
    return this.got.get(name);
  }

  /** Return every place by its code, in order of code. @returns {Promise<Map<string, Place>>} */
  async places() {
    if (!this.byCode) {
      const rows = await this.json("places.json");
      const names = new Map(rows.map(([code, name]) => [code, name]));
      this.byCode = new Map(rows.map(([code, name, pinyin, initials, plans]) => {
        // Codes nest: the first two digits are the province's, the first four the prefecture's.
        const above = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`].filter((up) => up !== code);
        const path = [...new Set(above)].map((up) => names.get(up) ?? "").join("");
        return [code, { code, name, pinyin, initials, plans, path }];
      }));
    }
    return this.byCode;
  }

  /** Return the catalogues' names and the words for what differs. */
  names() { return this.json("names.json"); }

  /** Return a place's plans, the one to show first at the head; [] for a place that has none. */
  async plansOf(place) { return place.plans ? this.json(`held/${place.code}.json`) : []; }

  /** Return what one plan brings to the comparison. */
  plan(id) { return this.json(`plans/${id}.json`); }
}
