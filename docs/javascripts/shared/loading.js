// Small JSON files of the site, each fetched once, and what is said of an error.
import { unpack } from "./unpack.js";

const utf8 = new TextDecoder();

/** The JSON files of a folder. */
export class JsonFiles {
  /**
   * @param {URL} folder with a slash at its end
   * @param {boolean} [packed] whether its files are compressed, as where plans are many; the page tells
   */
  constructor(folder, packed = false) {
    this.folder = folder;
    this.ending = packed ? ".gz" : "";
    /** @type {Map<string, Promise<any>>} */
    this.got = new Map();
  }

  /**
   * Return a file's content, as its readers know it to be; one that failed is forgotten, so that it can be asked for again.
   * @param {string} name
   * @returns {Promise<any>}
   */
  json(name) {
    const known = this.got.get(name);
    if (known) return known;
    const asked = fetch(new URL(name + this.ending, this.folder)).then(async (answer) => {
      if (!answer.ok) throw new Error(`${answer.status} ${name}`);
      if (!this.ending) return answer.json();
      return JSON.parse(utf8.decode(await unpack(new Uint8Array(await answer.arrayBuffer()))));
    });
    this.got.set(name, asked);
    asked.catch(() => this.got.delete(name));
    return asked;
  }
}

/**
 * Return what an error says of itself.
 * @param {unknown} error
 */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));
