// Runs the site's own search module in node: one JSON request a line on stdin, one JSON answer a line on stdout.
//
// A request: {call, args, fresh, index, server, abort}. `fresh` forgets what was loaded, `index` uses another folder,
// `server` tells how pieces arrive ("ok", "404", "offline", "unpacked", "garbled"; "ranges" and "no ranges" through the
// site's own loader, from a server that knows them or does not), `abort` when the signal is aborted
// ("before" the call or "during" its first load). An answer: {value} or {error: {name, message}}, and {loaded, ms}.
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";

const [modules, folder] = process.argv.slice(2);
const api = await import(new URL("search.js", modules));
const suggestions = await import(new URL("search/suggest.js", modules));
const text = await import(new URL("search/text.js", modules));
const { lookUp } = await import(new URL("search/find.js", modules));
const calls = {
  search: (query, options) => api.search(query, options),
  overtake: async (first, second) => {
    const controller = new AbortController();
    const given = api.search(first, { signal: controller.signal }).catch((error) => error.name);
    await new Promise((resolve) => { begun = resolve; });
    controller.abort();
    const next = await api.search(second);
    return { given: await given, next };
  },
  suggest: (query, options) => suggestions.suggest(query, options),
  takeApart: (query, options) => suggestions.takeApart(query, options),
  lookUp: async (words) => {
    await api.theIndex().open();
    const asked = words.map((word) => ({ text: word, folded: text.fold(word), exact: false, exclude: false }));
    const found = await Promise.all(asked.map((word) => lookUp(api.theIndex(), word, 1)));
    return found.map(({ list, proof }) => ({ numbers: Array.from(list.numbers), weights: Array.from(list.weights), proof }));
  },
  fold: (texts) => texts.map(text.fold),
  read: (query) => text.readQuery(query),
};

let server = "ok";
let during = null;
let loaded = [];
let begun = () => {}; // called when a piece other than the manifest is asked for

/** Load a piece from the folder, as the server of the moment would. */
async function load(base, name, signal, init, range) {
  signal?.throwIfAborted();
  if (during) {
    during.abort();
    during = null;
    signal.throwIfAborted();
  }
  if (name !== "manifest.bin") begun();
  if (server === "offline") throw new TypeError("fetch failed");
  if (server === "404") throw new Error(`404 ${name}`);
  const whole = await readFile(`${base}/${name}`);
  const bytes = range ? whole.subarray(...range) : whole;
  if (!signal?.aborted) loaded.push([name, bytes.length]);
  signal?.throwIfAborted();
  if (server === "garbled") return new TextEncoder().encode("<!doctype html><title>404</title>");
  return new Uint8Array(server === "unpacked" && !range ? gunzipSync(bytes) : bytes);
}

/** Use an index by the loader above, or, of a server with or without ranges, by the site's own. */
function useIndex({ index, server }) {
  if (server !== "ranges" && server !== "no ranges") api.useIndex(index ?? folder, load);
  else api.useIndex(`${pathToFileURL(index ?? folder)}/`);
}

/** Answer as a server does, for the site's own loader. */
globalThis.fetch = async (url, { headers } = {}) => {
  const whole = await readFile(fileURLToPath(url));
  const range = server === "ranges" && /^bytes=(\d+)-(\d+)$/.exec(headers?.Range ?? "");
  const sent = range ? whole.subarray(Number(range[1]), Number(range[2]) + 1) : whole;
  loaded.push([String(url).split("/").slice(-2).join("/"), sent.length]);
  return new Response(sent, { status: range ? 206 : 200 });
};

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const request = JSON.parse(line);
  if (request.fresh) useIndex(request);
  server = request.server ?? "ok";
  loaded = [];
  const args = [...request.args];
  if (request.abort) {
    const controller = new AbortController();
    args[1] = { ...args[1], signal: controller.signal };
    if (request.abort === "before") controller.abort();
    else during = controller;
  }
  const began = performance.now();
  let answer;
  try {
    answer = { value: await calls[request.call](...args) };
  } catch (error) {
    answer = { error: { name: error.name, message: error.message } };
  }
  during = null;
  process.stdout.write(`${JSON.stringify({ ...answer, loaded, ms: performance.now() - began })}\n`);
}
