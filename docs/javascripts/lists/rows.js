// Long lists (measures, dated commitments) filtered over the whole library; the choice lives in the address.
// What is chosen is fetched: for each choice the numbers of its rows, then the rows in chunks; see medplan/publish/lists.py.
import { chineseDate } from "../shared/dates.js";
import { element, link } from "../shared/elements.js";
import { mark, readPhases } from "../shared/status.js";

const CHUNK = 100;
const SHOWN = 50;

/** Return the rising numbers that distances stand for: 3, 2, 4 → 3, 5, 9. */
export function fromDistances(distances) {
  let at = 0;
  return distances.map((step) => (at += step));
}

/** Return the numbers that all rising lists hold. */
export function intersect(lists) {
  const [first, ...others] = [...lists].sort((a, b) => a.length - b.length);
  const sets = others.map((list) => new Set(list));
  return first.filter((number) => sets.every((set) => set.has(number)));
}

const markOf = (row) => mark(readPhases(row.status));

/** Return the heading of the measures of one plan: its title, and how it stands. */
function planRow(row, root) {
  const head = element("th", "", link(`${root}plans/${row.plan}/`, row.title), markOf(row));
  head.colSpan = 5;
  head.scope = "rowgroup";
  return element("tr", "of-plan", head);
}

function measureRow(row, root) {
  const units = (pairs) => pairs.length
    ? pairs.flatMap(([name, id], i) => [i ? "、" : "", id ? link(`${root}agencies/${id}/`, name) : name])
    : [element("span", "none", "未列")];
  const cell = (label, ...children) => {
    const td = element("td", "", ...children);
    td.dataset.label = label;
    return td;
  };
  return element("tr", "",
    element("td", "task", link(`${root}plans/${row.plan}/#${row.eid}`, row.num + row.text)),
    cell("行政区", row.place),
    cell("牵头", ...units(row.lead)),
    cell("配合", ...units(row.others)),
    cell("进度", row.schedule || element("span", "none", "未列")));
}

/** Return the last day of a year or month as text to compare; a 31st that is not there comes after the days that are. */
const lastDay = (iso) => (iso + { 4: "-12-31", 7: "-31" }[iso.length]).slice(0, 10);

function timelineRow(row, root, today) {
  const when = element("span", "when");
  if (row.due) {
    const time = element("time", "", chineseDate(row.due) + (row.before ? "前" : ""));
    time.dateTime = row.due;
    when.append(time);
    if (lastDay(row.due) < today) when.append(element("span", "badge", "到期"));
  } else {
    const month = /BYMONTH=(\d+)/.exec(row.recurring);
    when.append("每年" + (month ? ` ${month[1]} 月` : ""));
  }
  const facts = [row.lead && `${row.lead}牵头`, row.path, row.ongoing && "并持续推进"].filter(Boolean).map((fact) => `　${fact}`);
  const said = element("small", "", row.place, markOf(row), ...facts);
  return element("li", "", when, element("span", "what-due", link(`${root}plans/${row.plan}/#${row.eid}`, row.text), said));
}

/** @param {HTMLElement} root */
export function startRowBrowser(root) {
  const kind = root.dataset.rowBrowser;
  const site = root.dataset.root;
  const rowOf = kind === "measures" ? measureRow : timelineRow;
  const noun = kind === "measures" ? "项" : "条";
  const form = root.querySelector("form");
  if (!form) return;
  const [found, count, more] = ["[data-found]", ".count", ".more"].map((name) => root.querySelector(name));
  const standing = [...root.querySelectorAll("[data-static]")];
  const paging = root.querySelector(".paging");
  const told = count.textContent;
  const { province, place, agency, role } = form.elements;
  const fields = [...form.elements].filter((field) => field.name);
  const kept = new Map();

  const load = (name) => {
    if (!kept.has(name)) {
      const answer = fetch(new URL(`${site}${kind}/rows/${name}.json`, document.baseURI)).then((a) => {
        if (!a.ok) throw new Error(String(a.status));
        return a.json();
      });
      answer.catch(() => kept.delete(name));
      kept.set(name, answer);
    }
    return kept.get(name);
  };
  const numbersOf = async (name) => fromDistances(await load(name));

  /** Offer the places of the chosen province, and keep the chosen one when it is among them. */
  async function offerPlaces(wanted) {
    const places = province?.value ? await load(`places-${province.value}`) : [];
    place.replaceChildren(place.options[0], ...places.map(([code, name, numbers]) => new Option(`${name}（${numbers.length}）`, code)));
    place.value = wanted;
    if (place.selectedIndex < 0) place.value = "";
    place.parentElement.hidden = places.length < 2;
  }

  /** Return the numbers of the rows that answer the form, null when nothing is chosen. */
  async function answer() {
    const lists = [];
    if (province?.value) lists.push(await numbersOf(`province-${province.value}`));
    if (place?.value) lists.push(fromDistances((await load(`places-${province.value}`)).find(([code]) => code === place.value)[2]));
    for (const name of ["theme", "year"]) if (form.elements[name]?.value) lists.push(await numbersOf(`${name}-${form.elements[name].value}`));
    const who = root.dataset.agency || agency?.value;
    if (agency?.value) lists.push(await numbersOf(`${role?.value || "agency"}-${agency.value}`));
    if (!root.dataset.agency) return lists.length ? intersect(lists) : null;
    if (!lists.length && !role.value) return null;
    // On an agency's own page what it leads comes first, as in the table.
    const parts = role.value ? [role.value] : ["lead", "part"];
    const own = await Promise.all(parts.map((part) => numbersOf(`${part}-${who}`)));
    return own.flatMap((numbers) => intersect([...lists, numbers]));
  }

  let turn = 0;
  let numbers = [];
  let shown = 0;
  let last = "";
  async function showMore(mine) {
    const next = numbers.slice(shown, shown + SHOWN);
    const chunks = await Promise.all(next.map((number) => load(String(Math.floor(number / CHUNK)))));
    if (mine !== turn) return;
    for (const [i, number] of next.entries()) {
      const row = chunks[i][number % CHUNK];
      if (kind === "measures" && row.plan !== last) found.append(planRow(row, site));
      last = row.plan;
      found.append(rowOf(row, site, root.dataset.today));
    }
    shown += next.length;
    more.hidden = shown >= numbers.length;
  }
  async function show() {
    const mine = ++turn;
    try {
      const answered = await answer();
      if (mine !== turn) return;
      [numbers, shown, last] = [answered || [], 0, ""];
      found.replaceChildren();
      for (const part of standing) part.hidden = answered !== null;
      found.hidden = answered === null;
      if (paging) paging.hidden = answered !== null;
      more.hidden = true;
      if (answered) await showMore(mine);
      if (mine !== turn) return;
      count.textContent = answered === null ? told : numbers.length ? `符合的有 ${numbers.length} ${noun}` : "没有符合的，请减少条件";
    } catch {
      if (mine === turn) count.textContent = "筛选所需的数据没有载入，请刷新页面";
    }
  }
  function remember() {
    const address = new URL(location.href);
    for (const { name, value } of fields) value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
    history.replaceState(null, "", address);
  }
  const offerRole = () => { if (agency && role) { role.parentElement.hidden = !agency.value; if (!agency.value) role.value = ""; } };

  const given = new URLSearchParams(location.search);
  for (const field of fields) {
    if (field === place || !given.has(field.name)) continue;
    field.value = given.get(field.name);
    if (field.selectedIndex < 0) field.value = "";
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", async (event) => {
    offerRole();
    if (event.target === province) await offerPlaces("").catch(() => {});
    remember();
    show();
  });
  form.addEventListener("reset", () => setTimeout(async () => { offerRole(); await offerPlaces(""); remember(); show(); }));
  more.addEventListener("click", () => showMore(turn));
  offerRole();
  offerPlaces(given.get("place") || "").catch(() => {}).then(() => { if (fields.some((field) => field.value)) show(); });
}
