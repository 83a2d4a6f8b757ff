// The page for those who draft the next plan: a place and themes, held by the address; what there is, to be taken away.
import { startPlacePicker } from "../compare/place-picker.js";
import { chineseDate, today } from "../shared/dates.js";
import { button, element, link, part } from "../shared/elements.js";
import { messageOf } from "../shared/loading.js";
import { saveFile } from "../shared/saving.js";
import { mark } from "../shared/status.js";
import { csvOf } from "./csv.js";
import { DraftingFiles, peersOf } from "./files.js";
import { Typed } from "./kept.js";
import { rendered } from "./render.js";
import { sectionsOf } from "./sections.js";

/**
 * @typedef {import("./sections.js").Section} Section
 * @typedef {import("./files.js").SharedWords} SharedWords
 * @typedef {import("./files.js").CitedOnTheme} CitedOnTheme
 */

const COMMON = "_common";

/** @param {HTMLElement} root */
export function startDraftingPage(root) {
  const toRoot = root.dataset.root ?? "";
  const files = new DraftingFiles(new URL(`${toRoot}data/`, document.baseURI), "packed" in root.dataset);
  const form = part(root, "form", HTMLFormElement);
  const status = part(root, ".count", HTMLElement);
  const result = part(root, ".drafted", HTMLElement);
  const beginning = part(root, "[data-start]", HTMLElement);
  /** @type {HTMLInputElement[]} */
  const boxes = [...form.querySelectorAll("input[name=t]")].filter((box) => box instanceof HTMLInputElement);
  const title = document.title;
  const given = () => {
    const asked = new URLSearchParams(location.search);
    const themes = (asked.get("t") ?? "").split(",");
    return { code: /^\d{6}$/.exec(asked.get("j") ?? "")?.[0] ?? "", themes: boxes.map(({ value }) => value).filter((id) => themes.includes(id)) };
  };
  let choice = given();
  let turn = 0;
  const failed = (/** @type {unknown} */ error) => `所需的数据没有载入（${messageOf(error)}），请检查网络后再试。`;

  function change(/** @type {Partial<typeof choice>} */ wanted) {
    choice = { ...choice, ...wanted };
    const url = new URL(location.href);
    const parts = [choice.code && `j=${choice.code}`, choice.themes.length && `t=${choice.themes.join(",")}`];
    url.search = parts.filter(Boolean).join("&");
    url.hash = "";
    history.pushState(null, "", url);
    return show();
  }

  async function show() {
    const now = ++turn;
    for (const box of boxes) box.checked = choice.themes.includes(box.value);
    const { code, themes } = choice;
    try {
      // Nothing is asked for before a place is chosen.
      const places = code ? await files.compared.places() : /** @type {Awaited<ReturnType<typeof files.compared.places>>} */ (new Map());
      const place = places.get(code);
      if (!place || !themes.length) {
        if (now !== turn) return;
        const missing = code && !place ? `没有代码为 ${code} 的行政区。` : place ? `已选${place.path}${place.name}。` : "";
        status.textContent = missing + (place ? "请选主题。" : themes.length ? "请选地方。" : "请选一个地方和主题。");
        result.replaceChildren();
        beginning.hidden = false;
        document.title = title;
        return;
      }
      const province = code.slice(0, 2);
      const [names, own, words, documents, ...peers] = await Promise.all([
        files.names(),
        files.planOf(place),
        Promise.all(themes.map((theme) => files.on("wording", theme, province))),
        Promise.all([...themes, COMMON].map((theme) => files.on("documents", theme, province))),
        ...peersOf(places.values(), code).map((peer) => files.planOf(peer)),
      ]);
      if (now !== turn) return;
      const sections = sectionsOf({
        root: toRoot, place: place.name, own, themes, names,
        peers: peers.flatMap((peer) => peer ?? []),
        words: /** @type {SharedWords[]} */ (words.flat()),
        documents: /** @type {CitedOnTheme[]} */ (documents.flat()),
      });
      const typed = new Typed(code);
      const said = names.themes.filter(([id]) => themes.includes(id)).map(([, name]) => name).join("、");
      const heading = `${place.name}　${said}`;
      const from = [`所选：${place.path}${place.name}；${said}`, `地址：${location.href}`, `${chineseDate(today())}从医保规划库导出。只摆原文和出处；文本以原发布机关公布者为准，目标不等于结果。`];
      const get = (/** @type {string} */ field) => typed.get(field);
      const word = async (/** @type {Section[]} */ some, /** @type {string} */ name) => {
        const { wordDocument } = await import("./word.js");
        saveFile(wordDocument(`编制参考：${heading}`, from, some, get), `${name}-${place.name}.docx`);
      };
      const csv = (/** @type {Section[]} */ some, /** @type {string} */ name) => saveFile(csvOf(some, get), `${name}-${place.name}.csv`);
      const last = own
        ? element("p", "hint", "上一个规划：", link(`${toRoot}plans/${own.plan.id}/`, own.plan.title), mark(own.plan.status_phases), "。本页地址带着所选的地方和主题，可以发给同事。")
        : element("p", "hint", `本库没有收录${place.name}的规划；下面是上级和同类地方的。本页地址带着所选的地方和主题，可以发给同事。`);
      const actions = element("p", "actions",
        button("导出 Word（整页）", () => word(sections, "编制参考")),
        button("导出 CSV（各表）", () => csv(sections, "编制参考")),
        button("打印", () => print()));
      result.replaceChildren(element("p", "lede chosen-now", heading), last, actions, ...rendered(sections, typed, word, csv));
      beginning.hidden = true;
      status.textContent = `已列出 ${heading}`;
      document.title = `${heading} · ${title}`;
    } catch (error) {
      if (now !== turn) return;
      result.replaceChildren();
      beginning.hidden = false;
      status.textContent = failed(error);
    }
  }

  startPlacePicker(part(root, ".picker", HTMLElement), {
    load: async () => (await files.compared.places()).values(),
    taken: () => [],
    pick: (code) => { change({ code }); },
    failed,
  });
  for (const box of boxes) {
    box.addEventListener("change", () => change({ themes: boxes.filter(({ checked }) => checked).map(({ value }) => value) }));
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", () => { choice = given(); show(); });
  form.hidden = false;
  show();
}
