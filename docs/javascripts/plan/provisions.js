// What a provision answers to: copying its link or citation, showing its tools, its notes; its old address leads on.
import { today } from "../shared/dates.js";
import { around } from "../shared/elements.js";
import { addTools, nameMarks, startAlike } from "./tools.js";

/**
 * Return the address of a provision on this site, without a query.
 * @param {string} eid
 */
const addressHere = (eid) => location.origin + location.pathname + "#" + eid;

/**
 * Return a citation after GB/T 7714—2025 of the provision at `eid`, named `at` (第三章第一节二、).
 * @param {HTMLElement} article
 * @param {string} eid
 * @param {string} at
 */
function citation(article, eid, at) {
  const { author, title, published } = article.dataset;
  const dates = (published ? `（${published}）` : "") + `[${today()}]`;
  return `${author}. ${title}：${at}[EB/OL].${dates}. ${addressHere(eid)}.`;
}

/**
 * Copy a text; tell whether it was copied.
 * @param {string} text
 */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let hiding;

/**
 * Say something for some seconds.
 * @param {string} text
 */
function say(text) {
  const toast = document.querySelector(".toast");
  if (!(toast instanceof HTMLElement)) return;
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { toast.hidden = true; }, 4000);
}

/**
 * Give an article's provisions their tools, and make these answer.
 * @param {HTMLElement} article
 */
export function startProvisions(article) {
  addTools(article);
  nameMarks(article);
  startAlike(article);
  article.addEventListener("click", async (event) => {
    const tool = around(event, "[data-copy]");
    if (!tool) {
      // A tap shows a provision's tools where no pointer can hover.
      if (around(event, "a")) return;
      const provision = around(event, ".provision");
      article.querySelectorAll(".provision.is-on").forEach((e) => e !== provision && e.classList.remove("is-on"));
      if (matchMedia("(hover: none)").matches) provision?.classList.toggle("is-on");
      return;
    }
    event.preventDefault();
    const eid = tool.closest("[id]")?.id ?? "";
    const text = tool.dataset.copy === "link" ? addressHere(eid) : citation(article, eid, tool.dataset.at ?? "");
    const copied = await copyText(text);
    say(copied ? `已复制：${text}` : `请手动复制：${text}`);
    if (tool.dataset.copy === "link") history.replaceState(null, "", "#" + eid);
  });
  // A note is read where it stands, and its mark leads there and back by keyboard.
  article.addEventListener("click", (event) => {
    const mark = around(event, ".mark a");
    if (!(mark instanceof HTMLAnchorElement)) return;
    const note = document.getElementById(mark.hash.slice(1));
    if (!note) return;
    note.focus({ preventScroll: false });
    note.onkeydown = (key) => { if (key.key === "Escape") mark.focus(); };
  });
}

/** Go on from a provision's old address, noted below the plan, to its new one. */
export function followMoved() {
  const note = document.getElementById(location.hash.slice(1));
  const onward = note?.querySelector("a");
  if (note && "moved" in note.dataset && onward) location.replace(onward.href);
}
