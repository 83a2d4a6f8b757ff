// What a provision answers to: its menu of tools, its notes; its old address leads on.
import { around } from "../shared/elements.js";
import { addressHere, citation, copyAndSay } from "./citation.js";
import { act, lead, startMenu } from "./menu.js";
import { startSelection, withCitation } from "./selection.js";
import { comeToProvision } from "./sentence.js";
import { nameMarks, nameRefs, noteOf, reportOf, startAlike } from "./tools.js";
import { plainText, printedPart } from "./words.js";

/**
 * Return the elements of a provision itself that a selector finds, not those of provisions in it.
 * @param {HTMLElement} provision
 * @param {string} selector
 */
const own = (provision, selector) =>
  [...provision.querySelectorAll(selector)].filter((one) => one.closest(".provision") === provision);

/**
 * Return what is in the menu of a provision.
 * @param {HTMLElement} article
 * @param {import("./menu.js").Of} of
 */
function itemsOf(article, { eid, at, provision }) {
  const address = addressHere(eid);
  const cited = () => citation(article, at, address);
  const words = () => plainText(printedPart(provision));
  const report = reportOf(eid);
  const cite = act("引用", () => copyAndSay(cited()));
  cite.dataset.copy = "cite";
  const copy = act("复制链接", () => {
    copyAndSay(address);
    history.replaceState(null, "", `#${eid}`);
  });
  copy.dataset.copy = "link";
  /** @type {HTMLElement[]} */
  const items = [cite, copy, act("复制文字并附出处", () => copyAndSay(withCitation(words(), cited())))];
  for (const [ending, name] of [["ris", "RIS"], ["bib", "BibTeX"], ["csl.json", "CSL-JSON"]]) {
    const plan = article.dataset.plan ?? "";
    items.push(act(`下载 ${name}`, async () => (await import("./reference.js")).saveReference(ending, plan, eid, at)));
  }
  if (report) items.push(lead(report, "报错"));
  const notes = own(provision, '.mark a, ins a[href^="#note-"]').map((mark) => mark.getAttribute("href") ?? "");
  for (const note of new Set(notes)) items.push(lead(note, `看注 ${note.slice("#note-".length)}`));
  const themes = themesOf(provision);
  for (const theme of themes) items.push(lead(theme.href, `主题：${theme.textContent}`));
  for (const alike of article.querySelectorAll("details.alike")) {
    if (!(alike instanceof HTMLDetailsElement) || noteOf(alike) !== eid) continue;
    const said = alike.querySelector("summary");
    items.push(act(said?.textContent ?? "", () => {
      alike.open = true;
      setTimeout(() => said?.focus());
    }));
  }
  return items;
}

/**
 * Return the links of the themes that are named beside a provision.
 * @param {HTMLElement} provision
 * @returns {HTMLAnchorElement[]}
 */
function themesOf(provision) {
  const beside = [provision, provision.parentElement].map((one) => one?.previousElementSibling)
    .find((one) => one?.matches("small"));
  const found = [...own(provision, "small a"), ...(beside?.querySelectorAll("a") ?? [])];
  return /** @type {HTMLAnchorElement[]} */ (found);
}

/**
 * Give an article's provisions their tools, and make these answer.
 * @param {HTMLElement} article
 */
export function startProvisions(article) {
  nameRefs(article);
  nameMarks(article);
  startAlike(article);
  startMenu(article, (of) => itemsOf(article, of));
  startSelection(article);
  // A note is read where it stands, and its mark leads there and back by keyboard.
  document.addEventListener("click", (event) => {
    const from = around(event, '.plan .mark a, .menu-of a[href^="#note-"]');
    if (!(from instanceof HTMLAnchorElement)) return;
    const note = document.getElementById(from.hash.slice(1));
    const mark = article.querySelector(`.mark a[href="${from.hash}"]`);
    if (!note) return;
    for (const further of note.querySelectorAll("a")) further.tabIndex = 0;
    setTimeout(() => note.focus({ preventScroll: false }));
    note.onkeydown = (key) => {
      const back = from.matches(".mark a") ? from : mark?.closest(".provision")?.querySelector("a.ref");
      if (key.key === "Escape" && back instanceof HTMLElement) back.focus();
    };
  });
}

/** Go on from a provision's old address, noted below the plan, to its new one. */
export function followMoved() {
  comeToProvision();
  const note = document.getElementById(location.hash.slice(1));
  const onward = note?.querySelector("a");
  if (note && "moved" in note.dataset && onward) location.replace(onward.href);
}
