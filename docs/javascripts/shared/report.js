// Reports without an account: a link to the code host's form opens a text to copy, with what it knows filled in.
import { copyFrom } from "./copying.js";
import { button, element, link } from "./elements.js";

/**
 * Return what a report says, from the address of the code host's form.
 * @param {URL} form
 */
function letterOf(form) {
  const { plan = "", provision = "", title = "" } = Object.fromEntries(form.searchParams);
  const here = new URL(location.href);
  here.search = "";
  here.hash = provision ? `#${provision}` : "";
  const known = document.querySelector("main h1")?.textContent?.trim() ?? "";
  const at = provision ? document.getElementById(provision)?.textContent?.trim().slice(0, 30) ?? "" : "";
  const lines = ["报错", `规划或网页：${title.replace(/^报错：/, "") || known}（${plan}）`];
  if (provision) lines.push(`条文：${provision}（${at}……）`);
  return [...lines, `网址：${here.href}`, "现在是：", "应当是：", "依据："].join("\n");
}

/**
 * Open the text of a report over the page.
 * @param {HTMLAnchorElement} form the link to the code host's form
 */
export function openReport(form) {
  const text = letterOf(new URL(form.href));
  const box = element("dialog", "report-box");
  if (!(box instanceof HTMLDialogElement)) return;
  box.setAttribute("aria-labelledby", "report-title");
  const heading = element("h2", "", "报错");
  heading.id = "report-title";
  const shown = element("pre", "", text);
  shown.tabIndex = 0;
  const copy = button("复制这段文字", () => copyFrom(copy, text));
  const ways = element("p", "hand-in__how", copy);
  const mail = document.querySelector("[data-mail]")?.getAttribute("data-mail");
  if (mail) ways.append(" ", link(`mailto:${mail}?subject=${encodeURIComponent("报错")}&body=${encodeURIComponent(text)}`, "用邮件发"));
  ways.append(" ", link(form.href, "有 GitHub 账号：填表"), " ", button("关闭", () => box.close()));
  box.append(heading, element("p", "", "不用账号：复制下面一段，填好以后发给维护者。"), shown, ways);
  box.addEventListener("close", () => { box.remove(); form.focus(); });
  document.body.append(box);
  box.showModal();
}

/** Show and answer the buttons that copy a text beside them. */
export function startCopying() {
  for (const copy of document.querySelectorAll("[data-copy]")) {
    if (!(copy instanceof HTMLElement)) continue;
    copy.hidden = false;
    copy.addEventListener("click", () => copyFrom(copy, copy.closest("section")?.querySelector("[data-copied]")?.textContent ?? ""));
  }
}
