// Long lists (measures, dated commitments) filtered over the whole library; the choice lives in the address.
// What is chosen is fetched: for each choice the numbers of its rows, then the rows in chunks; see medplan/publish/lists.py.
import { fieldsOf, recall, remember } from "../shared/address.js";
import { part } from "../shared/elements.js";
import { JsonFiles } from "../shared/loading.js";
import { measureRow, planRow, timelineRow } from "./row-shapes.js";

/** @typedef {[code: string, name: string, numbers: number[]]} PlaceOfRows `numbers` as distances */

const CHUNK = 100;
const SHOWN = 50;

/**
 * Return the rising numbers that distances stand for: 3, 2, 4 → 3, 5, 9.
 * @param {number[]} distances
 */
function fromDistances(distances) {
  let at = 0;
  return distances.map((step) => (at += step));
}

/**
 * Return the numbers that all rising lists hold.
 * @param {number[][]} lists
 */
export function intersect(lists) {
  const [first, ...others] = [...lists].sort((a, b) => a.length - b.length);
  const sets = others.map((list) => new Set(list));
  return first.filter((number) => sets.every((set) => set.has(number)));
}

/** @param {HTMLElement} root */
export function startRowBrowser(root) {
  const form = root.querySelector("form");
  if (!form) return;
  const kind = root.dataset.rowBrowser === "measures" ? "measures" : "timeline";
  const site = root.dataset.root ?? "";
  const files = new JsonFiles(new URL(`${site}${kind}/rows/`, document.baseURI), "packed" in root.dataset);
  const noun = kind === "measures" ? "项" : "条";
  const [found, count, more] = ["[data-found]", ".count", ".more"].map((name) => part(root, name, HTMLElement));
  /** @type {HTMLElement[]} */
  const standing = [...root.querySelectorAll("[data-static]")].filter((one) => one instanceof HTMLElement);
  const paging = root.querySelector(".paging");
  const told = count.textContent;
  const fields = fieldsOf(form);
  const choice = (/** @type {string} */ name) => fields.find((field) => field.name === name);
  const chosen = (/** @type {string} */ name) => choice(name)?.value ?? "";
  const [province, role] = ["province", "role"].map(choice);
  const place = form.querySelector("select[name=place]");

  const load = (/** @type {string} */ name) => files.json(`${name}.json`);
  const numbersOf = async (/** @type {string} */ name) => fromDistances(await load(name));
  /** @returns {Promise<PlaceOfRows[]>} */
  const placesOf = (/** @type {string} */ code) => load(`places-${code}`);

  /**
   * Offer the places of the chosen province, and keep the chosen one when it is among them.
   * @param {string} wanted
   */
  async function offerPlaces(wanted) {
    if (!(place instanceof HTMLSelectElement)) return;
    const places = province?.value ? await placesOf(province.value) : [];
    place.replaceChildren(place.options[0], ...places.map(([code, name, numbers]) => new Option(`${name}（${numbers.length}）`, code)));
    place.value = wanted;
    if (place.selectedIndex < 0) place.value = "";
    show(place, places.length > 1);
  }

  /**
   * Return the numbers of the rows that answer the form, null when nothing is chosen.
   * @returns {Promise<number[] | null>}
   */
  async function answer() {
    /** @type {number[][]} */
    const lists = [];
    if (chosen("province")) lists.push(await numbersOf(`province-${chosen("province")}`));
    if (chosen("place")) {
      const held = (await placesOf(chosen("province"))).find(([code]) => code === chosen("place"));
      lists.push(held ? fromDistances(held[2]) : []);
    }
    for (const name of ["state", "theme", "year"]) if (chosen(name)) lists.push(await numbersOf(`${name}-${chosen(name)}`));
    const own = root.dataset.agency;
    if (chosen("agency")) lists.push(await numbersOf(`${chosen("role") || "agency"}-${chosen("agency")}`));
    if (!own) return lists.length ? intersect(lists) : null;
    if (!lists.length && !chosen("role")) return null;
    // On an agency's own page what it leads comes first, as in the table.
    const parts = chosen("role") ? [chosen("role")] : ["lead", "part"];
    const theirs = await Promise.all(parts.map((name) => numbersOf(`${name}-${own}`)));
    return theirs.flatMap((numbers) => intersect([...lists, numbers]));
  }

  let turn = 0;
  /** @type {number[]} */
  let numbers = [];
  let shown = 0;
  let last = ""; // the plan of the last measure shown: each plan's stand below its title
  async function showMore(/** @type {number} */ mine) {
    const next = numbers.slice(shown, shown + SHOWN);
    const chunks = await Promise.all(next.map((number) => load(String(Math.floor(number / CHUNK)))));
    if (mine !== turn) return;
    for (const [i, number] of next.entries()) {
      const row = chunks[i][number % CHUNK];
      if (kind === "measures" && row.plan !== last) found.append(planRow(row, site));
      last = row.plan;
      found.append(kind === "measures" ? measureRow(row, site) : timelineRow(row, site));
    }
    shown += next.length;
    more.hidden = shown >= numbers.length;
  }
  async function showAnswer() {
    const mine = ++turn;
    try {
      const answered = await answer();
      if (mine !== turn) return;
      [numbers, shown, last] = [answered ?? [], 0, ""];
      found.replaceChildren();
      for (const one of standing) one.hidden = answered !== null;
      found.hidden = answered === null;
      if (paging instanceof HTMLElement) paging.hidden = answered !== null;
      more.hidden = true;
      if (answered) await showMore(mine);
      if (mine !== turn) return;
      count.textContent = answered === null ? told : numbers.length ? `符合的有 ${numbers.length} ${noun}` : "没有符合的，请减少条件";
    } catch {
      if (mine === turn) count.textContent = "筛选所需的数据没有载入，请刷新页面";
    }
  }
  /** In which role an agency has a part is asked where the form has a choice of agencies, once one is chosen. */
  const offerRole = () => {
    if (!role || !choice("agency")) return;
    show(role, Boolean(chosen("agency")));
    if (!chosen("agency")) role.value = "";
  };

  const wanted = new URLSearchParams(location.search).get("place") ?? "";
  recall(fields.filter((field) => field !== place));
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", async (event) => {
    offerRole();
    if (event.target === province) await offerPlaces("").catch(() => {});
    remember(fields);
    showAnswer();
  });
  form.addEventListener("reset", () => setTimeout(async () => {
    offerRole();
    await offerPlaces("");
    remember(fields);
    showAnswer();
  }));
  more.addEventListener("click", () => showMore(turn));
  offerRole();
  offerPlaces(wanted).catch(() => {}).then(() => { if (fields.some(({ value }) => value)) showAnswer(); });
}

/**
 * Show a field with its label, or hide both.
 * @param {HTMLElement} field
 * @param {boolean} wanted
 */
function show(field, wanted) {
  if (field.parentElement) field.parentElement.hidden = !wanted;
}
