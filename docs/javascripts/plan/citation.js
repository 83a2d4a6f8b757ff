// Addresses and citations of a plan, its provisions and single sentences; putting them on the clipboard.
import { copyText } from "../shared/copying.js";
import { today } from "../shared/dates.js";

/**
 * Return the address of the plan, or of a provision, on this site, without a query.
 * @param {string} [eid]
 */
export const addressHere = (eid = "") => location.origin + location.pathname + (eid && `#${eid}`);

/**
 * Return a citation after GB/T 7714—2025 of a plan, or of the place `at` in it (第三章第一节二、).
 * @param {HTMLElement} article
 * @param {string} at
 * @param {string} address
 */
export function citation(article, at, address) {
  const { author, title, published } = article.dataset;
  const dates = (published ? `（${published}）` : "") + `[${today()}]`;
  return `${author}. ${title}${at && `：${at}`}[EB/OL].${dates}. ${address}.`;
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let hiding;

/**
 * Say something for some seconds.
 * @param {string} text
 */
export function say(text) {
  const toast = document.querySelector(".toast");
  if (!(toast instanceof HTMLElement)) return;
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { toast.hidden = true; }, 4000);
}

/**
 * Copy a text and say so.
 * @param {string} text
 */
export async function copyAndSay(text) {
  const copied = await copyText(text);
  say(copied ? `已复制：${text.length > 160 ? `${text.slice(0, 160)}……` : text}` : `请手动复制：${text}`);
}
