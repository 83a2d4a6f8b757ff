// Pages read once open offline: the worker that keeps them is registered, and the page it was not yet there for is kept.

/** Register the worker where the browser has one; a page opened from disk has none. */
export async function keepForOffline() {
  if (!("serviceWorker" in navigator) || !isSecureContext || !location.protocol.startsWith("http")) return;
  try {
    const first = !navigator.serviceWorker.controller;
    await navigator.serviceWorker.register(new URL("../../sw.js", import.meta.url));
    if (!first) return;
    const cache = await caches.open("kept");
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    const own = loaded.filter((name) => name.startsWith(location.origin) && !/\/(?:data|search\/index)\//.test(name));
    await Promise.all([location.href.split("#")[0], ...own].map((address) => cache.add(address).catch(() => undefined)));
  } catch { /* without it the site works as before, online */ }
}
