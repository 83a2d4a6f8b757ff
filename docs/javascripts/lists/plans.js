// The list of plans: filtered and sorted in the browser from /data/plans.json; the choice lives in the address.
import { fieldsOf, recall, remember } from "../shared/address.js";
import { cell, element, heading, link, part } from "../shared/elements.js";
import { JsonFiles } from "../shared/loading.js";
import { badges } from "../shared/status.js";

/** @typedef {import("../shared/rows").PlansRow} Plan */

const SHOWN = 100;
const USUAL = { sort: "code" };

/**
 * Return text for comparing: full width made half, lower case, without spaces.
 * @param {string} text
 */
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

/**
 * Return whether a plan answers the reader's words, each in title, place, romanised name or code.
 * @param {Plan} plan
 * @param {string} query
 */
export function matches(plan, query) {
  const hay = fold([plan.title, plan.path, plan.jurisdiction, plan.pinyin, plan.initials, plan.issuer ?? "", plan.document_number ?? ""].join("\n"));
  return query.trim().split(/\s+/).map(fold).every((word) => hay.includes(word) || plan.jurisdiction_code.startsWith(word));
}

/** @type {Record<string, (a: Plan, b: Plan) => number>} */
const ORDERS = {
  code: (a, b) => a.id.localeCompare(b.id, "en"),
  pinyin: (a, b) => a.pinyin.localeCompare(b.pinyin, "en") || ORDERS.code(a, b),
  published: (a, b) => (b.published ?? "").localeCompare(a.published ?? "") || ORDERS.code(a, b),
};

/**
 * Return a copy of the plans in the order asked for: `code`, `pinyin` or `published` (the newest first, undated last).
 * @param {Plan[]} plans
 * @param {string} [order]
 */
const sortPlans = (plans, order = "code") => [...plans].sort(ORDERS[order] ?? ORDERS.code);

/**
 * Return the plans that the filters let through.
 * @param {Plan[]} plans
 * @param {Record<string, string>} filters
 */
function filterPlans(plans, { q, province, level, kind, stage }) {
  return plans.filter((plan) =>
    (!province || plan.jurisdiction_code.startsWith(province)) &&
    (!level || plan.level === level) && (!kind || plan.kind === kind) && (!stage || plan.stage === stage) &&
    (!q || matches(plan, q)));
}

/**
 * Make the list at `root` answer its form. The rows of the page are reused, others are made like them.
 * @param {HTMLElement} root
 */
export async function startPlanList(root) {
  const site = root.dataset.root ?? "";
  const form = part(root, "form", HTMLFormElement);
  const body = part(root, "tbody", HTMLTableSectionElement);
  const count = part(root, ".count", HTMLElement);
  const more = part(root, ".more", HTMLElement);
  const rows = new Map([...body.rows].map((row) => [row.dataset.id, row]));
  /** @type {Plan[]} */
  let plans;
  try {
    plans = await new JsonFiles(new URL(`${site}data/`, document.baseURI)).json("plans.json");
  } catch {
    count.textContent += "（筛选所需的数据没有载入，请刷新页面）";
    return;
  }
  const { only } = root.dataset;
  if (only) plans = plans.filter((plan) => plan.jurisdiction_code.startsWith(only));
  let limit = SHOWN;
  const fields = fieldsOf(form);
  const kinds = new Map([...part(form, "select[name=kind]", HTMLSelectElement).options].map(({ value, text }) => [value, text]));

  const rowOf = (/** @type {Plan} */ plan) => {
    const standing = rows.get(plan.id);
    if (standing) return standing;
    const row = element("tr", "",
      heading("row", "", link(`${site}plans/${plan.id}/`, plan.title)),
      cell("行政区", plan.path),
      cell("种类", badges(kinds.get(plan.kind) ?? "", plan.status_phases)),
      cell("规划期", plan.period_start ? `${plan.period_start}—${plan.period_end}` : "未列"),
      cell("日期", plan.published ?? "未列"));
    row.dataset.id = plan.id;
    rows.set(plan.id, row);
    return row;
  };
  const show = () => {
    const filters = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
    const found = sortPlans(filterPlans(plans, filters), filters.sort);
    body.replaceChildren(...found.slice(0, limit).map(rowOf));
    count.textContent = found.length ? `共 ${found.length} 份` : "没有符合的规划，请减少条件";
    more.hidden = found.length <= limit;
  };
  const answer = () => {
    limit = SHOWN;
    show();
    remember(fields, USUAL);
  };
  recall(fields);
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", answer);
  form.addEventListener("reset", () => setTimeout(answer));
  more.addEventListener("click", () => { limit += SHOWN; show(); });
  show();
}
