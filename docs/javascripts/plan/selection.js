// What a reader selects in a plan: copied it is the plan's words; with its citation, or its address, by a choice beside it.
import { button, element, placeAt } from "../shared/elements.js";
import { addressHere, citation, copyAndSay } from "./citation.js";
import { sentenceFragment } from "./sentence.js";
import { plainHtml, plainText, printedPart, selectedRange } from "./words.js";

const WAIT = 250; // ms after the selection last changed

/**
 * Return a text with its citation below it.
 * @param {string} words
 * @param {string} cited
 */
export const withCitation = (words, cited) => `“${words}”\n${cited}`;

/**
 * Return the provision that a range begins in.
 * @param {HTMLElement} article
 * @param {Range} range
 */
function provisionOf(article, range) {
  const { startContainer: at } = range;
  const around = at instanceof Element ? at : at.parentElement;
  const own = around?.closest(".provision");
  return own ?? [...article.querySelectorAll(".provision")].find((one) => range.intersectsNode(one)) ?? null;
}

/** @param {HTMLElement} article */
export function startSelection(article) {
  article.ownerDocument.addEventListener("copy", (event) => {
    const range = event.target instanceof Element && event.target.matches("input, textarea") ? null : selectedRange(article);
    if (!range || !event.clipboardData) return;
    const part = printedPart(range);
    const text = plainText(part);
    if (!text) return;
    event.clipboardData.setData("text/plain", text);
    event.clipboardData.setData("text/html", plainHtml(part));
    event.preventDefault();
  });

  const taken = () => {
    const range = selectedRange(article);
    const provision = range && provisionOf(article, range);
    if (!range || !provision) return null;
    const at = provision.querySelector(".ref")?.getAttribute("data-at") ?? "";
    const address = addressHere(provision.id) + sentenceFragment(provision, range);
    return { words: plainText(printedPart(range)), address, cited: citation(article, at, address) };
  };
  const choice = element("div", "selected", ...[
    button("复制", () => { const it = taken(); if (it) copyAndSay(it.words); }),
    button("复制并附出处", () => { const it = taken(); if (it) copyAndSay(withCitation(it.words, it.cited)); }),
    button("这句话的链接", () => { const it = taken(); if (it) copyAndSay(it.address); }),
  ]);
  choice.dataset.editorial = "";
  choice.role = "group";
  choice.ariaLabel = "选中的文字";
  choice.hidden = true;
  // A press must not take the selection away before the click is answered.
  choice.addEventListener("pointerdown", (event) => event.preventDefault());
  article.parentElement?.append(choice);
  const place = () => {
    const range = selectedRange(article);
    choice.hidden = !range || !plainText(printedPart(range));
    const shown = range && [...range.getClientRects()].at(-1);
    if (choice.hidden || !shown) return;
    const left = Math.min(Math.max(shown.left, 8), document.documentElement.clientWidth - choice.offsetWidth - 8);
    placeAt(choice, left, shown.bottom + 8);
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    if (getSelection()?.isCollapsed) choice.hidden = true;
    else waiting = setTimeout(place, WAIT);
  });
}
