// The search page: the address holds query and filters; ten hits come first, more on demand; going back finds the place again.
import { search } from "../search.js";
import { mark, readPhases } from "../shared/status.js";
import { element } from "../shared/elements.js";
import { onTyped } from "../shared/typing.js";
import { addressOf, failure, marked } from "./view.js";

const PAGE = 10;
const MORE = 20;
const WAIT = 200;
const FILTERS = ["province", "level", "kind", "stage", "year", "theme"];

/** @param {HTMLElement} root */
export function startSearchPage(root) {
  const form = root.querySelector(".search-form");
  const input = form.elements.q;
  const filters = root.querySelector(".facets form");
  const count = root.querySelector(".count");
  const advice = root.querySelector(".advice");
  const hits = root.querySelector(".hits");
  const more = root.querySelector(".more");
  const only = root.querySelector(".only");
  const labels = new Map([...filters.querySelectorAll("select")].map((s) => [s.name, new Map([...s.options].map((o) => [o.value, o.textContent]))]));
  let running = null;
  let shown = 0;
  let begun = false;
  if (matchMedia("(max-width: 959px)").matches) root.querySelector(".facets").open = false;

  const state = () => {
    const chosen = { q: input.value.trim() };
    for (const key of FILTERS) if (filters.elements[key]?.value) chosen[key] = filters.elements[key].value;
    if (!only.hidden && filters.elements.plan.checked) chosen.plan = filters.elements.plan.value;
    if (filters.elements.whole.checked) chosen.whole = "1";
    if (filters.elements.sort.value) chosen.sort = filters.elements.sort.value;
    return chosen;
  };
  const restore = () => {
    const given = new URLSearchParams(location.search);
    // What was typed before this script ran is not wiped.
    if (given.has("q") || begun) input.value = given.get("q") ?? "";
    begun = true;
    for (const key of [...FILTERS, "sort"]) if (filters.elements[key]) filters.elements[key].value = given.get(key) ?? "";
    filters.elements.whole.checked = given.has("whole");
    const plan = given.get("plan");
    only.hidden = !plan;
    if (plan) {
      filters.elements.plan.value = plan;
      filters.elements.plan.checked = true;
      only.querySelector("span").textContent = `“${plan}”`;
    }
    return Math.max(PAGE, Number(given.get("n")) || 0);
  };
  const remember = (push) => {
    const address = new URL(location.pathname, location.href);
    for (const [key, value] of Object.entries(state())) if (value) address.searchParams.set(key, value);
    if (shown > PAGE) address.searchParams.set("n", String(shown));
    if (address.href !== location.href) history[push ? "pushState" : "replaceState"](history.state, "", address);
  };

  const itemOf = (hit, query) => {
    const link = element("a", "", hit.title);
    link.href = addressOf(hit, query);
    const place = element("p", "path", `${hit.place}　${hit.path}`);
    const passage = element("a", "snip", ...marked(hit.snippet, hit.marks));
    passage.href = link.href;
    passage.tabIndex = -1;
    const item = element("li", "", element("h2", "", link, " ", mark(readPhases(hit.status))), place, passage);
    item.dataset.plan = hit.plan;
    item.dataset.eid = hit.eid;
    return item;
  };
  const showCounts = (facets) => {
    for (const key of FILTERS) {
      for (const choice of filters.elements[key]?.options ?? []) {
        if (!choice.value) continue;
        const found = facets[key] ? (facets[key][choice.value] ?? 0) : null;
        choice.textContent = labels.get(key).get(choice.value) + (found === null ? "" : `（${found}）`);
        choice.disabled = found === 0 && !choice.selected;
      }
    }
  };
  const ask = (text) => {
    const button = element("button", "", text);
    button.type = "button";
    button.addEventListener("click", () => { input.value = text; run(true); });
    return button;
  };
  const advise = async (query, result, signal) => {
    const lines = [];
    if (result.simplified) lines.push(element("p", "", `原文用简体字，已按“${result.simplified}”查找。`));
    if (!result.total && result.words.length > 1) {
      lines.push(element("p", "", "分开看：", ...result.words.map((word) => element("span", "word", `${word.text} ${word.total} 条`))));
    }
    if (!result.total && [...query].length === 1) lines.push(element("p", "", "请至少输入两个字。"));
    try {
      const { suggest } = await import("./suggest.js");
      const { synonyms, places } = await suggest(query, { signal });
      for (const { word, names } of synonyms) {
        lines.push(element("p", "", `“${word}”又作：`, ...names.map((name) => ask(query.replace(word, name)))));
      }
      if (places.length) {
        lines.push(element("p", "", "地方：", ...places.map(({ code, name }) => {
          const link = element("a", "", name);
          link.href = `${root.dataset.root}jurisdictions/${code}/`;
          return link;
        })));
      }
    } catch { /* without suggestions the result still stands */ }
    if (!signal.aborted) advice.replaceChildren(...lines);
  };

  async function run(push = false, wanted = PAGE) {
    running?.abort();
    running = new AbortController();
    const { signal } = running;
    const { q, sort, whole, ...chosen } = state();
    shown = wanted;
    remember(push);
    document.title = q ? `${q} · 搜索 · 医保规划库` : "搜索 · 医保规划库";
    if (!q) {
      hits.replaceChildren();
      advice.replaceChildren();
      count.textContent = "";
      more.hidden = true;
      return;
    }
    count.textContent = "正在查找……";
    try {
      const result = await search(q, { filters: chosen, limit: wanted, sort: sort || "relevance", whole: Boolean(whole), signal });
      if (signal.aborted) return;
      hits.replaceChildren(...result.hits.map((hit) => itemOf(hit, q)));
      count.textContent = result.total ? `找到 ${result.approximate ? "约 " : ""}${result.total} 条` : "没有找到";
      more.hidden = result.hits.length >= result.total || result.hits.length < wanted;
      showCounts(result.facets);
      await advise(q, result, signal);
    } catch (error) {
      if (signal.aborted || error.name === "AbortError") return;
      hits.replaceChildren();
      more.hidden = true;
      count.textContent = failure(error);
    }
  }

  const forget = onTyped(input, WAIT, () => run(false));
  form.addEventListener("submit", (event) => { event.preventDefault(); forget(); run(true); });
  filters.addEventListener("change", () => run(true));
  filters.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", async () => {
    const before = hits.children.length;
    await run(false, shown + MORE);
    hits.children[before]?.querySelector("a")?.focus();
  });
  addEventListener("popstate", () => run(false, restore()));
  const wanted = restore();
  if (input.value) run(false, wanted).then(() => scrollTo(0, Number(sessionStorage.getItem(location.href)) || 0));
  addEventListener("pagehide", () => sessionStorage.setItem(location.href, String(scrollY)));
}
