// What pages need beyond HTML: copying a link or a citation, following the contents on a phone, the list of plans.
import { startPlanList } from "./lists/plans.js";
import { startSearchBox } from "./search/box.js";

/** Return the address of a provision on this site, without a query. */
const addressOf = (eid) => location.origin + location.pathname + "#" + eid;

/** Return today's date as an ISO date in the reader's own time. */
const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);

/** Return a citation after GB/T 7714—2015 of the provision at `eid`, named `at` (第三章第一节二、). */
function citation(article, eid, at) {
  const { author, title, published } = article.dataset;
  const dates = (published ? `(${published})` : "") + `[${today()}]`;
  return `${author}. ${title}：${at}[EB/OL]. ${dates}. ${addressOf(eid)}.`;
}

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

let hiding;
function say(text) {
  const toast = document.querySelector(".toast");
  if (!toast) return;
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { toast.hidden = true; }, 4000);
}

function startPlan(article) {
  article.addEventListener("click", async (event) => {
    const tool = event.target.closest("[data-copy]");
    const provision = event.target.closest(".provision");
    if (!tool) {
      // A tap shows a provision's tools where no pointer can hover.
      if (event.target.closest("a")) return;
      article.querySelectorAll(".provision.is-on").forEach((e) => e !== provision && e.classList.remove("is-on"));
      if (matchMedia("(hover: none)").matches) provision?.classList.toggle("is-on");
      return;
    }
    event.preventDefault();
    const eid = tool.closest("[id]").id;
    const text = tool.dataset.copy === "link" ? addressOf(eid) : citation(article, eid, tool.dataset.at);
    const copied = await copyText(text);
    say(copied ? `已复制：${text}` : `请手动复制：${text}`);
    if (tool.dataset.copy === "link") history.replaceState(null, "", "#" + eid);
  });
  // A note is read where it stands, and its mark leads there and back by keyboard.
  article.addEventListener("click", (event) => {
    const mark = event.target.closest(".mark a");
    if (!mark) return;
    const note = document.getElementById(mark.hash.slice(1));
    if (!note) return;
    note.focus({ preventScroll: false });
    note.dataset.from = "";
    note.onkeydown = (key) => { if (key.key === "Escape") mark.focus(); };
  });
}

/** Show in the phone's bar which heading is being read. */
function followContents(bar) {
  const links = [...bar.querySelectorAll("a")];
  const targets = links.map((link) => document.getElementById(link.hash.slice(1)));
  const label = bar.querySelector("summary span");
  let waiting = false;
  const follow = () => {
    waiting = false;
    let here = -1;
    targets.forEach((target, i) => { if (target && target.getBoundingClientRect().top < 140) here = i; });
    links.forEach((link, i) => i === here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
    if (here >= 0) label.textContent = links[here].textContent;
  };
  addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(follow); } }, { passive: true });
  bar.addEventListener("click", (event) => { if (event.target.closest("a")) bar.open = false; });
  follow();
}

const box = document.querySelector("[data-search-box]");
if (box) startSearchBox(box);
const searchPage = document.querySelector("[data-search-page]");
if (searchPage) import("./search/page.js").then((module) => module.startSearchPage(searchPage));
const rows = document.querySelector("[data-row-browser]");
if (rows) import("./lists/rows.js").then((module) => module.startRowBrowser(rows));
const article = document.querySelector("article[data-plan]");
if (article) {
  startPlan(article);
  const finder = document.querySelector("[data-find]");
  if (finder) import("./plan/find.js").then((module) => module.startFindInPlan(finder, article));
}
const bar = document.querySelector("[data-tocbar]");
if (bar) followContents(bar);
const list = document.querySelector("[data-plan-list]");
if (list) startPlanList(list);
const comparing = document.querySelector("[data-compare]");
if (comparing) import("./compare/page.js").then((module) => module.startComparePage(comparing));
/** Go on from a provision's old address, noted below the plan, to its new one. */
function followMoved() {
  const note = location.hash && document.getElementById(location.hash.slice(1));
  if (note && "moved" in note.dataset) location.replace(note.querySelector("a").href);
}
followMoved();
addEventListener("hashchange", followMoved);
