// A zip archive made in the browser, each file stored as it is: what Word's format is packed in. APPNOTE.TXT of PKWARE,
// sections 4.3.7, 4.3.12 and 4.3.16; the date is always the same, so that the same content is the same file.

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let rest = n;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest >>> 0;
});
const DATE = (1 << 5) | 1; // 1 January 1980, the first that there is
const UTF8 = 0x0800;

/**
 * Return the CRC-32 of bytes.
 * @param {Uint8Array} bytes
 */
export function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/**
 * Return numbers as bytes, the least first.
 * @param {[bytes: number, value: number][]} fields
 */
function packed(fields) {
  const bytes = new Uint8Array(fields.reduce((length, [size]) => length + size, 0));
  let at = 0;
  for (const [size, value] of fields) for (let i = 0; i < size; i++) bytes[at++] = Math.floor(value / 256 ** i) % 256;
  return bytes;
}

/**
 * Return an archive of texts by their names.
 * @param {Record<string, string>} files
 * @returns {Blob}
 */
export function zipped(files, type = "application/zip") {
  const encoder = new TextEncoder();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const entries = [];
  let start = 0;
  for (const [name, text] of Object.entries(files)) {
    const [path, content] = [encoder.encode(name), encoder.encode(text)];
    /** @type {[number, number][]} */
    const facts = [
      [2, 20], [2, UTF8], [2, 0], [2, 0], [2, DATE],
      [4, crc32(content)], [4, content.length], [4, content.length], [2, path.length], [2, 0],
    ];
    const head = packed([[4, 0x04034b50], ...facts]);
    parts.push(head, path, content);
    entries.push(packed([[4, 0x02014b50], [2, 20], ...facts, [2, 0], [2, 0], [2, 0], [4, 0], [4, start]]), path);
    start += head.length + path.length + content.length;
  }
  const size = entries.reduce((length, bytes) => length + bytes.length, 0);
  const count = Object.keys(files).length;
  const end = packed([[4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, start], [2, 0]]);
  return new Blob([...parts, ...entries, end], { type });
}
