// A provision's reference for programs that keep references: RIS, BibTeX, CSL-JSON, the same as
// medplan/publish/linked/reference.py makes of a plan. What it tells of the plan stands in the page's head.
import { saveFile } from "../shared/saving.js";

/**
 * @typedef {{key: string, author: string, title: string, number: string, published: string, url: string, place: string}}
 *   Reference what a reference tells, "" for what is not known
 */

const inTex = (/** @type {string} */ text) =>
  text.replace(/[{}^]/g, "").replaceAll("\\", "/").replace(/[&%$#_]/g, "\\$&").replaceAll("~", "～");

const wholeTitle = (/** @type {Reference} */ { title, place }) => place ? `${title}：${place}` : title;

/**
 * Return a record of RIS.
 * @param {Reference} of
 */
export function asRis(of) {
  const tags = [
    ["TY", "RPRT"], ["ID", of.key], ["AU", `${of.author},`], ["TI", wholeTitle(of)], ["PB", of.author],
    ["M1", of.number], ["SE", of.place], ["PY", of.published.slice(0, 4)], ["DA", of.published.replaceAll("-", "/")],
    ["LA", "zh-CN"], ["UR", of.url],
  ];
  return `${tags.map(([tag, value]) => value && `${tag}  - ${value}\r\n`).join("")}ER  - \r\n`;
}

/**
 * Return an entry of BibTeX.
 * @param {Reference} of
 */
export function asBibtex(of) {
  const fields = {
    author: `{${inTex(of.author)}}`, title: `{${inTex(wholeTitle(of))}}`, institution: inTex(of.author),
    number: inTex(of.number), year: of.published.slice(0, 4), month: of.published.slice(5, 7).replace(/^0/, ""),
    date: of.published, langid: "chinese", url: of.url,
  };
  const lines = Object.entries(fields).map(([name, value]) => value && `  ${name} = {${value}},\n`);
  return `@techreport{${of.key},\n${lines.join("")}}\n`;
}

/**
 * Return a file of CSL-JSON.
 * @param {Reference} of
 */
export function asCsl(of) {
  const issued = of.published ? { "date-parts": [of.published.split("-").map(Number)] } : undefined;
  const item = {
    id: of.key, type: "report", title: wholeTitle(of), author: [{ literal: of.author }], publisher: of.author,
    language: "zh-CN", number: of.number || undefined, issued, section: of.place || undefined, URL: of.url || undefined,
  };
  return `${JSON.stringify([item], null, 1)}\n`;
}

/** @type {Record<string, (of: Reference) => string>} */
const FORMS = { ris: asRis, bib: asBibtex, "csl.json": asCsl };

/**
 * Return what a reference to a provision tells.
 * @param {string} plan
 * @param {string} eid
 * @param {string} place
 */
function referenceOf(plan, eid, place) {
  const told = (/** @type {string} */ name) => {
    const found = document.querySelector(`meta[name="${name}"]`);
    return found instanceof HTMLMetaElement ? found.content.replace(/\s+/g, " ").trim() : "";
  };
  const url = told("citation_public_url") || location.origin + location.pathname;
  return {
    key: `${plan}-${eid}`,
    author: told("citation_author"),
    title: told("citation_title"),
    number: told("citation_technical_report_number"),
    published: told("citation_publication_date").replaceAll("/", "-"),
    url: `${url}#${eid}`,
    place,
  };
}

/**
 * Save the reference to a provision in one of the forms.
 * @param {string} ending ris, bib or csl.json
 * @param {string} plan
 * @param {string} eid
 * @param {string} place
 */
export function saveReference(ending, plan, eid, place) {
  const of = referenceOf(plan, eid, place);
  saveFile(new Blob([FORMS[ending](of)], { type: "text/plain" }), `${of.key}.${ending}`);
}
