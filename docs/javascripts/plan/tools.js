// What is known of a provision: its link is all that the page holds of its tools; the rest is made from its address.
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
 * @param {string} eid
 */
export function reportOf(eid) {
  const whole = document.querySelector("a[data-report]");
  if (!(whole instanceof HTMLAnchorElement)) return "";
  const address = new URL(whole.href);
  address.searchParams.delete("title");
  address.searchParams.set("provision", eid);
  return address.href;
}

/**
 * Say of each provision's link which place it is the link of, and that it opens a menu; leave it the provision's only
 * stop of the Tab key: what else can be gone to is in the menu.
 * @param {HTMLElement} article
 */
export function nameRefs(article) {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = article.querySelectorAll("a.ref");
  const names = new Map(Array.from(links, (ref) => [ref.hash.slice(1), ref.textContent ?? ""]));
  for (const ref of links) {
    ref.dataset.at = placeOf(ref.hash.slice(1), names);
    ref.ariaLabel = `${ref.dataset.at}：引用、链接、报错`;
    ref.ariaHasPopup = "menu";
    ref.ariaExpanded = "false";
  }
  for (const stop of article.querySelectorAll(".mark a, ins a, small a, .notes a")) stop.setAttribute("tabindex", "-1");
}

/**
 * Return the address of the provision that a note of like provisions stands behind, or in, as in a table's cell.
 * @param {Element} note
 */
export function noteOf(note) {
  const before = note.previousElementSibling;
  const own = before?.matches(".provision") ? before : before?.matches(".noted") ? before.querySelector(".provision") : null;
  return (own ?? note.closest(".provision"))?.id ?? "";
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
      const eid = side === "1" ? noteOf(note) : there.hash.slice(1);
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
 * Show the list of a plan's notes, made when it is opened: their words stand in the text already.
 * @param {HTMLDetailsElement} list
 */
export function startNotesList(list) {
  list.hidden = false;
  list.addEventListener("toggle", () => {
    for (const note of document.querySelectorAll(".note")) {
      const said = /** @type {HTMLElement} */ (note.cloneNode(true));
      const label = said.querySelector("b");
      label?.remove();
      list.querySelector("ol")?.append(element("li", "", link(`#${note.id}`, label?.textContent ?? ""), "　", ...said.childNodes));
    }
  }, { once: true });
}
