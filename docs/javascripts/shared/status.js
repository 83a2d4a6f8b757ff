// How plans stand on the day they are read: a page, or what a script fetched, tells which word holds from which day on.
// The rules are those of medplan/library/status.py; here the last phase that has begun is chosen, and nothing else.
import { chineseDate, isPast, today } from "./dates.js";
import { element } from "./elements.js";

/** @typedef {import("./rows").StatusPhase} Phase */

/**
 * Return the phases of a text such as " in-period ;2026-01-01 ended 规划期已满"; a phase without a word is plain.
 * @param {string} told
 * @returns {Phase[]}
 */
export function readPhases(told) {
  return told.split(";").map((part) => {
    const [since, status, ...words] = part.split(" ");
    const word = words.join(" ");
    return { since: since || null, status, word, plain: !word };
  });
}

/**
 * Return the last of some phases that has begun on a day, the first when none has.
 * @template T
 * @param {T[]} phases in order of their days
 * @param {(phase: T) => string | null | undefined} sinceOf
 * @param {string} day
 */
const begun = (phases, sinceOf, day) => phases.filter((phase) => (sinceOf(phase) ?? "") <= day).at(-1) ?? phases[0];

/**
 * Return the phase that a day falls in.
 * @param {Phase[]} phases in order of their days
 * @param {string} [day]
 */
const phaseOn = (phases, day = today()) => begun(phases, ({ since }) => since, day);

/**
 * Return the mark that stands beside a plan's name today; "" where none need.
 * @param {Phase[]} phases
 */
export function mark(phases) {
  const { status, word, plain } = phaseOn(phases);
  if (plain) return "";
  const made = element("i", "", ` ${word}`);
  made.dataset.key = status;
  return made;
}

/**
 * Return a name with the mark beside it, as text.
 * @param {string} name
 * @param {Phase[]} phases
 */
export function named(name, phases) {
  const { word, plain } = phaseOn(phases);
  return plain ? name : `${name}（${word}）`;
}

/**
 * Return the badges of a plan: what it is, and how it stands today.
 * @param {string} kind
 * @param {Phase[]} phases
 */
export function badges(kind, phases) {
  const { status, word } = phaseOn(phases);
  const badge = element("span", "badge badge--status", word);
  badge.dataset.key = status;
  return element("span", "badges", element("span", "badge", kind), badge);
}

/**
 * Return what a selector finds, as the elements of a page.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {NodeListOf<HTMLElement>}
 */
const all = (root, selector) => root.querySelectorAll(selector);

/**
 * Move today's line of a drawn time line, or its word, to a day; `data-now` is the first year and how many there are.
 * @param {Element} line
 * @param {string} day
 */
function moveToDay(line, day) {
  const [first, years] = (line.getAttribute("data-now") ?? "").split(" ").map(Number);
  const [year, month, date] = day.split("-").map(Number);
  const part = (year - first + (month - 1 + (date - 1) / 31) / 12) / years;
  const at = `${(Math.min(1, Math.max(0, part)) * 100).toFixed(2)}%`;
  for (const name of line.tagName === "text" ? ["x"] : ["x1", "x2"]) line.setAttribute(name, at);
}

/** Make what a page says of plans and of days true today. */
export function followDays(root = document, day = today()) {
  for (const said of all(root, "[data-status]")) {
    const { status, word } = phaseOn(readPhases(said.dataset.status ?? ""), day);
    said.textContent = said.matches("i") ? ` ${word}` : word;
    said.dataset.key = status;
    said.hidden = !word;
    const sentence = said.closest("[data-told]");
    if (sentence instanceof HTMLElement) sentence.hidden = !word;
  }
  for (const block of all(root, "[data-phases]")) {
    const phases = [...all(block, ":scope > *")];
    const now = begun(phases, ({ dataset }) => dataset.since, day);
    for (const phase of phases) phase.hidden = phase !== now;
  }
  for (const badge of all(root, ".badge[data-due]")) badge.hidden = !isPast(badge.dataset.due ?? "", day);
  for (const dot of root.querySelectorAll("[data-last]")) dot.classList.toggle("past", isPast(dot.getAttribute("data-last") ?? "", day));
  for (const line of root.querySelectorAll("[data-now]")) moveToDay(line, day);
  for (const time of all(root, "time[data-day]")) {
    if (!(time instanceof HTMLTimeElement) || time.dateTime >= day) continue;
    time.dateTime = day;
    time.textContent = chineseDate(day);
  }
}
