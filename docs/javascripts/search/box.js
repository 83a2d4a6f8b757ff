// The header's search box: first hits while typing, and the key that leads to it.
import { startCombobox } from "../shared/combobox.js";
import { around, element, part } from "../shared/elements.js";
import { mark, readPhases } from "../shared/status.js";
import { addressOf, failure, marked } from "./view.js";

const WAIT = 120; // ms after the last keystroke
const SHOWN = 6;
const LIST = "search-options";

/** @param {HTMLFormElement} form */
export function startSearchBox(form) {
  const input = part(form, "[name=q]", HTMLInputElement);
  offerList(input);
  const goTo = (/** @type {string} */ href) => () => { location.href = href; };

  const find = async (/** @type {string} */ query, /** @type {AbortSignal} */ signal) => {
    const { search } = await import("../search.js");
    const { hits, total, approximate } = await search(query, { limit: SHOWN, signal });
    const all = new URL(form.action);
    all.searchParams.set("q", query);
    const count = `${approximate ? "约 " : ""}${total} 条`;
    /** @type {import("../shared/combobox.js").Choice[]} */
    const choices = hits.map((hit) => ({
      shown: [
        element("span", "snip", ...marked(hit.snippet, hit.marks)),
        element("span", "from", `${hit.place}　${hit.path} `, mark(readPhases(hit.status))),
      ],
      take: goTo(addressOf(hit, query)),
    }));
    choices.push({ shown: [element("b", "", total ? `查看全部 ${count}` : "没有找到，看看建议")], take: goTo(all.href) });
    return { choices, said: total ? `找到 ${count}，用上下键选择` : "没有找到" };
  };

  startCombobox(form, { find, failed: failure, wait: WAIT });
  form.addEventListener("submit", (event) => { if (!input.value.trim()) event.preventDefault(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || around(event, "input, textarea, select, [contenteditable]") || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const wanted = input.offsetParent ? input : document.querySelector("[data-search-page] [name=q]");
    if (wanted instanceof HTMLElement) wanted.focus();
    else location.href = form.action;
  });
}

/**
 * Make a field a combobox with a list and a status below it: without scripts it is a field, and the pages say no more.
 * @param {HTMLInputElement} input
 */
function offerList(input) {
  const told = { role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": LIST, autocomplete: "off", spellcheck: "false" };
  for (const [name, value] of Object.entries(told)) input.setAttribute(name, value);
  const list = element("ul", "options");
  const status = element("p", "vh");
  Object.assign(list, { id: LIST, role: "listbox", ariaLabel: "最先找到的条文", hidden: true });
  Object.assign(status, { role: "status", ariaLive: "polite" });
  input.after(list, status);
}
