// The search page: the address holds query and filters; ten hits come first, more on demand; going back finds the place again.
import { search } from "../search.js";
import { grouped, titleOf } from "./groups.js";
import { button, element, link, part } from "../shared/elements.js";
import { mark, readPhases } from "../shared/status.js";
import { onTyped } from "../shared/typing.js";
import { addressOf, failure, marked } from "./view.js";

/**
 * @typedef {import("../search.js").Hit} Hit
 * @typedef {import("../search.js").Result} Result
 */

const PAGE = 10;
const MORE = 20;
const WAIT = 200;
const TOGETHER = 250;

/** @param {HTMLElement} root */
export function startSearchPage(root) {
  const toRoot = root.dataset.root ?? "";
  const form = part(root, ".search-form", HTMLFormElement);
  const input = part(form, "[name=q]", HTMLInputElement);
  const facets = part(root, "details.facets", HTMLDetailsElement);
  const filters = part(facets, "form", HTMLFormElement);
  const sort = part(filters, "[name=sort]", HTMLSelectElement);
  const whole = part(filters, "[name=whole]", HTMLInputElement);
  const plan = part(filters, "[name=plan]", HTMLInputElement);
  const only = part(filters, ".only", HTMLElement);
  const count = part(root, ".count", HTMLElement);
  const advice = part(root, ".advice", HTMLElement);
  const hits = part(root, ".hits", HTMLElement);
  const examples = part(root, ".tries", HTMLElement);
  const more = part(root, ".more", HTMLElement);
  const selects = [...filters.querySelectorAll("select")].filter((select) => select !== sort);
  // What a choice is called, before the number of hits is put after it.
  const labels = new Map(selects.flatMap((select) => [...select.options].map((choice) => /** @type {const} */ ([choice, choice.text]))));
  let running = new AbortController();
  let shown = 0;
  let begun = false;
  facets.open = matchMedia("(min-width: 960px)").matches; // beside the hits, where it moves nothing

  const state = () => ({
    ...Object.fromEntries(selects.map(({ name, value }) => [name, value])),
    plan: !only.hidden && plan.checked ? plan.value : "",
  });
  const restore = () => {
    const given = new URLSearchParams(location.search);
    examples.hidden = given.has("q");
    // What was typed before this script ran is not wiped.
    if (given.has("q") || begun) input.value = given.get("q") ?? "";
    begun = true;
    for (const select of [...selects, sort]) select.value = given.get(select.name) ?? "";
    whole.checked = given.has("whole");
    only.hidden = !given.get("plan");
    if (!only.hidden) {
      plan.value = given.get("plan") ?? "";
      plan.checked = true;
      part(only, "span", HTMLElement).textContent = `“${plan.value}”`;
    }
    return Math.max(PAGE, Number(given.get("n")) || 0);
  };
  const remember = (/** @type {boolean} */ push) => {
    const address = new URL(location.pathname, location.href);
    const said = { q: input.value.trim(), ...state(), whole: whole.checked ? "1" : "", sort: sort.value, n: shown > PAGE ? String(shown) : "" };
    for (const [key, value] of Object.entries(said)) if (value) address.searchParams.set(key, value);
    if (address.href !== location.href) history[push ? "pushState" : "replaceState"](history.state, "", address);
  };

  const itemOf = (/** @type {Hit} */ hit, /** @type {string} */ query, /** @type {boolean} */ first, /** @type {Hit | null} */ heading) => {
    const title = link(addressOf(hit, query), first ? hit.title : hit.path || hit.title);
    const passage = link(title.href, ...marked(hit.snippet, hit.marks));
    passage.className = "snip";
    passage.tabIndex = -1;
    const item = element("li", first ? "" : "more-of", element(first ? "h2" : "h3", "", title, " ", first ? mark(readPhases(hit.status)) : ""));
    if (first) item.append(element("p", "path", `${hit.place}　${hit.path}`));
    if (heading) item.append(element("p", "under", "在标题“", ...marked(heading.snippet, heading.marks), "”之下"));
    item.append(passage);
    item.dataset.plan = hit.plan;
    item.dataset.eid = hit.eid;
    return item;
  };
  const showCounts = (/** @type {Result["facets"]} */ counts) => {
    for (const select of selects) {
      const counted = counts[select.name];
      for (const choice of select.options) {
        if (!choice.value) continue;
        const found = counted ? counted[choice.value] ?? 0 : null;
        choice.textContent = labels.get(choice) + (found === null ? "" : `（${found}）`);
        choice.disabled = found === 0 && !choice.selected;
      }
    }
  };
  const isFiltered = () => Object.values(state()).some(Boolean) || whole.checked;
  const titlesOf = async (/** @type {string[]} */ ids) => {
    const { theIndex } = await import("../search.js");
    return new Map(await Promise.all(ids.map(async (id) => /** @type {[string, string]} */ ([id, await titleOf(theIndex(), id)]))));
  };
  const ask = (/** @type {string} */ text) => button(text, () => { input.value = text; run(true); });
  const advise = async (/** @type {string} */ query, /** @type {Result} */ result, /** @type {AbortSignal} */ signal) => {
    const lines = [];
    if (result.simplified) lines.push(element("p", "", `原文用简体字，已按“${result.simplified}”查找。`));
    if (!result.total && result.words.length > 1) {
      lines.push(element("p", "", "分开看：", ...result.words.map((word) => element("span", "word", `${word.text} ${word.total} 条`))));
    }
    if (!result.total && [...query].length === 1) lines.push(element("p", "", "请至少输入两个字。"));
    try {
      const [{ suggest, takeApart }, view] = await Promise.all([import("./suggest.js"), import("./advice.js")]);
      const { synonyms, related, places, absent } = await suggest(query, { signal });
      for (const standing of absent) lines.push(await view.absentPlace(standing, toRoot, titlesOf));
      lines.push(...view.wordLines(query, synonyms, related, ask));
      if (places.length) {
        lines.push(element("p", "", "地方：", ...places.map(({ code, name }) => link(`${toRoot}jurisdictions/${code}/`, name))));
      }
      if (!result.total && !absent.length && [...query].length > 1 && !isFiltered()) {
        lines.push(...view.apartLines(await takeApart(query, { signal }), toRoot, ask));
      }
    } catch { /* without suggestions the result still stands */ }
    if (!signal.aborted) advice.replaceChildren(...lines);
  };

  async function run(push = false, wanted = PAGE) {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    const query = input.value.trim();
    shown = wanted;
    remember(push);
    document.title = query ? `${query} · 搜索 · 医保规划库` : "搜索 · 医保规划库";
    if (!query) {
      hits.replaceChildren();
      advice.replaceChildren();
      examples.hidden = false;
      count.textContent = "";
      more.hidden = true;
      return;
    }
    examples.hidden = true;
    count.textContent = "正在查找……";
    try {
      const order = sort.value === "date" ? "date" : "relevance";
      const result = await search(query, { filters: state(), limit: wanted, sort: order, whole: whole.checked, signal });
      if (signal.aborted) return;
      // What is offered above the hits comes with them where it is soon there, or it would push them down.
      const advised = advise(query, result, signal);
      await Promise.race([advised, new Promise((soon) => { setTimeout(soon, TOGETHER); })]);
      if (signal.aborted) return;
      hits.replaceChildren(...grouped(result.hits, PAGE, MORE).map(([hit, first, within]) => itemOf(hit, query, first, within)));
      count.textContent = result.total ? `找到 ${result.approximate ? "约 " : ""}${result.total} 条` : "没有找到";
      more.hidden = result.hits.length >= result.total || result.hits.length < wanted;
      showCounts(result.facets);
      await advised;
    } catch (error) {
      if (signal.aborted) return;
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
