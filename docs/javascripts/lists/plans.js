// The list of plans: filtered and sorted in the browser from /data/plans.json; the choice lives in the address.
import { element, link } from "../shared/elements.js";
import { badges } from "../shared/status.js";

const SHOWN = 100;
const FIELDS = ["q", "province", "level", "kind", "stage", "sort"];

/** Return text for comparing: full width made half, lower case, without spaces. */
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

/** Return whether a plan answers the reader's words, each in title, place, romanised name or code. */
export function matches(plan, query) {
  const hay = fold([plan.title, plan.path, plan.jurisdiction, plan.pinyin, plan.initials, plan.issuer || "", plan.document_number || ""].join("\n"));
  return query.trim().split(/\s+/).map(fold).every((word) => hay.includes(word) || plan.jurisdiction_code.startsWith(word));
}

/** Return a copy of the plans in the order asked for: `code`, `pinyin` or `published` (the newest first, undated last). */
export function sortPlans(plans, order) {
  const by = {
    code: (a, b) => a.id.localeCompare(b.id, "en"),
    pinyin: (a, b) => a.pinyin.localeCompare(b.pinyin, "en") || a.id.localeCompare(b.id, "en"),
    published: (a, b) => (b.published || "").localeCompare(a.published || "") || a.id.localeCompare(b.id, "en"),
  };
  return [...plans].sort(by[order] || by.code);
}

/** Return the plans that the filters let through. */
export function filterPlans(plans, filters) {
  return plans.filter((plan) =>
    (!filters.province || plan.jurisdiction_code.startsWith(filters.province)) &&
    ["level", "kind", "stage"].every((key) => !filters[key] || plan[key] === filters[key]) &&
    (!filters.q || matches(plan, filters.q)));
}

/** Make the list at `root` answer its form. The rows of the page are reused, others are made from the first one's shape. */
export async function startPlanList(root) {
  const form = root.querySelector("form");
  const body = root.querySelector("tbody");
  const count = root.querySelector(".count");
  const more = root.querySelector(".more");
  const rows = new Map([...body.rows].map((row) => [row.dataset.id, row]));
  let plans;
  try {
    const answer = await fetch(new URL(`${root.dataset.root}data/plans.json`, document.baseURI));
    if (!answer.ok) throw new Error(String(answer.status));
    plans = await answer.json();
  } catch {
    count.textContent += "（筛选所需的数据没有载入，请刷新页面）";
    return;
  }
  if (root.dataset.only) plans = plans.filter((plan) => plan.jurisdiction_code.startsWith(root.dataset.only));
  let limit = SHOWN;
  const kinds = Object.fromEntries([...form.elements.kind.options].map((option) => [option.value, option.textContent]));

  const rowOf = (plan) => {
    if (rows.has(plan.id)) return rows.get(plan.id);
    const row = body.insertRow();
    row.dataset.id = plan.id;
    const head = element("th", "", link(`${root.dataset.root}plans/${plan.id}/`, plan.title));
    head.scope = "row";
    row.append(head);
    const period = plan.period_start ? `${plan.period_start}—${plan.period_end}` : "未列";
    for (const [label, text] of [["行政区", plan.path], ["种类", badges(kinds[plan.kind], plan.status_phases)], ["规划期", period], ["日期", plan.published || "未列"]]) {
      const cell = row.insertCell();
      cell.dataset.label = label;
      cell.append(text);
    }
    rows.set(plan.id, row);
    return row;
  };
  const chosen = () => Object.fromEntries(FIELDS.map((key) => [key, form.elements[key]?.value || ""]));
  const show = () => {
    const filters = chosen();
    const found = sortPlans(filterPlans(plans, filters), filters.sort);
    body.replaceChildren(...found.slice(0, limit).map(rowOf));
    count.textContent = found.length ? `共 ${found.length} 份` : "没有符合的规划，请减少条件";
    more.hidden = found.length <= limit;
  };
  const remember = () => {
    const address = new URL(location.href);
    for (const [key, value] of Object.entries(chosen())) {
      if (value && !(key === "sort" && value === "code")) address.searchParams.set(key, value);
      else address.searchParams.delete(key);
    }
    history.replaceState(null, "", address);
  };
  const given = new URLSearchParams(location.search);
  for (const key of FIELDS) if (given.has(key) && form.elements[key]) form.elements[key].value = given.get(key);
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { limit = SHOWN; show(); remember(); });
  form.addEventListener("reset", () => setTimeout(() => { limit = SHOWN; show(); remember(); }));
  more.addEventListener("click", () => { limit += SHOWN; show(); });
  show();
}
