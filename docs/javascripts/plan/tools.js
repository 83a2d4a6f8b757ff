// A provision's tools: its link is all that the page holds of them; the rest is made from its address.
import { element, link } from "../shared/elements.js";

/**
 * Return the place of a provision as a citation names it (第三章第一节二): what it and all around it are known by, as
 * medplan/plan/printed.py has it.
 * @param {string} eid
 * @param {Map<string, string>} names what each provision is known by within what it stands in
 */
function placeOf(eid, names) {
  const steps = eid.split("__");
  return steps.map((_, i) => names.get(steps.slice(0, i + 1).join("__")) ?? "")
    .reduce((place, part) => place + (/\d$/.test(place) && /^\d+$/.test(part) ? `第${part}项` : part), "");
}

/**
 * Return the address that reports one provision, from that which reports the plan; "" where there is none.
 * @param {string} plan
 * @param {string} eid
 */
function reportOf(plan, eid) {
  if (!plan) return "";
  const address = new URL(plan);
  address.searchParams.delete("title");
  address.searchParams.set("provision", eid);
  return address.href;
}

/**
 * Put tools in the place of each provision's link.
 * @param {HTMLElement} article
 */
export function addTools(article) {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = article.querySelectorAll("a.ref");
  const names = new Map(Array.from(links, (ref) => [ref.hash.slice(1), ref.textContent ?? ""]));
  const whole = document.querySelector("a[data-report]");
  const plan = whole instanceof HTMLAnchorElement ? whole.href : "";
  for (const ref of links) {
    const eid = ref.hash.slice(1);
    const copy = link(ref.hash, "复制链接");
    copy.dataset.copy = "link";
    const cite = element("button", "", "引用");
    cite.type = "button";
    cite.dataset.copy = "cite";
    cite.dataset.at = placeOf(eid, names);
    const report = reportOf(plan, eid);
    const tools = element("span", "tools", copy, cite, ...(report ? [link(report, "报错")] : []));
    tools.dataset.editorial = "";
    ref.replaceWith(tools);
  }
}

/**
 * When the note of like provisions is opened, add to each the way to the two plans side by side: wording/A--B/#eid, the
 * page that macros/views/wording_pages.py writes; `data-pair` is the side this plan is on (1, 2), and the page (1/3).
 * @param {HTMLElement} article
 */
export function startAlike(article) {
  article.addEventListener("toggle", ({ target: note }) => {
    if (!(note instanceof HTMLElement) || !note.matches(".alike")) return;
    for (const there of note.querySelectorAll("a[data-pair]")) {
      if (!(there instanceof HTMLAnchorElement)) continue;
      const [side, page] = (there.dataset.pair ?? "").split("/");
      const plans = [article.dataset.plan, there.pathname.split("/").at(-2)];
      const eid = side === "1" ? note.dataset.of : there.hash.slice(1);
      const pair = (side === "1" ? plans : plans.reverse()).join("--");
      there.removeAttribute("data-pair");
      there.parentElement?.append("　", link(`../../wording/${pair}/${page ? `${page}/` : ""}#${eid}`, "对照"));
    }
  }, true);
}

/**
 * Say what the marks of notes are, and let each note be come to: the page holds the number alone.
 * @param {HTMLElement} article
 */
export function nameMarks(article) {
  for (const mark of article.querySelectorAll(".mark a")) mark.setAttribute("aria-label", `注 ${mark.textContent}`);
  for (const again of article.querySelectorAll("ins a[href^='#note-']")) {
    again.setAttribute("aria-describedby", (again.getAttribute("href") ?? "").slice(1));
  }
  for (const note of document.querySelectorAll(".note")) note.setAttribute("tabindex", "-1");
}

/**
 * Make the list of a plan's notes say what each says, when it is opened: the words stand in the text already.
 * @param {HTMLDetailsElement} list
 */
export function startNotesList(list) {
  list.addEventListener("toggle", () => {
    for (const entry of list.querySelectorAll("a")) {
      const note = document.getElementById(entry.hash.slice(1))?.cloneNode(true);
      if (!(note instanceof HTMLElement)) continue;
      note.querySelector("b")?.remove();
      entry.after("　", ...note.childNodes);
    }
  }, { once: true });
}
