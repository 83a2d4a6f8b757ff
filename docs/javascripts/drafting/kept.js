// What is typed on the page, kept on this device only, apart for each plan; where nothing can be kept, as long as the page.

/** What was typed, by what each field is known by. */
export class Typed {
  /** @param {string} name what the fields belong to */
  constructor(name) {
    this.key = `drafting ${name}`;
    /** @type {Record<string, string>} */
    this.texts = {};
    try {
      const known = JSON.parse(localStorage.getItem(this.key) ?? "{}");
      for (const [field, text] of Object.entries(known)) if (typeof text === "string") this.texts[field] = text;
    } catch { /* no storage, or not as it was written */ }
  }

  /** @param {string} field */
  get(field) { return Object.hasOwn(this.texts, field) ? this.texts[field] : ""; }

  /**
   * @param {string} field
   * @param {string} text
   */
  set(field, text) {
    if (text) this.texts[field] = text;
    else delete this.texts[field];
    try {
      localStorage.setItem(this.key, JSON.stringify(this.texts));
    } catch { /* it stays on the page */ }
  }
}
