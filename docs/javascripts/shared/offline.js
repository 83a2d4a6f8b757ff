// Pages read once open offline: the worker that keeps them is registered, and the page it was not yet there for is kept.

/** Register the worker where the browser has one; a page opened from disk has none. */
export async function keepForOffline() {
  if (!("serviceWorker" in navigator) || !isSecureContext || !location.protocol.startsWith("http")) return;
  try {
    const workers = navigator.serviceWorker;
    const first = !workers.controller;
    const worker = await workers.register(new URL("../../sw.js", import.meta.url));
    if (!worker || !first) return; // refused without an error, there is nobody who would serve what is kept
    // What is asked for from now on passes through the worker; what was there before is kept here.
    if (!workers.controller) await new Promise((done) => workers.addEventListener("controllerchange", done, { once: true }));
    const cache = await caches.open("kept");
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    /** @type {NodeListOf<HTMLLinkElement>} */
    const icons = document.querySelectorAll("link[rel~=icon]"); // which are not told of among what was loaded
    const all = [...loaded, ...[...icons].map(({ href }) => href)];
    const own = all.filter((name) => name.startsWith(location.origin) && !/\/(?:data|search\/index)\//.test(name));
    await Promise.all([location.href.split("#")[0], ...own].map((address) => cache.add(address).catch(() => undefined)));
  } catch { /* without it the site works as before, online */ }
}
