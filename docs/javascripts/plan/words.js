// The plan's own words, as printed, of what a reader selects: without numbers of notes, tools, readings, themes.

const NOT_PRINTED = "[data-editorial], ins";
const BLOCKS = "p, h2, h3, h4, h5, h6, li, tr, caption, section, table, .duty";
// Numbers that the page sets apart from their titles by its looks alone.
const NUMBER = ":is(.heading--chp, .heading--sec, .panel__title, .annex > .heading) > .num";
const KEPT = "P, H2, H3, H4, H5, H6, TABLE, CAPTION, THEAD, TBODY, TR, TH, TD, B, BR";

/**
 * Return the part of a selection that lies in an article, null where none does.
 * @param {HTMLElement} article
 */
export function selectedRange(article) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0).cloneRange();
  if (!range.intersectsNode(article)) return null;
  if (!article.contains(range.startContainer)) range.setStart(article, 0);
  if (!article.contains(range.endContainer)) range.setEnd(article, article.childNodes.length);
  return range.collapsed ? null : range;
}

/**
 * Return the words of a range or an element as nodes, without what is not printed there.
 * @param {Range | Element} from
 */
export function printedPart(from) {
  const part = document.createDocumentFragment();
  part.append(from instanceof Range ? from.cloneContents() : from.cloneNode(true));
  for (const added of part.querySelectorAll(NOT_PRINTED)) added.remove();
  return part;
}

/**
 * Return nodes as plain text: a line for each block, cells parted by tabs.
 * @param {Node} part
 */
export function plainText(part) {
  let text = "";
  const endLine = () => { if (text && !text.endsWith("\n")) text = text.replace(/\t+$/, "") + "\n"; };
  const read = (/** @type {Node} */ node) => {
    if (node instanceof Text) {
      if (node.data.trim()) text += node.data.replace(/\s*\n\s*/g, "");
      return;
    }
    const block = node instanceof Element && node.matches(BLOCKS);
    if (block) endLine();
    if (node instanceof HTMLBRElement) text += "\n";
    for (const child of node.childNodes) read(child);
    if (!(node instanceof Element)) return;
    if (node.matches(NUMBER)) text += "　";
    if (node.matches("td, th")) text += "\t";
    if (block) endLine();
  };
  read(part);
  return text.replace(/\t+$/, "").trim();
}

/**
 * Return nodes as HTML for a word processor: paragraphs, headings and tables, nothing of the page's looks.
 * @param {DocumentFragment} part
 */
export function plainHtml(part) {
  const copy = document.createElement("div");
  copy.append(part.cloneNode(true));
  for (const one of [...copy.querySelectorAll("*")].reverse()) {
    if (one.matches(NUMBER)) one.append("　");
    if (!one.matches(KEPT)) {
      one.replaceWith(...one.childNodes);
      continue;
    }
    for (const { name } of [...one.attributes]) if (!/^(col|row)span$/.test(name)) one.removeAttribute(name);
  }
  return copy.innerHTML;
}
