// The index on the server, piece by piece: manifest, shards of grams, chunks of text. Each piece is fetched once.
import { unpack } from "../shared/unpack.js";
import { kindOf, lastBefore, planOf, readManifest, shardOf } from "./manifest.js";
import { NONE, Reader, SPOTS, postingsIn } from "./postings.js";

/**
 * @typedef {import("./postings.js").Bytes} Bytes
 * @typedef {import("./postings.js").List} List
 * @typedef {import("./manifest.js").Manifest} Manifest
 *
 * @typedef {object} TextRecord
 * @property {[id: string, title: string, place: string]} plan
 * @property {string} eid
 * @property {string} path
 * @property {string} text as printed
 * @property {string | null} reading where it differs
 * @property {string} heading the part of the text that is its heading
 * @property {string[]} themes
 *
 * @callback Load fetches a piece, or a range of its bytes
 * @param {any} base
 * @param {string} name
 * @param {AbortSignal} [signal]
 * @param {RequestInit} [init]
 * @param {[from: number, end: number]} [range]
 * @returns {Promise<Bytes>}
 */

const utf8 = new TextDecoder();

/**
 * Return a part of what came; a page that came in its place as it is, for `unpack` to refuse.
 * @param {Bytes} bytes
 * @param {number} at
 * @param {number} size
 */
const partOf = (bytes, at, size) => (bytes[0] === 0x1f ? bytes.subarray(at, at + size) : bytes);

/** @type {Load} */
async function fetchPiece(base, name, signal, init = {}, range) {
  // Of a range the browser asks that it be sent as it lies: no server packs it.
  const headers = range ? { Range: `bytes=${range[0]}-${range[1] - 1}` } : undefined;
  const answer = await fetch(new URL(name, base), { signal, headers, ...init });
  if (!answer.ok) throw new Error(`${answer.status} ${name}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  // A server that knows no ranges sends the whole.
  return range && answer.status !== 206 && bytes[0] === 0x1f ? bytes.subarray(...range) : bytes;
}

export class SearchIndex {
  /**
   * @param {URL | string} base the folder that holds manifest.bin
   * @param {Load} load
   */
  constructor(base, load = fetchPiece) {
    this.base = base;
    this.load = load;
    /** @type {Map<string, Promise<Bytes>>} */
    this.pieces = new Map();
    /** @type {Manifest | null} */
    this.opened = null;
  }

  /** What is known of the index, once it is open. */
  get manifest() {
    if (!this.opened) throw new Error("the index is not open");
    return this.opened;
  }

  /**
   * Load the manifest; only the manifest is asked for anew, everything else is named by the index's hash.
   * @param {AbortSignal} [signal]
   */
  async open(signal) {
    if (this.opened) return;
    const bytes = await unpack(await this.load(this.base, "manifest.bin", signal, { cache: "no-cache" }));
    this.opened = readManifest(utf8.decode(bytes));
  }

  /**
   * Return a piece of this version of the index; a failed or aborted one is forgotten, so that it can be asked again.
   * @param {string} name
   * @param {AbortSignal} [signal]
   * @returns {Promise<Bytes>}
   */
  piece(name, signal) {
    return this.once(name, signal, () => this.load(this.base, `${this.manifest.version}/${name}`, signal).then(unpack));
  }

  /**
   * Return what was got under a name before, or what is got now.
   * @param {string} name
   * @param {AbortSignal | undefined} signal
   * @param {() => Promise<Bytes>} get
   * @returns {Promise<Bytes>}
   */
  async once(name, signal, get) {
    const known = this.pieces.get(name);
    if (known) {
      return known.catch((error) => {
        // Whoever asked for it first has given up, not whoever asks now.
        if (error.name === "AbortError" && !signal?.aborted) return this.once(name, signal, get);
        throw error;
      });
    }
    const got = get();
    this.pieces.set(name, got);
    got.catch(() => this.pieces.delete(name));
    return got;
  }

  /**
   * Return the text of a file that few queries need.
   * @param {string} name
   * @param {AbortSignal} [signal]
   */
  async text(name, signal) {
    return utf8.decode(await this.piece(name, signal));
  }

  /**
   * Return what a piece of JSON holds, as its readers know it to be.
   * @param {string} name
   * @param {AbortSignal} [signal]
   * @returns {Promise<any>}
   */
  async json(name, signal) {
    return JSON.parse(await this.text(name, signal));
  }

  /**
   * Return the postings of a gram; of one that has spots only those that are wanted, and them alone.
   * @param {string} gram
   * @param {AbortSignal} [signal]
   * @param {import("./postings.js").Sides | null} [sides] null for no spots
   * @returns {Promise<List>}
   */
  async postings(gram, signal, sides = null) {
    const kind = kindOf(this.manifest, gram);
    const names = kind === "placed" && sides ? [gram, gram + SPOTS] : [gram];
    const shards = [...new Set(names.map((name) => shardOf(this.manifest, name)))].filter((shard) => shard >= 0);
    const pieces = await Promise.all(shards.map((shard) => this.piece(`g/${shard}.bin`, signal)));
    return pieces.length ? postingsIn(pieces, gram, kind, sides) : NONE;
  }

  /**
   * Return the headings of some plans as a map from a heading's record to how many records stand under it.
   * @param {Iterable<number>} plans
   * @param {AbortSignal} [signal]
   * @returns {Promise<Map<number, number>>}
   */
  async below(plans, signal) {
    const { belowPlans, starts } = this.manifest;
    const wanted = [...new Set([...plans].map((plan) => Math.floor(plan / belowPlans)))];
    const pieces = await Promise.all(wanted.map((number) => this.piece(`b/${number}.bin`, signal)));
    const below = new Map();
    pieces.forEach((piece, i) => {
      const reader = new Reader(piece);
      let at = starts[wanted[i] * belowPlans];
      while (reader.at < reader.bytes.length) {
        at += reader.varint();
        below.set(at, reader.varint());
      }
    });
    return below;
  }

  /**
   * Return the number of the chunk that holds a record's text, and the record's place in it.
   * @param {number} record
   * @returns {[chunk: number, place: number]}
   */
  chunkOf(record) {
    const { starts, chunkStarts, chunk } = this.manifest;
    const plan = this.planOf(record);
    const place = record - starts[plan];
    return [chunkStarts[plan] + Math.floor(place / chunk), place % chunk];
  }

  /**
   * Return chunks of text by number; those that stand side by side in a file are fetched as one range.
   * @param {number[]} chunks
   * @param {AbortSignal} [signal]
   * @returns {Promise<[chunk: number, text: Bytes][]>}
   */
  texts(chunks, signal) {
    const { version, textPlans, chunkStarts, chunkOffsets, chunkSizes } = this.manifest;
    const sorted = [...new Set(chunks)].sort((a, b) => a - b);
    const got = [];
    for (let i = 0; i < sorted.length; ) {
      const first = i;
      const missing = () => !this.pieces.has(`t/${sorted[i]}`);
      const fetched = missing();
      do i++; while (fetched && i < sorted.length && sorted[i] === sorted[i - 1] + 1 && chunkOffsets[sorted[i]] && missing());
      const run = sorted.slice(first, i);
      const [from, last] = [chunkOffsets[run[0]], run[run.length - 1]];
      const plan = lastBefore(chunkStarts, (start) => start > run[0]);
      const name = `${version}/t/${Math.floor(plan / textPlans)}.bin`;
      /** @type {Promise<Bytes> | undefined} */
      let whole;
      const get = () => (whole ??= this.load(this.base, name, signal, {}, [from, chunkOffsets[last] + chunkSizes[last]]));
      for (const chunk of run) {
        const at = chunkOffsets[chunk] - from;
        const text = this.once(`t/${chunk}`, signal, async () => unpack(partOf(await get(), at, chunkSizes[chunk])));
        got.push(text.then((bytes) => /** @type {[number, Bytes]} */ ([chunk, bytes])));
      }
    }
    return Promise.all(got);
  }

  /**
   * Return records by number; their chunks are fetched together.
   * @param {number[]} numbers
   * @param {AbortSignal} [signal]
   * @returns {Promise<TextRecord[]>}
   */
  async records(numbers, signal) {
    const places = numbers.map((number) => this.chunkOf(number));
    const loaded = await this.texts(places.map(([chunk]) => chunk), signal);
    const chunks = new Map(loaded.map(([chunk, bytes]) => [chunk, JSON.parse(utf8.decode(bytes))]));
    return places.map(([chunk, place]) => {
      /** @type {[plan: TextRecord["plan"], records: import("../shared/rows").IndexedText[]]} */
      const [plan, records] = chunks.get(chunk);
      const [eid, path, text, reading, heading, themes] = records[place];
      return { plan, eid, path, text, reading: reading ? String(reading) : null, heading: text.slice(0, heading), themes: themes ? themes.split(" ") : [] };
    });
  }

  /**
   * Return the number of the plan that holds a record.
   * @param {number} record
   */
  planOf(record) { return planOf(this.manifest, record); }

  /**
   * Return the number of the plan with an id, -1 when there is none.
   * @param {string} id
   * @param {AbortSignal} [signal]
   */
  async planNumber(id, signal) {
    return (await this.text("plans.bin", signal)).split("\n").indexOf(id);
  }
}
