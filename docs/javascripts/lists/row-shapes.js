// A row of a long list as the pages show it: a measure in a table, a dated commitment in a list.
import { chineseDate, isPast } from "../shared/dates.js";
import { cell, element, heading, link } from "../shared/elements.js";
import { mark, readPhases } from "../shared/status.js";

/**
 * @typedef {import("../shared/rows").ListedMeasure} ListedMeasure
 * @typedef {import("../shared/rows").ListedCommitment} ListedCommitment
 */

/** @param {{status: string}} row */
const markOf = ({ status }) => mark(readPhases(status));

/**
 * Return the heading of the measures of one plan: its title, and how it stands.
 * @param {ListedMeasure} row
 * @param {string} root
 */
export function planRow(row, root) {
  const head = heading("rowgroup", "", link(`${root}plans/${row.plan}/`, row.title), markOf(row));
  head.colSpan = 5;
  return element("tr", "of-plan", head);
}

/**
 * Return a row of the table of measures.
 * @param {ListedMeasure} row
 * @param {string} root
 */
export function measureRow(row, root) {
  const units = (/** @type {[name: string, id: string][]} */ pairs) => pairs.length
    ? pairs.flatMap(([name, id], i) => [i ? "、" : "", id ? link(`${root}agencies/${id}/`, name) : name])
    : [element("span", "none", "未列")];
  return element("tr", "",
    element("td", "task", link(`${root}plans/${row.plan}/#${row.eid}`, row.num + row.text)),
    cell("行政区", row.place),
    cell("牵头", ...units(row.lead)),
    cell("配合", ...units(row.others)),
    cell("进度", row.schedule || element("span", "none", "未列")));
}

/**
 * Return an entry of the list of dated commitments.
 * @param {ListedCommitment} row
 * @param {string} root
 */
export function timelineRow(row, root) {
  const when = element("span", "when");
  if (row.due) {
    const time = element("time", "", chineseDate(row.due) + (row.before ? "前" : ""));
    time.dateTime = row.due;
    when.append(time);
    if (isPast(row.due)) when.append(element("span", "badge", "到期"));
  } else {
    const month = /BYMONTH=(\d+)/.exec(row.recurring ?? "");
    when.append("每年" + (month ? ` ${month[1]} 月` : ""));
  }
  const facts = [row.lead && `${row.lead}牵头`, row.path, row.ongoing && "并持续推进"].flatMap((fact) => fact ? `　${fact}` : []);
  const said = element("small", "", row.place, markOf(row), ...facts);
  return element("li", "", when, element("span", "what-due", link(`${root}plans/${row.plan}/#${row.eid}`, row.text), said));
}
