// Pages read once open offline: the worker that keeps them is registered, and told of the page that it was not there for.

/** Register the worker where the browser has one; a page opened from disk has none. */
export async function keepForOffline() {
  if (!("serviceWorker" in navigator) || !isSecureContext || !location.protocol.startsWith("http")) return;
  try {
    const workers = navigator.serviceWorker;
    const first = !workers.controller;
    const worker = await workers.register(new URL("../../sw.js", import.meta.url));
    if (!worker || !first) return; // refused without an error, there is nobody who would serve what is kept
    // What is asked for from now on passes through the worker; of what was there before it is told.
    if (!workers.controller) await new Promise((done) => workers.addEventListener("controllerchange", done, { once: true }));
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    /** @type {NodeListOf<HTMLLinkElement>} */
    const icons = document.querySelectorAll("link[rel~=icon]"); // which are not told of among what was loaded
    worker.active?.postMessage([location.href.split("#")[0], ...loaded, ...[...icons].map(({ href }) => href)]);
  } catch { /* without it the site works as before, online */ }
}
