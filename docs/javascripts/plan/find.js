// Words marked in a plan's text: those a reader came with from the search, and those looked for on the page.
import { findWord, readQuery } from "../search/text.js";
import { element, part } from "../shared/elements.js";
import { isComposing, onTyped } from "../shared/typing.js";

/** @typedef {HTMLElement[]} Occurrence the marks of one occurrence, which may run over several nodes */

const WAIT = 150; // ms after the last keystroke

/**
 * Return the text nodes of a provision itself: provisions in it, the site's additions, one side of emendations left out.
 * @param {Element} provision
 * @param {"ins" | "del"} skipped
 */
function textNodes(provision, skipped) {
  const isLeftOut = (/** @type {Node} */ { parentElement: around }) =>
    around?.closest(".provision") !== provision || around.closest(`[data-editorial], ${skipped}`);
  const walker = document.createTreeWalker(provision, NodeFilter.SHOW_TEXT, (node) =>
    isLeftOut(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(/** @type {Text} */ (walker.currentNode));
  return nodes;
}

/**
 * Mark a stretch of characters that may run over several nodes; return its marks.
 * @param {Text[]} nodes
 * @param {number} start
 * @param {number} end
 * @returns {Occurrence}
 */
function wrap(nodes, start, end) {
  const marks = [];
  let at = 0;
  for (const node of nodes) {
    const length = node.data.length;
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, length);
    at += length;
    if (from >= to) continue;
    const piece = from ? node.splitText(from) : node;
    if (piece.data.length > to - from) piece.splitText(to - from);
    const mark = document.createElement("mark");
    piece.replaceWith(mark);
    mark.append(piece);
    marks.push(mark);
  }
  return marks;
}

/**
 * Take every mark away again.
 * @param {HTMLElement} article
 */
function unmark(article) {
  for (const mark of article.querySelectorAll("mark")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent?.normalize();
  }
}

/**
 * Mark every occurrence of a query's words in one provision, as printed and as read.
 * @param {Element} provision
 * @param {import("../search/text.js").Word[]} words
 */
function markProvision(provision, words) {
  const found = [];
  for (const skipped of /** @type {const} */ (["ins", "del"])) {
    const text = textNodes(provision, skipped).map((node) => node.data).join("");
    for (const [start, end] of words.flatMap((word) => findWord(text, word))) {
      const nodes = textNodes(provision, skipped);
      if (!covered(nodes, start, end)) found.push(wrap(nodes, start, end));
    }
  }
  return found;
}

/**
 * Tell whether a stretch is marked already (the reading and the printed text mostly agree).
 * @param {Text[]} nodes
 * @param {number} start
 * @param {number} end
 */
function covered(nodes, start, end) {
  let at = 0;
  for (const node of nodes) {
    const inside = node.data.length > 0 && at + node.data.length > start && at < end;
    if (inside && !node.parentElement?.closest("mark")) return false;
    at += node.data.length;
  }
  return true;
}

/**
 * Mark a query's words in the whole article; return the occurrences in reading order.
 * @param {HTMLElement} article
 * @param {string} query
 * @returns {Occurrence[]}
 */
function markArticle(article, query) {
  unmark(article);
  const words = readQuery(query).filter((word) => !word.exclude && [...word.folded].length > 1);
  if (!words.length) return [];
  const found = [...article.querySelectorAll(".provision")].flatMap((provision) => markProvision(provision, words));
  return found.sort(([a], [b]) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
}

/**
 * Make the box on a plan's page walk through its hits.
 * @param {HTMLElement} box
 */
export function startFindInPlan(box) {
  const article = part(document, "article[data-plan]", HTMLElement);
  const input = part(box, "input", HTMLInputElement);
  const count = part(box, "[role=status]", HTMLElement);
  const shown = element("span", "of");
  shown.ariaHidden = "true";
  count.before(shown);
  const [previous, next] = box.querySelectorAll("button");
  const all = part(box, "a", HTMLAnchorElement);
  /** @type {Occurrence[]} */
  let found = [];
  let at = -1;
  let last = "";
  const stopAt = (/** @type {number} */ place) => {
    at = place;
    found[at].forEach((mark) => mark.classList.add("here"));
    count.textContent = `第 ${at + 1} 处，共 ${found.length} 处`;
    shown.textContent = `${at + 1}/${found.length}`;
  };
  const go = (/** @type {number} */ to) => {
    if (!found.length) return;
    found[at]?.forEach((mark) => mark.classList.remove("here"));
    stopAt((to + found.length) % found.length);
    found[at][0].scrollIntoView({ block: "center" });
  };
  const find = (/** @type {string} */ query) => {
    found = markArticle(article, query);
    at = -1;
    previous.disabled = next.disabled = !found.length;
    count.textContent = !query.trim() ? "" : found.length ? `共 ${found.length} 处` : "本文没有";
    shown.textContent = count.textContent;
    const everywhere = new URL(all.href);
    everywhere.searchParams.set("q", query);
    all.href = everywhere.href;
    all.hidden = !query.trim();
  };
  const forget = onTyped(input, WAIT, () => find(input.value));
  input.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      forget();
      if (input.value === last) return go(at + (event.shiftKey ? -1 : 1));
      last = input.value;
      find(input.value);
      go(0);
    } else if (event.key === "Escape") {
      input.value = "";
      find("");
    }
  });
  previous.addEventListener("click", () => go(at - 1));
  next.addEventListener("click", () => go(at + 1));
  box.hidden = false;
  const wanted = new URLSearchParams(location.search).get("mark");
  if (!wanted) return;
  input.value = last = wanted;
  box.parentElement?.classList.add("is-finding");
  find(wanted);
  const target = document.getElementById(location.hash.slice(1));
  if (!target) return;
  target.scrollIntoView();
  const inside = found.findIndex(([mark]) => target.contains(mark));
  if (inside >= 0) stopAt(inside);
}
