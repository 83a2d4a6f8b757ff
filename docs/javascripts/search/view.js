// How hits are shown, in the header's list and on the search page alike.
import { element } from "../shared/elements.js";
import { messageOf } from "../shared/loading.js";

/**
 * Return text with the places in `marks` in <mark> elements.
 * @param {string} text
 * @param {[number, number][]} marks
 */
export function marked(text, marks) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  let at = 0;
  for (const [start, end] of marks) {
    nodes.push(text.slice(at, start), element("mark", "", text.slice(start, end)));
    at = end;
  }
  nodes.push(text.slice(at));
  return nodes;
}

/**
 * Return the address of a hit, with the words to mark there.
 * @param {import("../search.js").Hit} hit
 * @param {string} query
 */
export function addressOf(hit, query) {
  const url = new URL(hit.url);
  url.searchParams.set("mark", query);
  return url.href;
}

/**
 * Return what a failed search says to the reader.
 * @param {unknown} error
 */
export function failure(error) {
  return typeof DecompressionStream === "undefined"
    ? "这个浏览器太旧，不能搜索；请升级后再试。"
    : `搜索数据没有载入（${messageOf(error)}），请检查网络后再试。`;
}
