// Pages read once open offline: what comes from the network is kept, and shown when the network gives nothing. Downloads
// and the search's files are not kept, for they are large.
const KEPT = "kept";
const MOST = 600;
const isKept = (url) => url.origin === self.location.origin && !/\/(?:data|search\/index)\//.test(url.pathname);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const keep = async (request, answer) => {
  const cache = await caches.open(KEPT);
  await cache.put(request, answer);
  if (request.mode !== "navigate") return; // once a page is often enough
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map((old) => cache.delete(old)));
};

const NOTHING = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>没有网络</title>"
  + "<p>没有网络，这一页也没有读过。读过的规划不用网络也能打开，请按“后退”。</p>";

// What a page loaded before the worker served it is kept when the page tells of it.
self.addEventListener("message", (event) => event.waitUntil((async () => {
  const cache = await caches.open(KEPT);
  const own = event.data.filter((address) => isKept(new URL(address)));
  await Promise.all(own.map((address) => cache.add(address).catch(() => undefined)));
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !isKept(new URL(request.url))) return;
  event.respondWith((async () => {
    try {
      const answer = await fetch(request);
      if (answer.status === 200) event.waitUntil(keep(request, answer.clone()));
      return answer;
    } catch (error) {
      const cache = await caches.open(KEPT);
      const known = await cache.match(request, { ignoreSearch: request.mode === "navigate" });
      if (known) return known;
      if (request.mode !== "navigate") throw error;
      return new Response(NOTHING, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
    }
  })());
});
