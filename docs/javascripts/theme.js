// What the theme's script asks of a page, the same for every page: it keeps the reader's choice of colours.
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
}
