// Sections as the page shows them: tables that are blocks on a phone, fields whose text stays on this device.
import { button, element, heading, link } from "../shared/elements.js";

/**
 * @typedef {import("./sections.js").Section} Section
 * @typedef {import("./sections.js").Table} Table
 * @typedef {import("./sections.js").Cell} Cell
 * @typedef {import("./sections.js").Piece} Piece
 * @typedef {import("./kept.js").Typed} Typed
 */

/** @param {Piece} piece */
function pieceOf({ text, href, strong, warn, none }) {
  const inner = href ? link(href, text) : text;
  if (none) return element("span", "none", text);
  if (strong) return element("b", "", inner);
  return warn ? element("span", "obstacle", inner) : inner;
}

/**
 * @param {HTMLTableCellElement} made
 * @param {Cell} cell
 * @param {Typed} typed
 */
function fill(made, cell, typed) {
  made.append(...cell.lines.map((line, i) => element(i ? "small" : "span", "", ...line.map(pieceOf))));
  const key = cell.field ?? cell.check;
  if (!key) return made;
  const field = element("input", "");
  field.type = cell.check ? "checkbox" : "text";
  field.setAttribute("aria-label", cell.says ?? "");
  if (cell.check) field.checked = Boolean(typed.get(key));
  else field.value = typed.get(key);
  field.addEventListener("input", () => typed.set(key, cell.check ? (field.checked ? "1" : "") : field.value));
  made.append(field);
  return made;
}

/**
 * @param {Table} table
 * @param {Typed} typed
 */
function tableOf(table, typed) {
  const head = element("thead", "", element("tr", "", ...table.head.map((name) => heading("col", "", name))));
  const body = element("tbody", "", ...table.rows.map((row) => element("tr", "", ...row.map((cell, i) => {
    const made = i ? element("td", "") : heading("row", "");
    if (i) made.dataset.label = table.head[i];
    return fill(made, cell, typed);
  }))));
  const wide = table.head.length > 6 ? " tbl--many" : "";
  const whole = table.widths.reduce((sum, width) => sum + width, 0);
  const columns = element("colgroup", "", ...table.widths.map((width) => {
    const column = element("col", "");
    column.style.width = `${(100 * width) / whole}%`;
    return column;
  }));
  return element("div", "table-wrap table-wrap--wide table-wrap--scroll",
    element("table", `tbl tbl--list tbl--drafting${wide}`, element("caption", "", table.caption), columns, head, body));
}

/**
 * Return the parts of the page: a line of what there is, then each part.
 * @param {Section[]} sections
 * @param {Typed} typed
 * @param {(sections: Section[], name: string) => void} word
 * @param {(sections: Section[], name: string) => void} csv
 */
export function rendered(sections, typed, word, csv) {
  const parts = element("nav", "parts", ...sections.map(({ id, title, count }) =>
    link(`#${id}`, element("b", "", title), element("small", "", count))));
  parts.setAttribute("aria-label", "本页各部分");
  return [parts, ...sections.map((section) => {
    const title = element("h2", "", section.title, element("small", "", section.count));
    title.id = section.id;
    const notes = section.notes.map((note) => element("p", "hint", note));
    const made = element("section", "", title, ...notes, ...section.tables.map((table) => tableOf(table, typed)));
    made.setAttribute("aria-labelledby", section.id);
    if (section.tables.length) {
      const name = section.title.replace(/^.、/, "");
      const [toWord, toCsv] = [button("这一部分导出 Word", () => word([section], name)), button("CSV", () => csv([section], name))];
      made.append(element("p", "actions", toWord, toCsv));
    }
    return made;
  })];
}
