// Serve a folder over HTTP/2 and HTTP/1.1: `node serve.mjs FOLDER KEY CERT`; prints the two ports as JSON.
import { readFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import http from "node:http";
import http2 from "node:http2";
import path from "node:path";
import { gzipSync } from "node:zlib";

const [root, key, cert] = process.argv.slice(2);
const types = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml", ".png": "image/png", ".txt": "text/plain; charset=utf-8", ".wasm": "application/wasm", ".bin": "application/octet-stream",
};

let sent = []; // [path, bytes] since the last question; /__bytes tells and forgets

async function answer(request, response) {
  const { pathname } = new URL(request.url, "http://x");
  if (pathname === "/__bytes") {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(sent));
    sent = [];
    return;
  }
  const name = path.join(root, path.normalize(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
  try {
    let body = await readFile(name);
    const headers = { "content-type": types[path.extname(name)] ?? "application/octet-stream", "cache-control": "max-age=600" };
    if (/\.(js|html|json|css|svg|webmanifest|txt)$/.test(name)) { body = gzipSync(body); headers["content-encoding"] = "gzip"; }
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    if (range && !headers["content-encoding"]) {
      headers["content-range"] = `bytes ${range[1]}-${range[2]}/${body.length}`;
      body = body.subarray(Number(range[1]), Number(range[2]) + 1);
    }
    headers["content-length"] = body.length;
    sent.push([pathname, body.length]);
    response.writeHead(headers["content-range"] ? 206 : 200, headers);
    response.end(body);
  } catch {
    response.writeHead(404);
    response.end();
  }
}

const plain = http.createServer(answer).listen(0, "127.0.0.1");
const secure = http2.createSecureServer({ key: readFileSync(key), cert: readFileSync(cert), allowHTTP1: true }, answer).listen(0, "127.0.0.1");
plain.on("listening", () => secure.address() && print());
secure.on("listening", () => plain.address() && print());
let printed = false;
function print() {
  if (!printed) console.log(JSON.stringify({ http1: plain.address().port, http2: secure.address().port }));
  printed = true;
}
