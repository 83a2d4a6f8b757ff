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

/** @typedef {{numbers: Uint32Array, weights: Uint8Array}} Postings records in rising order, each with its weight */

/** @type {Postings} */
export const NONE = { numbers: new Uint32Array(0), weights: new Uint8Array(0) };

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
    manifest.common = new Set(manifest.common.split(" "));
    manifest.starts = [];
    manifest.counts.reduce((sum, count) => { manifest.starts.push(sum); return sum + count; }, 0);
    for (const [key, column] of Object.entries(manifest.columns)) {
      const values = [];
      for (let i = 0; i < column.runs.length; i += 2) values.push(...Array(column.runs[i + 1]).fill(column.values[column.runs[i]]));
      manifest.columns[key] = values;
    }
    manifest.chunks = Math.ceil(manifest.records / manifest.chunk);
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
      if (name === gram) return readPostings(reader, count);
      reader.at += size;
    }
    return NONE;
  }

  /** Return the records under each heading as a map from the heading's number to how many follow it. */
  async below(signal) {
    const reader = new Reader(await this.piece("below.bin", signal));
    const below = new Map();
    let at = 0;
    while (reader.at < reader.bytes.length) {
      at += reader.varint();
      below.set(at, reader.varint());
    }
    return below;
  }

  /** Return records by number, as {eid, path, text, reading, heading}: the part of the text that is its heading; chunks are fetched together. */
  async records(numbers, signal) {
    const size = this.manifest.chunk;
    const wanted = [...new Set([...numbers].map((n) => Math.floor(n / size)))];
    const chunks = new Map(await Promise.all(wanted.map(async (c) => [c, await this.json(`t/${c}.bin`, signal)])));
    return [...numbers].map((n) => {
      const [eid, path, text, reading, heading] = chunks.get(Math.floor(n / size))[n % size];
      return { eid, path, text, reading: reading || null, heading: text.slice(0, heading) };
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

  /** Return [id, title, place] of a plan by its number. */
  async plan(number, signal) {
    const size = this.manifest.planChunk;
    return (await this.json(`p/${Math.floor(number / size)}.bin`, signal))[number % size];
  }

  /** Return the number of the plan with an id, -1 when there is none. */
  async planNumber(id, signal) {
    const { planFirsts, planChunk } = this.manifest;
    let chunk = planFirsts.length - 1;
    while (chunk > 0 && planFirsts[chunk] > id) chunk--;
    if (chunk < 0) return -1;
    const at = (await this.json(`p/${chunk}.bin`, signal)).findIndex((plan) => plan[0] === id);
    return at < 0 ? -1 : chunk * planChunk + at;
  }
}

function readPostings(reader, count) {
  const numbers = new Uint32Array(count);
  const weights = new Uint8Array(count);
  let last = -1;
  for (let i = 0; i < count; i++) {
    last += reader.varint() + 1;
    numbers[i] = last;
  }
  for (let i = 0; i < count; i++) weights[i] = (reader.bytes[reader.at + (i >> 1)] >> (i % 2 ? 4 : 0)) & 15;
  return { numbers, weights };
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
