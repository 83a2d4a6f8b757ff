// Postings of grams: bytes of a shard in, the records that hold a gram out. src/medplan/search/postings.py writes them.

/**
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 * @typedef {"plain" | "placed" | "sided"} Kind of a gram: where it stands is told of a placed one, of a sided one also
 *   which character on either side makes a shared bigram with it
 *
 * @typedef {[left: string, right: string]} Sides what must stand on either side of a gram, "" for any
 *
 * @typedef {object} List records in rising order
 * @property {ArrayLike<number>} numbers of the records
 * @property {ArrayLike<number>} weights of each
 * @property {Spots | null} spots where that was asked
 *
 * @typedef {object} Spots where in its records something stands
 * @property {ArrayLike<number>} places of one record after the other, rising in each
 * @property {ArrayLike<number>} ends of each record, how many places come before the next one's
 */

const utf8 = new TextDecoder();

export const SPOTS = "#"; // after a gram, the name of its spots where they stand by themselves

export const HEADING = 8;
export const ROW = 4;
export const COUNT = 3;

/** @type {List} */
export const NONE = { numbers: [], weights: [], spots: null };

/** Read varints from bytes. */
export class Reader {
  /** @param {Bytes} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  varint() {
    let value = 0;
    let scale = 1;
    let byte = 0;
    do {
      byte = this.bytes[this.at++];
      value += (byte & 0x7f) * scale;
      scale *= 128;
    } while (byte & 0x80);
    return value;
  }

  text() {
    const length = this.varint();
    this.at += length;
    return utf8.decode(this.bytes.subarray(this.at - length, this.at));
  }
}

/**
 * Find an entry of a shard: its number of records, and where its bytes begin and end.
 * @param {Bytes} shard
 * @param {string} wanted
 */
function entryOf(shard, wanted) {
  const reader = new Reader(shard);
  while (reader.at < shard.length) {
    const name = reader.text();
    const count = reader.varint();
    const end = reader.varint() + reader.at;
    if (name === wanted) return { reader, count, end };
    reader.at = end;
  }
  return null;
}

/**
 * Return the postings of a gram; with its spots where they are wanted, and only where these are.
 * @param {Bytes[]} shards the one that holds it and, where its spots stand by themselves, theirs
 * @param {string} gram
 * @param {Kind} kind
 * @param {Sides | null} [sides]
 * @returns {List}
 */
export function postingsIn(shards, gram, kind, sides = null) {
  const found = entryOf(shards[0], gram);
  if (!found) return NONE;
  const { reader, count, end } = found;
  const numbers = new Uint32Array(count);
  const weights = new Uint8Array(count);
  let last = -1;
  for (let i = 0; i < count; i++) {
    last += reader.varint() + 1;
    numbers[i] = last;
  }
  for (let i = 0; i < count; i++) weights[i] = (reader.bytes[reader.at + (i >> 1)] >> (i % 2 ? 4 : 0)) & 15;
  reader.at += (count + 1) >> 1;
  if (kind === "plain" || !sides) return { numbers, weights, spots: null };
  const spots = reader.at < end ? reader : entryOf(shards[shards.length - 1], gram + SPOTS)?.reader;
  if (!spots) throw new Error(`no spots of ${gram}`);
  return readSpots(spots, { numbers, weights }, kind === "sided", sides);
}

/**
 * @param {Reader} reader at the first of the spots
 * @param {{numbers: Uint32Array, weights: Uint8Array}} whole
 * @param {boolean} sided
 * @param {Sides} wanted
 * @returns {List}
 */
function readSpots(reader, whole, sided, wanted) {
  const sides = sided ? [[...reader.text()], [...reader.text()]] : [[], []];
  const [l, r] = wanted.map((side, i) => sides[i].indexOf(side) + 1);
  if ((wanted[0] && !l) || (wanted[1] && !r)) return NONE;
  const scale = sides[1].length + 1;
  /** @type {number[][]} */
  const [numbers, weights, places, ends] = [[], [], [], []];
  whole.weights.forEach((weight, i) => {
    const before = places.length;
    let times = weight & COUNT;
    if (times === COUNT) times += reader.varint();
    for (let place = 0; times; times--) {
      place += reader.varint();
      const beside = sided ? reader.varint() : 0;
      if ((l && Math.floor(beside / scale) !== l) || (r && beside % scale !== r)) continue;
      places.push(place);
    }
    if (places.length === before) return;
    numbers.push(whole.numbers[i]);
    weights.push(weighed(weight, places.length - before));
    ends.push(places.length);
  });
  return { numbers, weights, spots: { places, ends } };
}

/**
 * Return a record's weight when something stands in it so many times.
 * @param {number} weight
 * @param {number} times
 */
export const weighed = (weight, times) => (weight & (HEADING | ROW)) | Math.min(COUNT, times);
