// An address that names a release: plans/…/?release=2026.11#chp_1. What changed since then, of the provision or the plan.
import { chineseDate } from "../shared/dates.js";
import { element, link } from "../shared/elements.js";
import { JsonFiles } from "../shared/loading.js";

/**
 * @typedef {{eid: string | null, group: string, where: string, words: string}} Item
 * @typedef {{releases: string[], items: Item[], more: number}} Since what changed since some releases, by name
 * @typedef {{releases: {name: string, day: string, url: string}[], plans: Record<string, Since[]>}} Shard
 * @typedef {{name: string, day: string, url: string, since: Since | undefined}} Release
 */

const MOST_SHOWN = 8;

/**
 * Return what a reader is told of a release.
 * @param {string} name what the address names
 * @param {Release | undefined} release
 * @param {string} eid of the provision that the address leads to, "" for the whole plan
 * @returns {(Node | string)[]}
 */
function sayings(name, release, eid) {
  if (!release) return [`没有“${name}”这一版的数据，下面是现在的文字。`];
  const copy = release.url ? link(release.url, "这一版的数据") : "这一版的数据";
  const when = `${release.name}（${chineseDate(release.day)}）这一版`;
  const { since } = release;
  if (!since) return [`${when}还没有收录本规划，下面是现在的文字。`];
  const here = since.items.filter((item) => !eid || item.eid === eid || item.eid?.startsWith(`${eid}__`));
  const what = eid ? "这一条" : "本规划";
  const rest = since.more ? `另有 ${since.more} 处没有逐条列出，请对照` : "";
  if (!here.length && !rest) {
    const elsewhere = since.items.length ? `（别处改过 ${since.items.length} 处）` : "";
    return [`${what}自${when}以来没有改动${elsewhere}。`];
  }
  if (!here.length) return [`${when}以后，本规划有改动，${rest}`, copy, "。"];
  const list = element("ul", "", ...here.slice(0, MOST_SHOWN).map(({ group, where, words }) =>
    element("li", "", `${group}　${where ? `${where}：` : ""}${words}`)));
  const beyond = here.length > MOST_SHOWN ? `只列出 ${MOST_SHOWN} 处。` : "";
  return [`${when}以后，${what}改动 ${here.length} 处，下面是现在的文字，当时的在`, copy, `。${beyond}${rest && `${rest}它。`}`, list];
}

/**
 * Say, below the plan's head, what changed since the release that the address names.
 * @param {string} name
 */
export async function startRelease(name) {
  const note = element("div", "caution");
  note.dataset.release = "";
  note.role = "status";
  document.querySelector(".plan-head")?.append(note);
  const plan = location.pathname.split("/").at(-2) ?? "";
  const files = new JsonFiles(new URL("../../changes/releases/", location.href));
  /** @type {Shard} */
  const told = await files.json(`${plan.slice(0, 4)}.json`).catch(() => ({ releases: [], plans: {} }));
  const found = told.releases.find((release) => release.name === name);
  const release = found && { ...found, since: told.plans[plan]?.find(({ releases }) => releases.includes(name)) };
  const show = () => note.replaceChildren(
    ...sayings(name, release, location.hash.slice(1)));
  show();
  addEventListener("hashchange", show);
}
