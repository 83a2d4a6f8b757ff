// The colours of the page: the system's, or light or dark as the reader chose with the header's button, kept for the site.
const NEXT = { "": "light", light: "dark", dark: "" };
const TITLES = { "": "改用浅色", light: "改用深色", dark: "跟随系统" };
const KEY = `${new URL("../..", import.meta.url).pathname}colours`;

/** @typedef {keyof typeof NEXT} Choice */

/** @param {HTMLButtonElement} button */
export function startColours(button) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  /** @type {Choice} */
  let choice = "";
  const show = () => {
    root.dataset.colours = choice || (dark.matches ? "dark" : "light");
    button.dataset.choice = choice || "auto";
    button.title = TITLES[choice];
  };
  try {
    const kept = localStorage.getItem(KEY);
    if (kept === "light" || kept === "dark") choice = kept;
  } catch { /* nothing is kept where nothing can be */ }
  dark.addEventListener("change", show);
  button.addEventListener("click", () => {
    choice = /** @type {Choice} */ (NEXT[choice]);
    try { localStorage.setItem(KEY, choice); } catch { /* as above */ }
    show();
  });
  button.disabled = false;
  show();
}
