// What the search page offers beside the hits: other words, places held and not held, a query that finds nothing taken apart.
import { copyFrom } from "../shared/copying.js";
import { button, element, link } from "../shared/elements.js";

/**
 * @typedef {import("./suggest.js").Apart} Apart
 * @typedef {import("./suggest.js").Others} Others
 * @typedef {import("./places.js").Standing} Standing
 * @typedef {import("./places.js").Place} Place
 * @typedef {(text: string) => HTMLButtonElement} Ask makes a button that asks for a text instead
 */

const LEVELS = { national: "国家级", province: "省级", prefecture: "地级", county: "县级" };
const NAMES_SHOWN = 8;

/**
 * Return lines of other words for the same, and of words that belong to it.
 * @param {string} query
 * @param {Others[]} synonyms
 * @param {Others[]} related
 * @param {Ask} ask
 */
export function wordLines(query, synonyms, related, ask) {
  const line = (/** @type {string} */ said, /** @type {Others} */ { word, names }) =>
    element("p", "", `“${word}”${said}：`, ...names.slice(0, NAMES_SHOWN).map((name) => askInstead(query, word, name, ask)));
  return [...synonyms.map((one) => line("又作", one)), ...related.map((one) => line("相关说法", one))];
}

/**
 * @param {string} query
 * @param {string} word
 * @param {string} name
 * @param {Ask} ask
 */
function askInstead(query, word, name, ask) {
  const asked = ask(query.replace(word, () => name));
  asked.textContent = name;
  return asked;
}

/**
 * Return places with links to their plans, or that there is none.
 * @param {[Place, string[]][]} places
 * @param {string} toRoot
 */
function held(places, toRoot) {
  const some = places.filter(([, plans]) => plans.length);
  const none = places.filter(([, plans]) => !plans.length);
  const items = some.map(([{ name }, plans]) =>
    element("li", "", `${name} ${plans.length} 份：`, ...plans.slice(0, 3).map((id) => link(`${toRoot}plans/${id}/`, id))));
  if (none.length) items.push(element("li", "none", `${none.map(([{ name }]) => name).join("、")}　未收录`));
  return element("ul", "", ...items);
}

/**
 * Return the answer to a place of which the library has no plan: what there is above and beside it, how to hand one in.
 * @param {Standing} standing
 * @param {string} toRoot
 * @param {(ids: string[]) => Promise<Map<string, string>>} titles
 */
export async function absentPlace(standing, toRoot, titles) {
  const { place, full, below, above, beside, alike, level } = standing;
  const box = element("section", "absent");
  box.setAttribute("aria-label", `${place.name}：未收录`);
  const block = (/** @type {string} */ title, /** @type {[Place, string[]][]} */ places) =>
    places.length ? [element("div", "", element("h3", "", title), held(places, toRoot))] : [];
  const under = `${toRoot}jurisdictions/${place.code.slice(0, 2)}0000/`;
  const letter = `提供一份规划\n地方：${full}（${place.code}）\n文件名称：\n发布机关和日期：\n网址：\n附件：`;
  const copied = element("pre", "", letter);
  copied.dataset.copied = "";
  const copy = button("复制这段文字", () => copyFrom(copy, letter));
  box.append(
    element("h2", "", `${place.name}：`, element("span", "none", "未收录")),
    element("p", "", `本库还没有${full}的医疗保障规划。这不是说${place.name}没有规划。`),
    element("div", "absent__parts", ...block("下级", below), ...block("上级", above), ...block("邻近的省", beside), ...block(`同级（${LEVELS[/** @type {keyof typeof LEVELS} */ (level)]}）的规划`, alike)),
    element("p", "", link(under, `看全省收录了什么`)),
    element("details", "", element("summary", "", `把${place.name}的规划交给我们（不用账号）`), element("p", "", "复制下面一段，填好以后发给您认识的维护者："), copied,
      element("p", "hand-in__how", copy, " ", link(`${toRoot}contribute/#hand-in`, "还有哪些办法"))),
  );
  const named = await titles([...box.querySelectorAll("a")].map((a) => /plans\/([^/]+)\/$/.exec(a.href)?.[1] ?? "").filter(Boolean));
  for (const a of box.querySelectorAll("a")) a.textContent = named.get(a.textContent ?? "") ?? a.textContent;
  return box;
}

/**
 * Return lines on a query that finds nothing.
 * @param {Apart} apart
 * @param {string} toRoot
 * @param {Ask} ask
 */
export function apartLines(apart, toRoot, ask) {
  const { near, parts, themes, indicators, place, there, asked } = apart;
  const counted = (/** @type {string} */ text, /** @type {number} */ total) => element("span", "word", ask(text), ` ${total} 条`);
  const lines = [];
  if (near.length) lines.push(element("p", "near", "是不是要找：", ...near.map(({ term, total }) => counted(term, total)), element("small", "", "只差一个字；没有替您改，原来的字还在框里。")));
  if (place) {
    const told = place.held.length ? `${place.held.length} 份规划` : "未收录";
    lines.push(element("p", "", `地方：${place.full}　${told}　`, ...place.held.slice(0, 3).map((id) => link(`${toRoot}plans/${id}/`, "读全文"))));
  }
  for (const { term, plan, total } of there) {
    lines.push(element("p", "", link(`${toRoot}search/?q=${encodeURIComponent(term)}&plan=${plan}`, `${place?.place.name ?? ""}写到“${term}”的 ${total} 条`)));
  }
  if (themes.length) lines.push(element("p", "", "主题：", ...themes.map(({ id, name }) => link(`${toRoot}themes/${id}/`, name))));
  if (indicators.length) lines.push(element("p", "", "指标：", ...indicators.map(({ id, name }) => link(`${toRoot}indicators/${id}/`, name))));
  if (parts.length) lines.push(element("p", "", "分开看：", ...parts.map(([part, total]) => counted(part, total))));
  if (asked) lines.push(element("p", "caution", "规划写的是目标和要做的事，不是现在的待遇；能报多少、怎么办，请问当地医保部门（12393）。"));
  if (!lines.length) lines.push(element("p", "", "换短一些的词试试，或者从", link(`${toRoot}plans/`, "全部规划"), link(`${toRoot}themes/`, "主题"), link(`${toRoot}jurisdictions/`, "行政区"), "进入。"));
  return lines;
}
