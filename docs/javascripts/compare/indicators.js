// Indicators side by side. Whether figures can be compared is decided where the files are made; here terms are only
// looked at for being equal, and what differs is said in the words that came with them.
import { element } from "../shared/elements.js";

/**
 * Return the terms that keep rows apart, of those without an obstacle of their own.
 * @param {{obstacles: string[], terms: Record<string, {is: string}>}[]} rows
 * @returns {string[]}
 */
export function differingTerms(rows) {
  const clean = rows.filter((row) => !row.obstacles.length);
  const terms = new Set(clean.flatMap((row) => Object.keys(row.terms)));
  return [...terms].filter((term) => new Set(clean.flatMap((row) => row.terms[term]?.is ?? [])).size > 1);
}

/** Return the note on a line: which terms differ, or that fewer than two figures can be compared; "" when all can. */
export function noteOf(groups, differ) {
  const terms = differingTerms(groups.flat());
  if (terms.length) return `不能直接比较：${terms.map((term) => differ[term]).join("、")}`;
  const clean = groups.filter((rows) => rows.some((row) => !row.obstacles.length)).length;
  return clean < 2 && groups.filter((rows) => rows.length).length > 1 ? "没有两份可以直接比较" : "";
}

/** Return a figure with its year, and what the source prints where it prints another unit. */
function figureOf(name, figure, year, unit) {
  if (!figure) return [element("small", "", `${name}未列`)];
  const said = `${name} ${figure.shown}${figure.in_unit ? ` ${unit}` : ""}${year ? `（${year} 年）` : ""}`;
  return [element("small", "", said + (figure.printed ? `，原文 ${figure.printed}` : ""))];
}

/** Return one row of a plan as a block: target first, what it starts from, nature, provision, obstacles and doubts. */
function rowOf(row, column, unit, natures, differing) {
  const link = element("a", "", row.target ? row.target.shown : "未列目标");
  link.href = `${column.root}plans/${column.plan.id}/#${row.eid}`;
  const block = element("div", "figure-block", element("b", row.target?.in_unit ? "" : "words", link));
  if (row.target?.in_unit) block.append(element("span", "unit", ` ${unit}`));
  if (row.target?.printed) block.append(element("small", "", `原文 ${row.target.printed}`));
  if (row.target && row.years[1]) block.append(element("small", "", `目标年 ${row.years[1]}`));
  block.append(...figureOf("基期", row.baseline, row.years[0], unit));
  if (row.change) block.append(element("small", "", `变化 ${row.change}`));
  if (row.nature) block.append(element("small", `nature nature--${row.nature}`, natures[row.nature]));
  const apart = differing.flatMap((term) => (!row.obstacles.length && row.terms[term]?.said) || []);
  for (const said of [...row.obstacles, ...apart]) block.append(element("small", "obstacle", said));
  for (const said of row.doubts) block.append(element("small", "", said));
  return block;
}

/**
 * Return the bodies of the table of indicators, one a category, of what any of the plans sets or reports.
 * @param {import("./page.js").Column[]} columns
 * @param {object} names the catalogues' names
 * @param {boolean} both leave out what only one of the plans has
 */
export function indicatorBodies(columns, names, both) {
  const bodies = [];
  const rowsOf = (column, id) => column.facts?.indicators.filter((row) => row.id === id) ?? [];
  for (const [category, label] of Object.entries(names.categories)) {
    const lines = [];
    for (const [id, name, its, unit] of names.indicators) {
      if (its !== category) continue;
      const groups = columns.map((column) => rowsOf(column, id));
      const having = groups.filter((rows) => rows.length).length;
      if (!having || (both && having < 2)) continue;
      const differing = differingTerms(groups.flat());
      const link = element("a", "", name);
      link.href = `${columns[0].root}indicators/${id}/`;
      const head = element("th", "", link);
      head.scope = "row";
      const note = noteOf(groups, names.differ);
      if (note) head.append(element("small", "obstacle", note));
      const cells = columns.map((column, i) => {
        const cell = element("td", "", ...groups[i].map((row) => rowOf(row, column, unit, names.natures, differing)));
        if (!column.facts) cell.append(element("span", "cov cov--absent", "未收录"));
        else if (!groups[i].length) cell.append(element("span", "none", "未列"));
        cell.dataset.label = column.label;
        return cell;
      });
      lines.push({ having, line: element("tr", "", head, ...cells) });
    }
    // What several have comes first: that is what can be compared.
    lines.sort((a, b) => b.having - a.having);
    if (!lines.length) continue;
    const title = element("th", "category", label);
    title.scope = "rowgroup";
    title.colSpan = columns.length + 1;
    bodies.push(element("tbody", "", element("tr", "", title), ...lines.map(({ line }) => line)));
  }
  return bodies;
}
