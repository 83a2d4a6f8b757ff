// What is at hand while a plan is read: what is being read, its citation, finding, the size and the spacing of the text.
import { chineseDate, today } from "../shared/dates.js";
import { button, element, part } from "../shared/elements.js";
import { closeMenus } from "../shared/menus.js";
import { addressHere, citation, copyAndSay } from "./citation.js";

/** @typedef {Record<string, string>} Choice what is kept for the next visit: the usual is not */

/** @type {[name: "size" | "lead", title: string, choices: [value: string, title: string][]][]} */
const CHOICES = [
  ["size", "字号", [["s", "小"], ["", "中"], ["l", "大"], ["xl", "特大"]]],
  ["lead", "行距", [["", "标准"], ["wide", "宽"]]],
];
const FOLDS = ".bar > details, [data-contents] > details";
const KEPT = "reading"; // the page reads it before it is shown

function keep() {
  const { size, lead } = document.documentElement.dataset;
  try {
    localStorage.setItem(KEPT, JSON.stringify({ ...(size && { size }), ...(lead && { lead }) }));
  } catch {
    // Nothing is kept where nothing can be.
  }
}

/**
 * Return the buttons of one choice; what is chosen is told by the root element, where the style sheet finds it.
 * @param {typeof CHOICES[number]} choice
 */
function choiceOf([name, title, choices]) {
  const root = document.documentElement;
  const buttons = choices.map(([value, label]) => button(label, () => {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
    keep();
    show();
  }));
  const show = () => buttons.forEach((one, i) => { one.ariaPressed = String((root.dataset[name] ?? "") === choices[i][0]); });
  show();
  const group = element("div", "choice", element("span", "", title), ...buttons);
  group.role = "group";
  group.ariaLabel = title;
  return group;
}

/** Put on what was chosen before, where the page's head has not done so yet. */
function recall() {
  try {
    Object.assign(document.documentElement.dataset, JSON.parse(localStorage.getItem(KEPT) ?? "{}"));
  } catch {
    // What can't be read was not written here.
  }
}

/** Say on paper where the text is from and on which day it was printed, and print what is folded away about it. */
function preparePaper() {
  const canonical = document.querySelector("link[rel=canonical]");
  // A copy on one's own machine has no address that is of use to others: what follows the site's is named.
  const own = /^(localhost|127\.0\.0\.1|)$/.test(location.hostname);
  const here = own ? `plans/${location.pathname.split("/plans/").at(-1)}` : addressHere();
  const address = canonical instanceof HTMLLinkElement ? canonical.href : here;
  const line = element("p", "printed");
  document.querySelector(".plan-head h1")?.after(line);
  const facts = document.querySelector(".metaline details");
  let wasOpen = true;
  addEventListener("beforeprint", () => {
    line.textContent = `医保规划库　${address}　${chineseDate(today())}打印　文本以原发布机关公布者为准`;
    if (!(facts instanceof HTMLDetailsElement)) return;
    wasOpen = facts.open;
    facts.open = true;
  });
  addEventListener("afterprint", () => { if (facts instanceof HTMLDetailsElement) facts.open = wasOpen; });
}

/** @param {HTMLElement} bar */
export function startBar(bar) {
  recall();
  preparePaper();
  const article = part(document, "article[data-plan]", HTMLElement);
  const find = part(bar, ".find", HTMLElement);
  const now = element("p", "bar__now", article.dataset.title ?? "");
  now.ariaHidden = "true";
  find.before(now);
  const look = button("查找", () => {
    const on = bar.classList.toggle("is-finding");
    look.ariaExpanded = String(on);
    if (on) find.querySelector("input")?.focus();
  });
  look.classList.add("only-phone");
  look.ariaExpanded = "false";
  const cite = button("引用", () => copyAndSay(citation(article, "", addressHere())));
  cite.dataset.cite = "";
  find.after(look, cite);
  const print = button("打印或存为 PDF", () => window.print());
  print.append(element("small", "", "A4"));
  part(bar, ".pop", HTMLElement).append(element("li", "", print));
  const type = element("details", "", element("summary", "", "字号"), element("div", "pop", ...CHOICES.map(choiceOf)));
  bar.append(type);
  // One of them is open at a time.
  const folds = /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll(FOLDS));
  for (const fold of folds) {
    fold.addEventListener("toggle", () => { if (fold.open) for (const other of folds) if (other !== fold) other.open = false; });
  }
  closeMenus(FOLDS);
}
