// What the page lays out as a Word document (ECMA-376): headings, tables whose heads go on over pages, links that work.
import { zipped } from "./zip.js";

/**
 * @typedef {import("./sections.js").Section} Section
 * @typedef {import("./sections.js").Table} Table
 * @typedef {import("./sections.js").Cell} Cell
 * @typedef {import("./sections.js").Piece} Piece
 */

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const WIDTH = 9638; // of A4 between margins of 2 cm, in twentieths of a point

/** Return text as XML; what XML cannot hold is left out. */
const escaped = (/** @type {string} */ text) => text
  .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
  .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

/** The links of a document, each once, known by a number. */
class Links {
  /** @type {string[]} */
  all = [];

  /** @param {string} href */
  idOf(href) {
    if (!this.all.includes(href)) this.all.push(href);
    return `rId${this.all.indexOf(href) + 2}`;
  }
}

/**
 * @param {string} text
 * @param {string} [looks]
 */
const run = (text, looks = "") => `<w:r>${looks && `<w:rPr>${looks}</w:rPr>`}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;

/**
 * @param {string} inner
 * @param {string} [style]
 */
const paragraph = (inner, style = "") => `<w:p>${style && `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}${inner}</w:p>`;

/**
 * @param {Piece[]} pieces
 * @param {Links} links
 */
function pieces(pieces, links) {
  return pieces.map(({ text, href, strong }) => {
    if (href) return `<w:hyperlink r:id="${links.idOf(new URL(href, document.baseURI).href)}">${run(text, '<w:rStyle w:val="Link"/>')}</w:hyperlink>`;
    return run(text, strong ? "<w:b/>" : "");
  }).join("");
}

/**
 * @param {Cell} cell
 * @param {Links} links
 * @param {(field: string) => string} typed
 * @param {number} width
 */
function cellOf(cell, links, typed, width) {
  const lines = cell.lines.map((line) => paragraph(pieces(line, links), "Cell"));
  if (cell.check) lines.push(paragraph(run(typed(cell.check) ? "☑" : "☐"), "Cell"));
  if (cell.field) lines.push(paragraph(run(typed(cell.field)), "Cell"));
  return `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr>${lines.join("") || paragraph("", "Cell")}</w:tc>`;
}

/**
 * @param {Table} table
 * @param {Links} links
 * @param {(field: string) => string} typed
 */
function tableOf(table, links, typed) {
  const whole = table.widths.reduce((sum, width) => sum + width, 0);
  const widths = table.widths.map((width) => Math.floor((WIDTH * width) / whole));
  const head = table.head.map((name, i) => cellOf({ lines: [[{ text: name, strong: true }]] }, links, typed, widths[i]));
  const rows = table.rows.map((row) => `<w:tr><w:trPr><w:cantSplit/></w:trPr>${row.map((cell, i) => cellOf(cell, links, typed, widths[i])).join("")}</w:tr>`);
  return paragraph(run(table.caption), "Caption")
    + `<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="${WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>`
    + `<w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join("")}</w:tblGrid>`
    + `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${head.join("")}</w:tr>${rows.join("")}</w:tbl>${paragraph("")}`;
}

const style = (/** @type {string} */ id, /** @type {string} */ name, /** @type {string} */ inner, kind = "paragraph") =>
  `<w:style w:type="${kind}" w:styleId="${id}"><w:name w:val="${name}"/>${inner}</w:style>`;
const line = (/** @type {string} */ side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>`;
const STYLES = `${HEAD}<w:styles ${W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/><w:sz w:val="21"/><w:lang w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>`
  + '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
  + style("Title", "Title", '<w:pPr><w:spacing w:after="120"/></w:pPr><w:rPr><w:b/><w:sz w:val="36"/></w:rPr>')
  + style("Heading1", "heading 1", '<w:pPr><w:keepNext/><w:spacing w:before="360" w:after="80"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr>')
  + style("Caption", "caption", '<w:pPr><w:keepNext/><w:spacing w:before="120" w:after="60"/></w:pPr><w:rPr><w:b/></w:rPr>')
  + style("Cell", "Cell", '<w:pPr><w:spacing w:before="20" w:after="20"/></w:pPr><w:rPr><w:sz w:val="19"/></w:rPr>')
  + style("Link", "Hyperlink", '<w:rPr><w:color w:val="14566B"/><w:u w:val="single"/></w:rPr>', "character")
  + style("Grid", "Table Grid", `<w:tblPr><w:tblBorders>${["top", "left", "bottom", "right", "insideH", "insideV"].map(line).join("")}</w:tblBorders><w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>`, "table")
  + "</w:styles>";

/**
 * Return a Word document.
 * @param {string} title
 * @param {string[]} notes what stands below the title
 * @param {Section[]} sections
 * @param {(field: string) => string} typed what was typed into a field
 * @returns {Blob}
 */
export function wordDocument(title, notes, sections, typed) {
  const links = new Links();
  const body = [paragraph(run(title), "Title"), ...notes.map((note) => paragraph(run(note)))];
  for (const section of sections) {
    body.push(paragraph(run(section.title), "Heading1"), ...section.notes.map((note) => paragraph(run(note))));
    body.push(...section.tables.map((table) => tableOf(table, links, typed)));
  }
  const page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>';
  const related = [
    `<Relationship Id="rId1" Type="${OFFICE}/styles" Target="styles.xml"/>`,
    ...links.all.map((href) => `<Relationship Id="${links.idOf(href)}" Type="${OFFICE}/hyperlink" Target="${escaped(href)}" TargetMode="External"/>`),
  ];
  return zipped({
    "[Content_Types].xml": `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${TYPE}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
    "_rels/.rels": `${HEAD}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/document.xml": `${HEAD}<w:document ${W}><w:body>${body.join("")}${page}</w:body></w:document>`,
    "word/styles.xml": STYLES,
    "word/_rels/document.xml.rels": `${HEAD}<Relationships xmlns="${RELATIONS}">${related.join("")}</Relationships>`,
  }, `${TYPE}.document`);
}
