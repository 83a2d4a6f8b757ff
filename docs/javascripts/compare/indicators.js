// Indicators side by side. Whether figures can be compared is decided where the files are made; here terms are only
// looked at for being equal, and what differs is said in the words that came with them.
import { cell, element, heading, link } from "../shared/elements.js";

/**
 * @typedef {import("../shared/rows").ComparedIndicator} Row
 * @typedef {import("../shared/rows").Shown} Shown
 * @typedef {import("./page.js").Column} Column
 */

/**
 * Return the terms that keep rows apart, of those without an obstacle of their own.
 * @param {Row[]} rows
 */
export function differingTerms(rows) {
  const clean = rows.filter((row) => !row.obstacles.length);
  const terms = new Set(clean.flatMap((row) => Object.keys(row.terms)));
  return [...terms].filter((term) => new Set(clean.flatMap((row) => row.terms[term]?.is ?? [])).size > 1);
}

/**
 * Return the note on a line: which terms differ, or that fewer than two figures can be compared; "" when all can.
 * @param {Row[][]} groups
 * @param {Record<string, string>} differ
 */
export function noteOf(groups, differ) {
  const terms = differingTerms(groups.flat());
  if (terms.length) return `不能直接比较：${terms.map((term) => differ[term]).join("、")}`;
  const clean = groups.filter((rows) => rows.some((row) => !row.obstacles.length)).length;
  return clean < 2 && groups.filter((rows) => rows.length).length > 1 ? "没有两份可以直接比较" : "";
}

/**
 * Return a figure with its year, and what the source prints where it prints another unit.
 * @param {string} name
 * @param {Shown | null} figure
 * @param {number | null} year
 * @param {string} unit
 */
function figureOf(name, figure, year, unit) {
  if (!figure) return element("small", "", `${name}未列`);
  const said = `${name} ${figure.shown}${figure.in_unit ? ` ${unit}` : ""}${year ? `（${year} 年）` : ""}`;
  return element("small", "", said + (figure.printed ? `，原文 ${figure.printed}` : ""));
}

/**
 * Return one row of a plan as a block: target first, what it starts from, nature, provision, obstacles and doubts.
 * @param {Row} row
 * @param {string} href the provision's address
 * @param {string} unit
 * @param {Record<string, string>} natures
 * @param {string[]} differing
 */
function blockOf(row, href, unit, natures, differing) {
  const { target, baseline, years: [from, to] } = row;
  const shown = link(href, target ? target.shown : "未列目标");
  const block = element("div", "figure-block", element("b", target?.in_unit ? "" : "words", shown));
  if (target?.in_unit) block.append(element("span", "unit", ` ${unit}`));
  if (target?.printed) block.append(element("small", "", `原文 ${target.printed}`));
  if (target && to) block.append(element("small", "", `目标年 ${to}`));
  block.append(figureOf("基期", baseline, from, unit));
  if (row.change) block.append(element("small", "", `变化 ${row.change}`));
  if (row.nature) block.append(element("small", `nature nature--${row.nature}`, natures[row.nature]));
  const apart = differing.flatMap((term) => (!row.obstacles.length && row.terms[term]?.said) || []);
  for (const said of [...row.obstacles, ...apart]) block.append(element("small", "obstacle", said));
  for (const said of row.doubts) block.append(element("small", "", said));
  return block;
}

/**
 * Return the bodies of the table of indicators, one a category, of what any of the plans sets or reports.
 * @param {Column[]} columns
 * @param {import("./files.js").Names} names
 * @param {boolean} both leave out what only one of the plans has
 */
export function indicatorBodies(columns, names, both) {
  /** @type {HTMLTableSectionElement[]} */
  const bodies = [];
  for (const [category, label] of Object.entries(names.categories)) {
    /** @type {{having: number, line: HTMLTableRowElement}[]} */
    const lines = [];
    for (const [id, name, its, unit] of names.indicators) {
      if (its !== category) continue;
      const groups = columns.map((column) => column.facts?.indicators.filter((row) => row.id === id) ?? []);
      const having = groups.filter((rows) => rows.length).length;
      if (!having || (both && having < 2)) continue;
      const differing = differingTerms(groups.flat());
      const head = heading("row", "", link(`${columns[0].root}indicators/${id}/`, name));
      const note = noteOf(groups, names.differ);
      if (note) head.append(element("small", "obstacle", note));
      const cells = columns.map((column, i) => {
        const filled = cell(column.label, ...groups[i].map((row) => blockOf(row, column.addressOf(row.eid), unit, names.natures, differing)));
        if (!column.facts) filled.append(element("span", "cov cov--absent", "未收录"));
        else if (!groups[i].length) filled.append(element("span", "none", "未列"));
        return filled;
      });
      lines.push({ having, line: element("tr", "", head, ...cells) });
    }
    // What several have comes first: that is what can be compared.
    lines.sort((a, b) => b.having - a.having);
    if (!lines.length) continue;
    const title = heading("rowgroup", "category", label);
    title.colSpan = columns.length + 1;
    bodies.push(element("tbody", "", element("tr", "", title), ...lines.map(({ line }) => line)));
  }
  return bodies;
}
