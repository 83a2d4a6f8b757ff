// The page of comparison: two to four places side by side; the address holds the choice, so that reload and Back work.
import { ComparisonFiles } from "./files.js";
import { indicatorBodies } from "./indicators.js";
import { LEAST, MOST, readChoice, writeChoice } from "./choice.js";
import { measureBody, themeBody } from "./texts.js";
import { startPlacePicker } from "./place-picker.js";
import { mark, named } from "../shared/status.js";
import { element } from "../shared/elements.js";

/**
 * @typedef {object} Column a place with the plan that stands for it
 * @property {string} root the way to the site's root
 * @property {string} label the place's name, with what warns of its plan
 * @property {import("./files.js").Place} place
 * @property {object[]} plans all its plans
 * @property {object | null} plan the one shown
 * @property {object | null} facts what it brings; null where the library holds no plan
 */

/** @param {HTMLElement} root */
export function startComparePage(root) {
  const toRoot = root.dataset.root;
  const files = new ComparisonFiles(new URL(`${toRoot}data/compare/`, document.baseURI));
  const chosen = root.querySelector(".chosen");
  const status = root.querySelector(".count");
  const result = root.querySelector(".side-by-side");
  const both = root.querySelector("[name=only]");
  const input = root.querySelector("[role=combobox]");
  const title = document.title;
  let choice = readChoice(location.href);
  let turn = 0;

  const failed = (error) => `比较所需的数据没有载入（${error.message}），请检查网络后再试。`;
  const change = (wanted) => {
    choice = { ...choice, ...wanted };
    const address = writeChoice(location.href, choice);
    if (address !== location.href) history.pushState(null, "", address);
    return show();
  };

  /** @returns {Promise<Column>} */
  async function columnOf(place) {
    const plans = await files.plansOf(place);
    const plan = plans.find(({ id }) => choice.plans.includes(id)) ?? plans[0] ?? null;
    const facts = plan && await files.plan(plan.id);
    const label = plan ? named(place.name, plan.status_phases) : `${place.name}（未收录）`;
    return { root: toRoot, label, place, plans, plan, facts };
  }

  function chipOf(place) {
    const remove = element("button", "", "移去");
    remove.type = "button";
    remove.setAttribute("aria-label", `移去${place.name}`);
    remove.addEventListener("click", async () => {
      await change({ codes: choice.codes.filter((code) => code !== place.code) });
      input.focus();
    });
    return element("li", "", element("span", "", place.name), element("small", "", place.path), remove);
  }

  function headOf(column) {
    const link = element("a", "place", column.place.name);
    // A place without a plan may have no page of its own.
    if (column.plan) link.href = `${toRoot}jurisdictions/${column.place.code}/`;
    const head = element("th", "", link);
    head.scope = "col";
    if (!column.plan) {
      head.append(element("small", "", "本库没有收录它的规划"));
      return head;
    }
    const own = element("a", "", column.plan.title);
    own.href = `${toRoot}plans/${column.plan.id}/`;
    head.append(element("span", "of", own), mark(column.plan.status_phases));
    return head;
  }

  /** Return a choice of plan for each place that has several. */
  function planChoices(columns) {
    return columns.filter(({ plans }) => plans.length > 1).map(({ place, plans, plan }) => {
      const select = element("select", "", ...plans.map(({ id, title: name, status_phases: phases }) =>
        new Option(named(name, phases), id, false, id === plan.id)));
      select.dataset.place = place.code;
      select.addEventListener("change", async () => {
        await change({ plans: [...choice.plans.filter((id) => !id.startsWith(`${place.code}-`)), select.value] });
        root.querySelector(`select[data-place="${place.code}"]`)?.focus();
      });
      return element("label", "", `${place.name}有 ${plans.length} 份，比较`, select);
    });
  }

  function tableOf(name, columns, ...bodies) {
    const filled = bodies.filter((body) => body.rows.length);
    if (!filled.length) return element("p", "none", choice.both ? `没有两份都有的${name}。` : `这几份都没有${name}。`);
    const head = element("thead", "", element("tr", "", element("th", "", name), ...columns.map(headOf)));
    head.querySelector("th").scope = "col";
    const caption = element("caption", "vh", `${name}：${columns.map(({ label }) => label).join("、")}`);
    const table = element("table", "tbl tbl--side", caption, head, ...filled);
    table.style.setProperty("--columns", String(columns.length));
    return table;
  }

  function sectionOf(name, id, note, table) {
    const heading = element("h2", "", name);
    heading.id = id;
    return element("section", "", heading, ...(note ? [element("p", "hint", note)] : []), table);
  }

  async function show() {
    const now = ++turn;
    both.checked = choice.both;
    try {
      const [places, names] = await Promise.all([files.places(), files.names()]);
      const unknown = choice.codes.filter((code) => !places.has(code));
      const known = choice.codes.flatMap((code) => places.get(code) ?? []);
      const columns = await Promise.all(known.map(columnOf));
      if (now !== turn) return;
      chosen.replaceChildren(...known.map(chipOf));
      input.disabled = known.length >= MOST;
      const missing = unknown.length ? `没有代码为 ${unknown.join("、")} 的行政区。` : "";
      document.title = known.length ? `${known.map(({ name }) => name).join("、")} · ${title}` : title;
      if (known.length < LEAST) {
        status.textContent = missing + (known.length ? "再选一到三个行政区。" : "请选二到四个行政区。");
        result.replaceChildren();
        return;
      }
      const unmatched = columns.filter(({ facts }) => facts?.unmatched).map(({ place, facts }) => `${place.name} ${facts.unmatched} 项`);
      const hint = "数值换算成指标目录的单位；不能直接比较的写明理由，不排名次。" + (unmatched.length ? `没有归入目录的不列：${unmatched.join("，")}。` : "");
      result.replaceChildren(
        ...planChoices(columns),
        sectionOf("指标", "compare-indicators", hint, tableOf("指标", columns, ...indicatorBodies(columns, names, choice.both))),
        sectionOf("主题", "compare-themes", "展开一格，同一行一起展开；文字以校订后的为准。", tableOf("主题", columns, themeBody(columns, names, choice.both))),
        sectionOf("任务", "compare-measures", "按牵头部门排列，没有牵头的按责任部门；几个部门共同牵头的各列一次；长的只列开头，全文在原处。", tableOf("任务", columns, measureBody(columns, names, choice.both))),
      );
      status.textContent = `${missing}正在比较 ${columns.map(({ label }) => label).join("、")}。`;
    } catch (error) {
      if (now !== turn) return;
      result.replaceChildren();
      status.textContent = failed(error);
    }
  }

  startPlacePicker(root.querySelector(".picker"), {
    load: async () => (await files.places()).values(),
    taken: () => choice.codes,
    pick: (code) => { change({ codes: [...choice.codes, code].slice(0, MOST) }); },
    failed,
  });
  both.addEventListener("change", () => change({ both: both.checked }));
  root.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", () => { choice = readChoice(location.href); show(); });
  root.querySelector("form").hidden = false;
  show();
}
