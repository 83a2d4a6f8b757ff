// How plans stand on the day they are read: a page, or what a script fetched, tells which word holds from which day on.
// The rules are those of medplan/library/status.py; here the last phase that has begun is chosen, and nothing else.
import { chineseDate, today } from "./dates.js";
import { element } from "./elements.js";

/**
 * @typedef {object} Phase
 * @property {string | null} since the ISO date of its first day; null for the first phase
 * @property {string} status its key
 * @property {string} word what it is called
 * @property {boolean} [plain] whether a name needs no mark
 */

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

/** Return the phase that a day falls in. @param {Phase[]} phases in order of their days @returns {Phase} */
export function phaseOn(phases, day = today()) {
  return phases.filter(({ since }) => !since || since <= day).at(-1) ?? phases[0];
}

/** Return the mark that stands beside a plan's name today; "" where none need. @param {Phase[]} phases */
export function mark(phases) {
  const { status, word, plain } = phaseOn(phases);
  if (plain) return "";
  const made = element("span", "mark-plan", word);
  made.dataset.key = status;
  return made;
}

/** Return a name with the mark beside it, as text. @param {string} name @param {Phase[]} phases */
export function named(name, phases) {
  const { word, plain } = phaseOn(phases);
  return plain ? name : `${name}（${word}）`;
}

/** Return the badges of a plan: what it is, and how it stands today. @param {string} kind @param {Phase[]} phases */
export function badges(kind, phases) {
  const { status, word } = phaseOn(phases);
  const badge = element("span", "badge badge--status", word);
  badge.dataset.key = status;
  return element("span", "badges", element("span", "badge", kind), badge);
}

/** Make what a page says of plans true today. */
export function followDays(root = document, day = today()) {
  for (const said of root.querySelectorAll("[data-status]")) {
    const { status, word } = phaseOn(readPhases(said.dataset.status), day);
    said.textContent = word;
    said.dataset.key = status;
    said.hidden = !word;
    const sentence = said.closest("[data-told]");
    if (sentence) sentence.hidden = !word;
  }
  for (const block of root.querySelectorAll("[data-phases]")) {
    const phases = [...block.children];
    const now = phases.filter(({ dataset }) => !dataset.since || dataset.since <= day).at(-1);
    for (const phase of phases) phase.hidden = phase !== now;
  }
  for (const time of root.querySelectorAll("time[data-day]")) {
    if (time.dateTime >= day) continue;
    time.dateTime = day;
    time.textContent = chineseDate(day);
  }
}
