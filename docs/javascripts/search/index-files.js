// The index on the server, piece by piece: manifest, shards of grams, chunks of text. Each piece is fetched once.

const utf8 = new TextDecoder();

/** Unpack a piece. A server that already unpacked it (Content-Encoding) is served as well. */
async function unpack(bytes) {
  if (bytes[0] === 0x3c) throw new Error("得到的是网页，不是搜索数据"); // a captive portal answers with its own page
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Fetch a piece by its name. */
async function fetchPiece(base, name, signal, init = {}) {
  const answer = await fetch(new URL(name, base), { signal, ...init });
  if (!answer.ok) throw new Error(`${answer.status} ${name}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** Read varints from bytes. */
class Reader {
  constructor(bytes, at = 0) { this.bytes = bytes; this.at = at; }
  varint() {
    let value = 0;
    let scale = 1;
    let byte;
    do {
      byte = this.bytes[this.at++];
      value += (byte & 0x7f) * scale;
      scale *= 128;
    } while (byte & 0x80);
    return value;
  }
}

/**
 * @typedef {{numbers: Uint32Array, weights: Uint8Array, places: Uint8Array | null}} Postings records in rising order, each
 *   with its weight and, for a trigram, where it stands modulo PLACES when it stands there once; else NO_PLACE
 */
export const PLACES = 15;
export const NO_PLACE = 15;

/** @type {Postings} */
export const NONE = { numbers: new Uint32Array(0), weights: new Uint8Array(0), places: null };

export class SearchIndex {
  /**
   * @param {URL | string} base the folder that holds manifest.bin
   * @param {(base: any, name: string, signal?: AbortSignal, init?: object) => Promise<Uint8Array>} load fetches a piece
   */
  constructor(base, load = fetchPiece) {
    this.base = base;
    this.load = load;
    this.pieces = new Map();
    this.manifest = null;
  }

  /** Load the manifest; only the manifest is asked for anew, everything else is named by the index's hash. */
  async open(signal) {
    if (this.manifest) return this.manifest;
    const bytes = await unpack(await this.load(this.base, "manifest.bin", signal, { cache: "no-cache" }));
    const manifest = JSON.parse(utf8.decode(bytes));
    manifest.firsts = manifest.firsts ? manifest.firsts.split("\n") : [];
    // The place of a bigram among the common ones, the most common first.
    manifest.common = new Map(manifest.common.split(" ").map((gram, place) => [gram, place]));
    manifest.starts = [];
    manifest.chunkStarts = [];
    let record = 0;
    let chunk = 0;
    for (const count of manifest.counts) {
      manifest.starts.push(record);
      manifest.chunkStarts.push(chunk);
      record += count;
      chunk += Math.ceil(count / manifest.chunk);
    }
    manifest.chunks = chunk;
    for (const [key, column] of Object.entries(manifest.columns)) {
      const values = [];
      for (let i = 0; i < column.runs.length; i += 2) values.push(...Array(column.runs[i + 1]).fill(column.values[column.runs[i]]));
      manifest.columns[key] = values;
    }
    this.manifest = manifest;
    return manifest;
  }

  /** Return a piece of this version of the index; a failed or aborted one is forgotten, so that it can be asked again. */
  async piece(name, signal) {
    if (!this.pieces.has(name)) {
      const got = this.load(this.base, `${this.manifest.version}/${name}`, signal).then(unpack);
      this.pieces.set(name, got);
      got.catch(() => this.pieces.delete(name));
    }
    return this.pieces.get(name);
  }

  async json(name, signal) {
    return JSON.parse(utf8.decode(await this.piece(name, signal)));
  }

  /** Return the postings of a gram. @returns {Promise<Postings>} */
  async postings(gram, signal) {
    const { firsts } = this.manifest;
    let low = 0;
    let high = firsts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareCodePoints(firsts[middle], gram) <= 0) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return NONE;
    const reader = new Reader(await this.piece(`g/${low - 1}.bin`, signal));
    while (reader.at < reader.bytes.length) {
      const length = reader.varint();
      const name = utf8.decode(reader.bytes.subarray(reader.at, reader.at + length));
      reader.at += length;
      const count = reader.varint();
      const size = reader.varint();
      if (name === gram) return readPostings(reader, count, [...name].length > 2 && name[0] !== "#");
      reader.at += size;
    }
    return NONE;
  }

  /** Return the headings of some plans as a map from a heading's record to how many records stand under it. */
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

  /** Return the number of the chunk that holds a record's text, and the record's place in it. */
  chunkOf(record) {
    const { starts, chunkStarts, chunk } = this.manifest;
    const plan = this.planOf(record);
    const place = record - starts[plan];
    return [chunkStarts[plan] + Math.floor(place / chunk), place % chunk];
  }

  /**
   * Return records by number; their chunks are fetched together. `heading` is the part of the text that is its heading,
   * `plan` is [id, title, place], `themes` are ids.
   */
  async records(numbers, signal) {
    const places = [...numbers].map((n) => this.chunkOf(n));
    const chunks = new Map(await Promise.all([...new Set(places.map(([c]) => c))].map(async (c) => [c, await this.json(`t/${c}.bin`, signal)])));
    return places.map(([c, place]) => {
      const [plan, records] = chunks.get(c);
      const [eid, path, text, reading, heading, themes] = records[place];
      return { plan, eid, path, text, reading: reading || null, heading: text.slice(0, heading), themes: themes ? themes.split(" ") : [] };
    });
  }

  /** Return the number of the plan that holds a record. */
  planOf(record) {
    const { starts } = this.manifest;
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= record) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Return the number of the plan with an id, -1 when there is none. */
  async planNumber(id, signal) {
    return utf8.decode(await this.piece("plans.bin", signal)).split("\n").indexOf(id);
  }

  /** Tell whether a bigram is common, so that trigrams of it and a common neighbour are indexed as well. */
  isCommon(pair) {
    return this.manifest.common.has(pair) || /[0-9]/.test(pair);
  }
}

function readPostings(reader, count, placed) {
  const numbers = new Uint32Array(count);
  const weights = new Uint8Array(count);
  let last = -1;
  for (let i = 0; i < count; i++) {
    last += reader.varint() + 1;
    numbers[i] = last;
  }
  if (placed) {
    const whole = reader.bytes.subarray(reader.at, reader.at + count);
    return { numbers, weights: whole.map((byte) => byte & 15), places: whole.map((byte) => byte >> 4) };
  }
  for (let i = 0; i < count; i++) weights[i] = (reader.bytes[reader.at + (i >> 1)] >> (i % 2 ? 4 : 0)) & 15;
  return { numbers, weights, places: null };
}

/** Compare as Python sorts: by code point, which differs from JavaScript's order beyond the basic plane. */
function compareCodePoints(a, b) {
  const x = [...a];
  const y = [...b];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const d = x[i].codePointAt(0) - y[i].codePointAt(0);
    if (d) return d;
  }
  return x.length - y.length;
}
