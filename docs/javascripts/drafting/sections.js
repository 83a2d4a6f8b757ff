// What the page lays out, as sections of tables: shown, taken to Word and to CSV alike. Only what plans print, and where.
import { differingTerms, noteOf } from "../compare/indicators.js";
import { chineseDate, isPast } from "../shared/dates.js";
import { named } from "../shared/status.js";

/**
 * @typedef {import("../shared/rows").DraftingPlan} DraftingPlan
 * @typedef {import("../shared/rows").DraftingNames} DraftingNames
 * @typedef {import("../shared/rows").DraftingIndicator} DraftingIndicator
 * @typedef {import("../shared/rows").ComparedIndicator} Figures
 * @typedef {import("../shared/rows").Pledge} Pledge
 * @typedef {import("../shared/rows").Citing} Citing
 * @typedef {import("../shared/rows").SharedWords} SharedWords
 * @typedef {import("../shared/rows").CitedOnTheme} CitedOnTheme
 *
 * @typedef {object} Piece
 * @property {string} text
 * @property {string} [href]
 * @property {boolean} [strong]
 * @property {boolean} [warn] a reason, a doubt
 * @property {boolean} [none] that there is nothing
 * @typedef {object} Cell
 * @property {Piece[][]} lines
 * @property {string} [field] what is typed here is known by this
 * @property {string} [check] likewise, of a box to tick
 * @property {string} [says] what a field is for
 * @typedef {object} Table
 * @property {string} id
 * @property {string} caption
 * @property {string[]} head
 * @property {number[]} widths
 * @property {Cell[][]} rows the first cell of each is its head
 * @typedef {object} Section
 * @property {string} id
 * @property {string} title
 * @property {string} count how many things it has
 * @property {string[]} notes
 * @property {Table[]} tables
 *
 * @typedef {object} Material what the page has fetched
 * @property {string} root the way to the site's root
 * @property {string} place
 * @property {DraftingPlan | null} own the place's last plan
 * @property {DraftingPlan[]} peers
 * @property {string[]} themes ids of those chosen
 * @property {DraftingNames} names
 * @property {SharedWords[]} words
 * @property {CitedOnTheme[]} documents
 */

const MOST_ROWS = 60;

/** @param {...Piece} pieces @returns {Cell} */
const cellOf = (...pieces) => ({ lines: [pieces] });
/** @param {string} text @returns {Cell} */
const plain = (text) => cellOf({ text });
const addressOf = (/** @type {string} */ root, /** @type {string} */ plan, /** @type {string} */ eid) => `${root}plans/${plan}/#${eid}`;
const labelOf = (/** @type {DraftingPlan} */ { plan }) => named(plan.jurisdiction, plan.status_phases);

/**
 * Return how a promise stands: due, not yet, every year, or without a date.
 * @param {Pledge} pledge
 */
function stateOf({ due, recurring }) {
  if (due) return isPast(due) ? "到期" : "未到期";
  return recurring ? "每年" : "没有期限";
}

/** @param {Pledge} pledge */
function whenOf({ due, due_before, recurring, schedule }) {
  if (schedule) return schedule;
  return due ? chineseDate(due) + (due_before ? "前" : "") : recurring ? "每年" : "";
}

const STATES = ["到期", "未到期", "每年", "没有期限"];

/** @param {Material} material @returns {Section} */
function reviewed({ root, place, own, themes }) {
  const all = own?.promises.filter((pledge) => pledge.themes.some((theme) => themes.includes(theme))) ?? [];
  const found = STATES.flatMap((state) => all.filter((pledge) => stateOf(pledge) === state));
  const due = all.filter((pledge) => stateOf(pledge) === "到期").length;
  const rows = found.slice(0, MOST_ROWS).map((pledge) => {
    const key = `${pledge.eid} ${pledge.due ?? pledge.recurring ?? ""}`;
    const at = addressOf(root, own?.plan.id ?? "", pledge.eid);
    return [
      { lines: [[{ text: pledge.text, href: at }], [{ text: pledge.place }]] },
      plain(pledge.lead || "未列"),
      cellOf({ text: whenOf(pledge) && `${whenOf(pledge)}　` }, { text: stateOf(pledge), strong: stateOf(pledge) === "到期" }),
      { lines: [], check: `已核 ${key}`, says: `已核：${pledge.text.slice(0, 20)}` },
      { lines: [], field: `核对 ${key}`, says: `核对情况：${pledge.text.slice(0, 20)}` },
    ];
  });
  const notes = own
    ? ["“到期”只是说写明的日期已过；是否完成，由您核对后填写。"]
    : [`本库没有收录${place}的规划，没有可以核对的。`];
  if (own && !rows.length) notes.push("上一个规划没有这几个主题的任务，也没有写明日期的承诺。");
  if (found.length > rows.length) notes.push(`列出前 ${rows.length} 项，其余 ${found.length - rows.length} 项在时间表和任务页上。`);
  const head = ["任务和承诺（原文）", "单位", "原定进度", "已核", "核对情况"];
  return {
    id: "review", title: "一、上一个规划写了什么，逐项核对", count: `${found.length} 项，${due} 项到期`, notes,
    tables: rows.length ? [{ id: "review", caption: `${place}：上一个规划的任务和承诺，共 ${found.length} 项`, head, widths: [44, 14, 16, 7, 19], rows }] : [],
  };
}

/**
 * @param {Figures} figures
 * @param {string} href
 * @param {DraftingNames} names
 * @param {string[]} differing
 * @returns {Piece[][]}
 */
function figureLines(figures, href, names, differing) {
  const { baseline, target, years, nature, obstacles, terms } = figures;
  const of = (/** @type {number | null} */ year) => (year ? `（${year} 年）` : "");
  const from = baseline ? `${baseline.shown}${of(years[0])}` : "未列";
  /** @type {Piece[]} */
  const first = [{ text: `${from} → ` }, { text: target ? `${target.shown}${of(years[1])}` : "未列", href, strong: true }];
  if (nature) first.push({ text: `　${names.natures[nature]}` });
  const apart = differing.flatMap((term) => (!obstacles.length && terms[term]?.said) || []);
  return [first, ...[...obstacles, ...apart].map((text) => [{ text, warn: true }])];
}

/** @param {Material} material @returns {Section} */
function targets({ root, own, peers, themes, names }) {
  const plans = [...(own ? [own] : []), ...peers];
  const wanted = names.indicators.filter((indicator) => indicator.themes.some((theme) => themes.includes(theme)));
  const having = plans.filter((plan) => plan.indicators.some(({ id }) => wanted.some((indicator) => indicator.id === id)));
  const silent = plans.filter((plan) => !having.includes(plan));
  let compared = 0;
  const rows = wanted.flatMap(({ id, name, unit }) => {
    const groups = having.map((plan) => plan.indicators.filter((row) => row.id === id));
    const filled = groups.filter((group) => group.length).length;
    if (!filled) return [];
    const differing = differingTerms(groups.flat());
    const note = filled > 1 ? noteOf(groups, names.differ) || "可以比较" : "只有一份";
    if (note === "可以比较") compared += 1;
    /** @type {Cell[]} */
    const cells = groups.map((group, i) => ({
      lines: group.length
        ? group.flatMap((row) => figureLines(row, addressOf(root, having[i].plan.id, row.eid), names, differing))
        : [[{ text: "未列", none: true }]],
    }));
    return [[{ lines: [[{ text: name, href: `${root}indicators/${id}/` }], [{ text: `单位${unit}，` }, { text: note, warn: note.startsWith("不能") }]] }, ...cells]];
  });
  const notes = ["照各规划所印，换算成目录的单位；按行政级别和代码排列，不排名次，不是建议值。"];
  if (silent.length) notes.push(`没有这几个主题的指标：${silent.map(labelOf).join("、")}。`);
  return {
    id: "targets", title: "二、上级和同类地方定了什么目标", count: `${rows.length} 个指标，${compared} 个可以比较`, notes,
    tables: rows.length
      ? [{ id: "targets", caption: "基期 → 目标", head: ["指标，能不能比", ...having.map(labelOf)], widths: [26, ...having.map(() => 20)], rows }]
      : [],
  };
}

/**
 * Return who says something, and where, a line a plan.
 * @param {Citing[]} citing
 * @param {number} plans
 * @param {string} root
 * @returns {Piece[][]}
 */
function citingLines(citing, plans, root) {
  const lines = citing.map(({ plan, name, status_phases, places }) => [
    { text: `${named(name, status_phases)}　` },
    ...places.flatMap(([eid, place], i) => [{ text: i ? "；" : "" }, { text: place || "第1段", href: addressOf(root, plan, eid) }]),
  ]);
  return plans > citing.length ? [...lines, [{ text: `等 ${plans} 份规划` }]] : lines;
}

/** @param {Material} material @returns {Section} */
function sharedWords({ root, place, words, own }) {
  const once = [...new Map(words.map((row) => [row.text, row])).values()];
  const mine = once.filter((row) => row.citing.some(({ plan }) => plan === own?.plan.id));
  const sorted = [...mine, ...once.filter((row) => !mine.includes(row))].slice(0, MOST_ROWS);
  const rows = sorted.map((row) => [
    cellOf({ text: `“${row.text}”` }),
    plain(`${row.characters} 字，${row.plans} 份`),
    { lines: citingLines(row.citing, row.plans, root) },
  ]);
  return {
    id: "wording", title: "三、两份以上规划都用的说法", count: `${rows.length} 处`,
    notes: ["连续 16 字以上完全相同（不计标点）。文字相同，不说明谁引用谁，常常是都照录了上级文件；引用前请查上级文件的原文。"]
      .concat(mine.length && mine.length < rows.length ? [`${place}的规划里有的在前。`] : rows.length ? [] : ["这几个主题没有找到。"]),
    tables: rows.length ? [{ id: "wording", caption: "共同的说法", head: ["文字", "相同的", "见于"], widths: [44, 14, 42], rows }] : [],
  };
}

/** @param {Material} material @returns {Section} */
function citable({ root, own, documents }) {
  const once = [...new Map(documents.map((row) => [row.url, row])).values()];
  const known = new Set(once.flatMap(({ title, number }) => [title, number ?? ""]));
  const basis = (own?.documents ?? []).filter(({ implemented, title, number }) => implemented && !known.has(number ?? "") && !known.has(title ?? ""));
  const numberOf = (/** @type {string | null} */ number) => (number ? cellOf({ text: number, strong: true }) : plain("原文未写文号，待查"));
  const rows = [
    ...once.map((row) => [
      { lines: [[{ text: row.title ? `《${row.title}》` : "（只写了文号）", href: root + row.url }], ...row.doubts.map((text) => [{ text, warn: true }])] },
      numberOf(row.number),
      { lines: citingLines(row.citing, row.plans, root) },
      row.held ? cellOf({ text: "收有全文", href: `${root}plans/${row.held}/` }) : plain("未收录"),
    ]),
    ...basis.map(({ title, number, places }) => [
      plain(title ? `《${title}》` : "（只写了文号）"),
      numberOf(number),
      cellOf({ text: "上一个规划的依据　" }, ...places.map(([eid, place]) => ({ text: `${place} `, href: addressOf(root, own?.plan.id ?? "", eid) }))),
      plain(""),
    ]),
  ].sort((a, b) => Number(a[1].lines[0][0].text.startsWith("原文")) - Number(b[1].lines[0][0].text.startsWith("原文"))).slice(0, MOST_ROWS);
  const numbered = rows.filter((row) => !row[1].lines[0][0].text.startsWith("原文")).length;
  return {
    id: "documents", title: "四、可以引用的上级文件", count: `${numbered} 份有文号，${rows.length - numbered} 份待查`,
    notes: ["这几个主题的条文引用的、两份以上规划共同引用的，和上一个规划依据的；标题和文号照各规划所印。"],
    tables: rows.length ? [{ id: "documents", caption: "文件", head: ["文件", "文号", "谁引用，在哪里", "本库"], widths: [40, 20, 30, 10], rows }] : [],
  };
}

/** @param {Material} material @returns {Section} */
function blank({ place, own, themes, names }) {
  const last = own?.plan.period_end;
  const ends = last ? [`${last} 年实际`, `${last + 5} 年目标`] : ["上期末实际", "下期末目标"];
  const wanted = names.indicators.filter((indicator) => indicator.themes.some((theme) => themes.includes(theme)));
  const rows = wanted.slice(0, MOST_ROWS).map(({ id, name, unit, definition }) => {
    const before = own?.indicators.filter((row) => row.id === id) ?? [];
    const said = before.map(({ baseline, target, nature }) =>
      [{ text: `${baseline?.shown ?? "未列"} → ${target?.shown ?? "未列"}${nature ? `（${names.natures[nature]}）` : ""}` }]);
    const field = (/** @type {string} */ what) => ({ lines: [], field: `${what} ${id}`, says: `${name}：${what}` });
    return [
      { lines: [[{ text: name, strong: true }], [{ text: definition }]] }, plain(unit),
      { lines: said.length ? said : [[{ text: "未列" }]] }, field(ends[0]), field(ends[1]), field("属性"),
    ];
  });
  return {
    id: "blank", title: "五、空白指标表", count: `${rows.length} 个指标`,
    notes: ["指标名称和定义取自本库指标目录；空格由您填写，只留在这台设备上，本库不上传。"],
    tables: rows.length ? [{ id: "blank", caption: `${place}：主要指标（草稿）`, head: ["指标和定义", "单位", "上一个规划", ...ends, "属性"], widths: [40, 8, 18, 13, 13, 10], rows }] : [],
  };
}

/**
 * Return the five parts of the page.
 * @param {Material} material
 * @returns {Section[]}
 */
export const sectionsOf = (material) => [reviewed, targets, sharedWords, citable, blank].map((part) => part(material));
