// The header's search box: first hits while typing, a combobox with a listbox after ARIA's authoring practices.
import { warning } from "../shared/badges.js";
import { element } from "../shared/elements.js";
import { addressOf, failure, marked } from "./view.js";

const WAIT = 120; // ms after the last keystroke
const SHOWN = 6;

/** @param {HTMLFormElement} form */
export function startSearchBox(form) {
  const input = form.elements.q;
  const list = form.querySelector("ul");
  const status = form.querySelector("[role=status]");
  let waiting;
  let running = null;
  let active = -1;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const options = () => [...list.querySelectorAll("[role=option]")];
  const activate = (number) => {
    const all = options();
    if (!all.length) return;
    active = (number + all.length + 1) % (all.length + 1);
    if (active === all.length) active = -1;
    all.forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    }
  };
  const option = (id, href, ...children) => {
    const item = element("li", "", ...children);
    item.id = id;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.href = href;
    return item;
  };
  const show = (query, result) => {
    const all = new URL(form.action);
    all.searchParams.set("q", query);
    const items = result.hits.map((hit, i) => option(
      `search-option-${i}`, addressOf(hit, query),
      element("span", "snip", ...marked(hit.snippet, hit.marks)),
      element("span", "from", `${hit.place}　${hit.path} `, warning(hit)),
    ));
    const total = `${result.approximate ? "约 " : ""}${result.total} 条`;
    items.push(option("search-option-all", all.href, element("b", "", result.total ? `查看全部 ${total}` : "没有找到，看看建议")));
    list.replaceChildren(...items);
    list.hidden = false;
    active = -1;
    input.setAttribute("aria-expanded", "true");
    status.textContent = result.total ? `找到 ${total}，用上下键选择` : "没有找到";
  };
  const run = async () => {
    const query = input.value.trim();
    running?.abort();
    if (!query) return close();
    running = new AbortController();
    const { signal } = running;
    try {
      const { search } = await import("../search.js");
      const result = await search(query, { limit: SHOWN, signal });
      if (!signal.aborted) show(query, result);
    } catch (error) {
      if (signal.aborted || error.name === "AbortError") return;
      list.replaceChildren(element("li", "wrong", failure(error)));
      list.hidden = false;
      status.textContent = failure(error);
    }
  };

  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(run, WAIT); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) run();
      else activate(event.key === "ArrowDown" ? active + 1 : active < 0 ? options().length - 1 : active - 1);
    } else if (event.key === "Escape") {
      if (!list.hidden) event.preventDefault(); // the first Esc closes the list and leaves what was typed
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.href = options()[active].dataset.href;
    }
  });
  form.addEventListener("submit", (event) => { if (!input.value.trim()) event.preventDefault(); });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-href]");
    if (chosen) location.href = chosen.dataset.href;
  });
  input.addEventListener("blur", close);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const wanted = input.offsetParent ? input : document.querySelector("[data-search-page] [name=q]");
    if (wanted) wanted.focus();
    else location.href = form.action;
  });
}
