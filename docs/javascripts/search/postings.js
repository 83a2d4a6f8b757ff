// Postings of grams: bytes of a shard in, the records that hold a gram out. src/medplan/search/postings.py writes them.

/**
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 *
 * @typedef {object} Postings
 * @property {Uint32Array} numbers of records, rising
 * @property {Uint8Array} weights of each
 * @property {Uint8Array | null} places for a trigram, where it stands in each modulo PLACES when it stands there once; else
 *   NO_PLACE
 */

const utf8 = new TextDecoder();

export const PLACES = 15;
export const NO_PLACE = 15;

/** @type {Postings} */
export const NONE = { numbers: new Uint32Array(0), weights: new Uint8Array(0), places: null };

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
}

/**
 * Return the postings of a gram that a shard holds.
 * @param {Bytes} shard
 * @param {string} gram
 */
export function postingsIn(shard, gram) {
  const reader = new Reader(shard);
  while (reader.at < shard.length) {
    const length = reader.varint();
    const name = utf8.decode(shard.subarray(reader.at, reader.at + length));
    reader.at += length;
    const count = reader.varint();
    const size = reader.varint();
    if (name === gram) return readPostings(reader, count, [...name].length > 2 && name[0] !== "#");
    reader.at += size;
  }
  return NONE;
}

/**
 * @param {Reader} reader at the first of the gram's bytes
 * @param {number} count
 * @param {boolean} placed whether each weight comes with a place
 * @returns {Postings}
 */
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
