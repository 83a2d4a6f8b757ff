// The address of one sentence: the provision's, with the sentence's words behind it for browsers that find them
// (text fragments); the others come to the provision.

const ENDS = /[。！？；\n]/;
const CLAUSE = /[，、：；。！？]/;
const LAST = /[，、：；。！？\n]+$/;
const SHORT = 24; // characters of a sentence that stands in the address whole

/**
 * Return the text of a provision as shown, the site's own left out, and where in it the site's own, or an emendation,
 * stands between: no words that run over such a place are found by a browser.
 * @param {Element} provision
 * @param {Range} range
 */
function shownText(provision, range) {
  const walker = document.createTreeWalker(provision, NodeFilter.SHOW_TEXT);
  let [text, start, end] = ["", -1, -1];
  const breaks = [];
  while (walker.nextNode()) {
    const node = /** @type {Text} */ (walker.currentNode);
    const around = node.parentElement;
    if (around?.closest(".provision") !== provision) continue;
    if (around.closest("[data-editorial]")) breaks.push(text.length);
    else {
      if (around.closest("ins, del")) breaks.push(text.length, text.length + node.length);
      if (range.intersectsNode(node)) {
        if (start < 0) start = text.length + (node === range.startContainer ? range.startOffset : 0);
        end = text.length + (node === range.endContainer ? range.endOffset : node.length);
      }
      text += node.data;
    }
  }
  return { text, start, end, breaks };
}

const encoded = (/** @type {string} */ text) => encodeURIComponent(text).replaceAll("-", "%2D");

/** @param {string} text */
function firstClause(text) {
  const until = text.search(CLAUSE);
  return until < 0 ? text : text.slice(0, until);
}

/** @param {string} text */
function lastClause(text) {
  const words = text.replace(LAST, "");
  const from = Math.max(...["，", "、", "："].map((mark) => words.lastIndexOf(mark)));
  return from < 0 ? words : words.slice(from + 1);
}

/**
 * Return what to put behind a provision's address so that the sentences that a range touches are found; "" for none.
 * @param {Element} provision
 * @param {Range} range
 */
export function sentenceFragment(provision, range) {
  const { text, breaks, ...touched } = shownText(provision, range);
  let { start, end } = touched;
  if (start < 0 || start === end) return "";
  while (start > 0 && !ENDS.test(text[start - 1])) start--;
  while (end < text.length && !ENDS.test(text[end - 1])) end++;
  const cuts = [start, ...breaks.filter((at) => at > start && at < end), end];
  const parts = cuts.slice(1).map((to, i) => text.slice(cuts[i], to)).filter((part) => /[\p{L}\p{N}]/u.test(part));
  const whole = (parts[0] ?? "").replace(LAST, "");
  if (parts.length === 1 && whole.length <= SHORT) return `:~:text=${encoded(whole)}`;
  const [from, to] = [firstClause(parts[0] ?? ""), lastClause(parts.at(-1) ?? "")];
  return from && to ? `:~:text=${encoded(from)},${encoded(to)}` : "";
}

/** Where a browser doesn't know text fragments, come to the provision that stands before it in the address. */
export function comeToProvision() {
  const [eid, rest] = location.hash.slice(1).split(":~:");
  if (rest === undefined) return;
  const provision = document.getElementById(eid);
  if (!provision) return;
  history.replaceState(null, "", `#${eid}`);
  // The address is replaced without being gone to: this marks it as the one that is.
  location.replace(`#${eid}`);
  provision.scrollIntoView();
}
