// What the theme's script asks of a page, and the colours that the reader chose, put on before anything is shown.
// It is no module, so that the page waits for it.
{
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const scope = new URL("..", script.src);
  const get = (/** @type {string} */ key, store = localStorage, within = scope) =>
    JSON.parse(store.getItem(`${within.pathname}.${key}`) ?? "null");
  const set = (/** @type {string} */ key, /** @type {unknown} */ value, store = localStorage, within = scope) => {
    try {
      store.setItem(`${within.pathname}.${key}`, JSON.stringify(value));
    } catch {
      // Nothing is kept where nothing can be.
    }
  };
  const hash = (/** @type {string} */ text) => [...text].reduce((sum, char) => (sum << 5) - sum + char.charCodeAt(0), 0);
  Object.assign(window, { __md_scope: scope, __md_hash: hash, __md_get: get, __md_set: set });
  const color = get("__palette")?.color;
  if (color) {
    const follows = color.media === "(prefers-color-scheme)";
    const media = `(prefers-color-scheme: ${matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark"})`;
    const chosen = follows && document.querySelector(`[data-md-color-media="${media}"]`);
    for (const key of ["media", "scheme", "primary", "accent"]) {
      const value = chosen ? chosen.getAttribute(`data-md-color-${key}`) : color[key];
      if (value) document.body.setAttribute(`data-md-color-${key}`, value);
    }
  }
}
