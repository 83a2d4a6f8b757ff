// What is kept compressed on the server: bytes in, what they stand for out.

/**
 * Unpack a piece. A server that already unpacked it (Content-Encoding) is served as well.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export async function unpack(bytes) {
  if (bytes[0] === 0x3c) throw new Error("得到的是网页，不是数据"); // a captive portal answers with its own page
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
