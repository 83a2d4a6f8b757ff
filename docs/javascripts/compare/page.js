// The page of comparison: two to four places side by side; the address holds the choice, so that reload and Back work.
import { button, element, heading, link, part } from "../shared/elements.js";
import { messageOf } from "../shared/loading.js";
import { mark, named } from "../shared/status.js";
import { LEAST, MOST, readChoice, writeChoice } from "./choice.js";
import { ComparisonFiles } from "./files.js";
import { indicatorBodies } from "./indicators.js";
import { startPlacePicker } from "./place-picker.js";
import { measureBody, themeBody } from "./texts.js";

/**
 * @typedef {import("./files.js").Place} Place
 * @typedef {import("./files.js").ComparedPlan} ComparedPlan
 * @typedef {object} Column a place with the plan that stands for it
 * @property {string} root the way to the site's root
 * @property {string} label the place's name, with what warns of its plan
 * @property {Place} place
 * @property {ComparedPlan[]} plans all its plans
 * @property {ComparedPlan | null} plan the one shown
 * @property {import("./files.js").PlanFacts | null} facts what it brings; null where the library holds no plan
 * @property {(eid: string) => string} addressOf returns the address of a provision of the plan
 */

/** @param {HTMLElement} root */
export function startComparePage(root) {
  const toRoot = root.dataset.root ?? "";
  const files = new ComparisonFiles(new URL(`${toRoot}data/compare/`, document.baseURI), "packed" in root.dataset);
  const form = part(root, "form", HTMLFormElement);
  const chosen = part(root, ".chosen", HTMLElement);
  const status = part(root, ".count", HTMLElement);
  const result = part(root, ".side-by-side", HTMLElement);
  const both = part(root, "[name=only]", HTMLInputElement);
  const input = part(root, "[role=combobox]", HTMLInputElement);
  /** @type {HTMLElement | null} */
  const examples = root.querySelector("[data-examples]");
  const title = document.title;
  let choice = readChoice(location.href);
  let turn = 0;

  const failed = (/** @type {unknown} */ error) => `比较所需的数据没有载入（${messageOf(error)}），请检查网络后再试。`;
  const change = (/** @type {Partial<import("./choice.js").Choice>} */ wanted) => {
    choice = { ...choice, ...wanted };
    const address = writeChoice(location.href, choice);
    if (address !== location.href) history.pushState(null, "", address);
    return show();
  };

  /**
   * @param {Place} place
   * @returns {Promise<Column>}
   */
  async function columnOf(place) {
    const plans = await files.plansOf(place);
    const plan = plans.find(({ id }) => choice.plans.includes(id)) ?? plans[0] ?? null;
    const facts = plan && await files.plan(plan.id);
    const label = plan ? named(place.name, plan.status_phases) : `${place.name}（未收录）`;
    const addressOf = (/** @type {string} */ eid) => `${toRoot}plans/${plan.id}/#${eid}`;
    return { root: toRoot, label, place, plans, plan, facts, addressOf };
  }

  function chipOf(/** @type {Place} */ place) {
    const remove = button("移去", async () => {
      await change({ codes: choice.codes.filter((code) => code !== place.code) });
      input.focus();
    });
    remove.setAttribute("aria-label", `移去${place.name}`);
    return element("li", "", element("span", "", place.name), element("small", "", place.path), remove);
  }

  function headOf(/** @type {Column} */ { place, plan }) {
    const name = element("a", "place", place.name);
    const head = heading("col", "", name);
    // A place without a plan may have no page of its own.
    if (!plan) {
      head.append(element("small", "", "本库没有收录它的规划"));
      return head;
    }
    name.href = `${toRoot}jurisdictions/${place.code}/`;
    head.append(element("span", "of", link(`${toRoot}plans/${plan.id}/`, plan.title)), mark(plan.status_phases));
    return head;
  }

  /**
   * Return a choice of plan for each place that has several.
   * @param {Column[]} columns
   */
  function planChoices(columns) {
    return columns.filter(({ plans }) => plans.length > 1).map(({ place, plans, plan }) => {
      const options = plans.map((one) => new Option(named(one.title, one.status_phases), one.id, false, one === plan));
      const select = element("select", "", ...options);
      select.dataset.place = place.code;
      select.addEventListener("change", async () => {
        await change({ plans: [...choice.plans.filter((id) => !id.startsWith(`${place.code}-`)), select.value] });
        part(root, `select[data-place="${place.code}"]`, HTMLSelectElement).focus();
      });
      return element("label", "", `${place.name}有 ${plans.length} 份，比较`, select);
    });
  }

  /**
   * @param {string} name
   * @param {Column[]} columns
   * @param {HTMLTableSectionElement[]} bodies
   */
  function tableOf(name, columns, bodies) {
    const filled = bodies.filter((body) => body.rows.length);
    if (!filled.length) return element("p", "none", choice.both ? `没有两份都有的${name}。` : `这几份都没有${name}。`);
    const head = element("thead", "", element("tr", "", heading("col", "", name), ...columns.map(headOf)));
    const caption = element("caption", "vh", `${name}：${columns.map(({ label }) => label).join("、")}`);
    const table = element("table", "tbl tbl--side", caption, head, ...filled);
    table.style.setProperty("--columns", String(columns.length));
    return table;
  }

  /**
   * @param {string} name
   * @param {string} id
   * @param {string} note
   * @param {Column[]} columns
   * @param {HTMLTableSectionElement[]} bodies
   */
  function sectionOf(name, id, note, columns, bodies) {
    const title = element("h2", "", name);
    title.id = id;
    return element("section", "", title, element("p", "hint", note), tableOf(name, columns, bodies));
  }

  async function show() {
    const now = ++turn;
    both.checked = choice.both;
    try {
      // Nothing is asked for before anything is chosen.
      const places = choice.codes.length ? await files.places() : /** @type {Map<string, Place>} */ (new Map());
      const unknown = choice.codes.filter((code) => !places.has(code));
      const known = choice.codes.flatMap((code) => places.get(code) ?? []);
      const [names, columns] = known.length < LEAST ? [] : await Promise.all([files.names(), Promise.all(known.map(columnOf))]);
      if (now !== turn) return;
      chosen.replaceChildren(...known.map(chipOf));
      if (examples) examples.hidden = known.length >= LEAST;
      input.disabled = known.length >= MOST;
      const missing = unknown.length ? `没有代码为 ${unknown.join("、")} 的行政区。` : "";
      document.title = known.length ? `${known.map(({ name }) => name).join("、")} · ${title}` : title;
      if (!names || !columns) {
        status.textContent = missing + (known.length ? "再选一到三个行政区。" : "请选二到四个行政区。");
        result.replaceChildren();
        return;
      }
      // Nothing stands in two where only one place has a plan: then all of it is shown.
      const narrow = choice.both && columns.filter(({ facts }) => facts).length >= LEAST;
      const unmatched = columns.flatMap(({ facts, place }) => facts?.unmatched ? `${place.name} ${facts.unmatched} 项` : []);
      const hint = "数值换算成指标目录的单位；不能直接比较的写明理由，不排名次。" + (unmatched.length ? `没有归入目录的不列：${unmatched.join("，")}。` : "");
      result.replaceChildren(
        ...planChoices(columns),
        sectionOf("指标", "compare-indicators", hint, columns, indicatorBodies(columns, names, narrow)),
        sectionOf("主题", "compare-themes", "展开一格，同一行一起展开；文字以校订后的为准。", columns, [themeBody(columns, names, narrow)]),
        sectionOf("任务", "compare-measures", "按牵头部门排列，没有牵头的按责任部门；几个部门共同牵头的各列一次；长的只列开头，全文在原处。", columns, [measureBody(columns, names, narrow)]),
      );
      status.textContent = `${missing}正在比较 ${columns.map(({ label }) => label).join("、")}。`;
    } catch (error) {
      if (now !== turn) return;
      result.replaceChildren();
      status.textContent = failed(error);
    }
  }

  startPlacePicker(part(root, ".picker", HTMLElement), {
    load: async () => (await files.places()).values(),
    taken: () => choice.codes,
    pick: (code) => { change({ codes: [...choice.codes, code].slice(0, MOST) }); },
    failed,
  });
  both.addEventListener("change", () => change({ both: both.checked }));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", () => { choice = readChoice(location.href); show(); });
  form.hidden = false;
  show();
}
