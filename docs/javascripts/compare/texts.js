// Themes and measures side by side: a line a theme, and a line an agency that leads.
import { cell, element, heading, link } from "../shared/elements.js";

/**
 * @typedef {import("./files.js").PlanFacts} PlanFacts
 * @typedef {import("./page.js").Column} Column
 * @typedef {import("../shared/rows").ComparedMeasure} Measure
 */

const FIRST = 4; // measures of a cell before the rest is folded

/**
 * Return what says which kind of nothing a cell is.
 * @param {string} kind
 * @param {string} said
 */
const nothing = (kind, said) => element("span", `cov cov--${kind}`, said);

/**
 * Return a line of a table: its head, and a cell a column, filled from the plan's facts where the library holds one.
 * @param {HTMLElement} name
 * @param {Column[]} columns
 * @param {(facts: PlanFacts, column: Column) => (Node | string)[]} fill
 */
function lineOf(name, columns, fill) {
  const cells = columns.map((column) =>
    cell(column.label, ...(column.facts ? fill(column.facts, column) : [nothing("absent", "未收录")])));
  return element("tr", "", heading("row", "", name), ...cells);
}

/**
 * @param {Column} column
 * @param {string} eid
 * @param {string} text
 */
function linkTo(column, eid, text) {
  const made = link(column.addressOf(eid), text);
  made.className = "at";
  return made;
}

/**
 * Return a plan's provisions of a theme as nodes: its headings, and below them each text with a link to its place.
 * @param {PlanFacts} facts
 * @param {Column} column
 * @param {number[]} numbers
 */
function provisionsOf({ provisions, paths }, column, numbers) {
  const nodes = [];
  let last = -1;
  for (const number of numbers) {
    const [eid, path, text, emended] = provisions[number];
    if (path !== last) nodes.push(element("p", "path", paths[path]));
    last = path;
    const at = linkTo(column, eid, "¶");
    at.setAttribute("aria-label", `到原处：${column.label}，${paths[path]}`);
    nodes.push(element("p", "passage", at, text, ...(emended ? [element("small", "", "（文字经校订，见原处）")] : [])));
  }
  return nodes;
}

/**
 * Open or close all cells of a line together, so that they are read side by side.
 * @param {HTMLTableRowElement} line
 */
function together(line) {
  const all = [...line.querySelectorAll("details")];
  for (const one of all) {
    one.addEventListener("toggle", () => all.forEach((other) => { other.open = one.open; }));
  }
  return line;
}

/**
 * Return the body of the table of themes, of those that any of the plans addresses, and of those it is silent on.
 * @param {Column[]} columns
 * @param {import("./files.js").Names} names
 * @param {boolean} both leave out what fewer than two address
 */
export function themeBody(columns, names, both) {
  const lines = [];
  for (const [id, name] of names.themes) {
    const having = columns.filter((column) => column.facts?.themes[id]).length;
    if (!having || (both && having < 2)) continue;
    const head = link(`${columns[0].root}themes/${id}/`, name);
    lines.push(together(lineOf(head, columns, (facts, column) => {
      const numbers = facts.themes[id];
      if (!numbers) return [nothing(facts.silence, names.coverage[facts.silence])];
      const summary = element("summary", "", nothing("addressed", names.coverage.addressed), ` ${numbers.length} 条`);
      const details = element("details", "", summary);
      // Filled when first opened: texts are long, and most stay closed.
      details.addEventListener("toggle", () => {
        if (details.open && details.children.length === 1) details.append(...provisionsOf(facts, column, numbers));
      });
      return [details];
    })));
  }
  return element("tbody", "", ...lines);
}

/**
 * Return a measure: its text with a link to its place, who leads where several do, who helps, by when.
 * @param {Measure} measure
 * @param {Column} column
 */
function measureOf(measure, column) {
  const item = element("li", "", linkTo(column, measure.eid, measure.text));
  const facts = [];
  if (measure.units.length > 1 || measure.role === "responsible") facts.push(`${measure.role === "lead" ? "牵头" : "责任"}：${measure.units.join("、")}`);
  if (measure.supporting.length) facts.push(`配合：${measure.supporting.join("、")}`);
  if (measure.schedule) facts.push(`进度：${measure.schedule}`);
  for (const fact of facts) item.append(element("small", "", fact));
  return item;
}

/**
 * Return the body of the table of measures: a line an agency that leads, or is responsible where none leads.
 * @param {Column[]} columns
 * @param {import("./files.js").Names} names
 * @param {boolean} both leave out what fewer than two have
 */
export function measureBody(columns, names, both) {
  const lines = [];
  for (const [id, name] of [...names.agencies, ["", "目录里没有的单位"]]) {
    const ownOf = (/** @type {PlanFacts | null} */ facts) =>
      (facts?.measures ?? []).filter(({ agencies }) => id ? agencies.includes(id) : !agencies.length);
    const having = columns.filter(({ facts }) => ownOf(facts).length).length;
    if (!having || (both && having < 2)) continue;
    const head = id ? link(`${columns[0].root}agencies/${id}/`, name) : element("span", "", name);
    lines.push(together(lineOf(head, columns, (facts, column) => {
      const items = ownOf(facts).map((measure) => measureOf(measure, column));
      if (!items.length) return [element("span", "none", facts.measures.length ? "没有" : "没有分解任务")];
      const shown = element("ul", "tasks", ...items.slice(0, FIRST));
      if (items.length <= FIRST) return [shown];
      const rest = element("ul", "tasks", ...items.slice(FIRST));
      return [shown, element("details", "", element("summary", "", `其余 ${items.length - FIRST} 项`), rest)];
    })));
  }
  return element("tbody", "", ...lines);
}
