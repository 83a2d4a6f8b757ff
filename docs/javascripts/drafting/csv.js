// Tables as CSV that spreadsheets open right: a BOM, a line a row, a cell in quotes; no text is taken for a formula.

/**
 * @typedef {import("./sections.js").Section} Section
 * @typedef {import("./sections.js").Cell} Cell
 */

// As medplan/publish/spreadsheet.py has it: a sign alone, or a number with its sign, is no formula.
const FORMULA = /^\s*(?:[=＝@＠]|[+＋\-－](?![+＋\-－—–]*\s*$)(?!\s*[0-9０-９.,，]+\s*[%％‰]?\s*$))\s*\S/;

/** @param {string} text */
const safe = (text) => `"${(FORMULA.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;

/**
 * Return a cell's text.
 * @param {Cell} cell
 * @param {(field: string) => string} typed
 */
function textOf(cell, typed) {
  const lines = cell.lines.map((line) => line.map(({ text }) => text).join(""));
  if (cell.check) lines.push(typed(cell.check) ? "已核" : "");
  if (cell.field) lines.push(typed(cell.field));
  return lines.filter(Boolean).join("；");
}

/**
 * Return all tables of some sections, one below another, each below its caption.
 * @param {Section[]} sections
 * @param {(field: string) => string} typed what was typed into a field
 * @returns {Blob}
 */
export function csvOf(sections, typed) {
  const tables = sections.flatMap(({ tables }) => tables).map((table) => [
    safe(table.caption),
    table.head.map(safe).join(","),
    ...table.rows.map((row) => row.map((cell) => safe(textOf(cell, typed))).join(",")),
  ].join("\r\n"));
  return new Blob(["\ufeff", tables.join("\r\n\r\n"), "\r\n"], { type: "text/csv" });
}
