// Themes and measures side by side: a line a theme, and a line an agency that leads.
import { element } from "../shared/elements.js";

const FIRST = 4; // measures of a cell before the rest is folded

/** Return a cell that says which kind of nothing it is. */
const nothing = (kind, said) => element("span", `cov cov--${kind}`, said);

/** Return a line of a table: its head, and a cell a column with the column's name for narrow screens. */
function lineOf(head, columns, fill) {
  head.scope = "row";
  const cells = columns.map((column) => {
    const cell = element("td", "", ...(column.facts ? fill(column) : [nothing("absent", "未收录")]));
    cell.dataset.label = column.label;
    return cell;
  });
  return element("tr", "", head, ...cells);
}

function linkTo(column, eid, text) {
  const link = element("a", "at", text);
  link.href = `${column.root}plans/${column.plan.id}/#${eid}`;
  return link;
}

/** Return a plan's provisions of a theme as nodes: its headings, and below them each text with a link to its place. */
function provisionsOf(column, numbers) {
  const nodes = [];
  let last = -1;
  for (const number of numbers) {
    const [eid, path, text, emended] = column.facts.provisions[number];
    if (path !== last) nodes.push(element("p", "path", column.facts.paths[path]));
    last = path;
    const at = linkTo(column, eid, "¶");
    at.setAttribute("aria-label", `到原处：${column.label}，${column.facts.paths[path]}`);
    nodes.push(element("p", "passage", at, text, ...(emended ? [element("small", "", "（文字经校订，见原处）")] : [])));
  }
  return nodes;
}

/** Open or close all cells of a line together, so that they are read side by side. */
function together(line) {
  const all = [...line.querySelectorAll("details")];
  for (const one of all) {
    one.addEventListener("toggle", () => all.forEach((other) => { other.open = one.open; }));
  }
  return line;
}

/**
 * Return the body of the table of themes, of those that any of the plans addresses, and of those it is silent on.
 * @param {import("./page.js").Column[]} columns
 * @param {object} names
 * @param {boolean} both leave out what fewer than two address
 */
export function themeBody(columns, names, both) {
  const lines = [];
  for (const [id, name] of names.themes) {
    const having = columns.filter((column) => column.facts?.themes[id]).length;
    if (!having || (both && having < 2)) continue;
    const link = element("a", "", name);
    link.href = `${columns[0].root}themes/${id}/`;
    lines.push(together(lineOf(element("th", "", link), columns, (column) => {
      const numbers = column.facts.themes[id];
      if (!numbers) return [nothing(column.facts.silence, names.coverage[column.facts.silence])];
      const summary = element("summary", "", nothing("addressed", names.coverage.addressed), ` ${numbers.length} 条`);
      const details = element("details", "", summary);
      // Filled when first opened: texts are long, and most stay closed.
      details.addEventListener("toggle", () => {
        if (details.open && details.children.length === 1) details.append(...provisionsOf(column, numbers));
      });
      return [details];
    })));
  }
  return element("tbody", "", ...lines);
}

/** Return a measure: its text with a link to its place, who leads where several do, who helps, by when. */
function measureOf(measure, column) {
  const item = element("li", "", linkTo(column, measure.eid, measure.text));
  const facts = [];
  if (measure.units.length > 1 || measure.role === "responsible") facts.push(`${measure.role === "lead" ? "牵头" : "责任"}：${measure.units.join("、")}`);
  if (measure.supporting.length) facts.push(`配合：${measure.supporting.join("、")}`);
  if (measure.schedule) facts.push(`进度：${measure.schedule}`);
  for (const fact of facts) item.append(element("small", "", fact));
  return item;
}

/** Return the body of the table of measures: a line an agency that leads, or is responsible where none leads. */
export function measureBody(columns, names, both) {
  const lines = [];
  for (const [id, name] of [...names.agencies, ["", "目录里没有的单位"]]) {
    const own = (column) => (column.facts?.measures ?? []).filter((m) => id ? m.agencies.includes(id) : !m.agencies.length);
    const having = columns.filter((column) => own(column).length).length;
    if (!having || (both && having < 2)) continue;
    const link = element(id ? "a" : "span", "", name);
    if (id) link.href = `${columns[0].root}agencies/${id}/`;
    lines.push(together(lineOf(element("th", "", link), columns, (column) => {
      const items = own(column).map((measure) => measureOf(measure, column));
      if (!items.length) return [element("span", "none", column.facts.measures.length ? "没有" : "没有分解任务")];
      const shown = [element("ul", "tasks", ...items.slice(0, FIRST))];
      if (items.length > FIRST) {
        shown.push(element("details", "", element("summary", "", `其余 ${items.length - FIRST} 项`), element("ul", "tasks", ...items.slice(FIRST))));
      }
      return shown;
    })));
  }
  return element("tbody", "", ...lines);
}
