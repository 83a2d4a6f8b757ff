// Words marked in a plan's text: those a reader came with from the search, and those looked for on the page.
import { findWord, readQuery } from "../search/text.js";
import { isComposing, onTyped } from "../shared/typing.js";

const WAIT = 150; // ms after the last keystroke

/** Return the text nodes of a provision itself: provisions in it, the site's additions, one side of emendations left out. */
function textNodes(provision, skipped) {
  const walker = document.createTreeWalker(provision, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(".provision") !== provision || node.parentElement.closest(`[data-editorial], ${skipped}`) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

/** Mark a stretch of characters that may run over several nodes; return its marks. */
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

/** Take every mark away again. */
export function unmark(article) {
  for (const mark of article.querySelectorAll("mark")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
}

/** Mark every occurrence of a query's words in one provision, as printed and as read; return the marks of each. */
function markProvision(provision, words) {
  const found = [];
  for (const skipped of ["ins", "del"]) {
    const text = textNodes(provision, skipped).map((node) => node.data).join("");
    for (const [start, end] of words.flatMap((word) => findWord(text, word))) {
      const nodes = textNodes(provision, skipped);
      if (!covered(nodes, start, end)) found.push(wrap(nodes, start, end));
    }
  }
  return found;
}

/** Tell whether a stretch is marked already (the reading and the printed text mostly agree). */
function covered(nodes, start, end) {
  let at = 0;
  for (const node of nodes) {
    const inside = node.data.length > 0 && at + node.data.length > start && at < end;
    if (inside && !node.parentElement.closest("mark")) return false;
    at += node.data.length;
  }
  return true;
}

/** Mark a query's words in the whole article; return the occurrences in reading order, each as its marks. */
export function markArticle(article, query) {
  unmark(article);
  const words = readQuery(query).filter((word) => !word.exclude && [...word.folded].length > 1);
  if (!words.length) return [];
  const found = [...article.querySelectorAll(".provision")].flatMap((provision) => markProvision(provision, words));
  return found.sort(([a], [b]) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
}

/** Make the box on a plan's page walk through its hits. */
export function startFindInPlan(box, article) {
  const input = box.querySelector("input");
  const count = box.querySelector("[role=status]");
  const [previous, next, all] = box.querySelectorAll("button, a");
  let marks = [];
  let at = -1;
  const go = (to) => {
    if (!marks.length) return;
    marks[at]?.forEach((mark) => mark.classList.remove("here"));
    at = (to + marks.length) % marks.length;
    marks[at].forEach((mark) => mark.classList.add("here"));
    marks[at][0].scrollIntoView({ block: "center" });
    count.textContent = `第 ${at + 1} 处，共 ${marks.length} 处`;
  };
  const find = (query, jump = true) => {
    marks = markArticle(article, query);
    at = -1;
    previous.disabled = next.disabled = !marks.length;
    count.textContent = !query.trim() ? "" : marks.length ? `共 ${marks.length} 处` : "本文没有";
    const everywhere = new URL(all.href);
    everywhere.searchParams.set("q", query);
    all.href = everywhere.href;
    all.hidden = !query.trim();
    if (jump) go(0);
  };
  const forget = onTyped(input, WAIT, () => find(input.value, false));
  input.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      forget();
      if (input.value !== box.dataset.last) { box.dataset.last = input.value; find(input.value); } else go(at + (event.shiftKey ? -1 : 1));
    } else if (event.key === "Escape") {
      input.value = "";
      find("", false);
    }
  });
  previous.addEventListener("click", () => go(at - 1));
  next.addEventListener("click", () => go(at + 1));
  box.hidden = false;
  const wanted = new URLSearchParams(location.search).get("mark");
  if (wanted) {
    input.value = wanted;
    box.dataset.last = wanted;
    find(wanted, false);
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) {
      target.scrollIntoView();
      const inside = marks.findIndex(([mark]) => target.contains(mark));
      if (inside >= 0) {
        at = inside;
        marks[at].forEach((mark) => mark.classList.add("here"));
        count.textContent = `第 ${at + 1} 处，共 ${marks.length} 处`;
      }
    }
  }
}
