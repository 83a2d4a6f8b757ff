// What pages need beyond HTML: each part starts where its element is.
import { startSearchBox } from "./search/box.js";
import { startColours } from "./shared/colours.js";
import { around } from "./shared/elements.js";
import { closeMenus } from "./shared/menus.js";
import { keepForOffline } from "./shared/offline.js";
import { followDays } from "./shared/status.js";

/**
 * Start a part for the element that a selector finds, where there is one.
 * @template {HTMLElement} T
 * @param {string} selector
 * @param {{new (): T, prototype: T}} kind
 * @param {(found: T) => unknown} begin
 */
function start(selector, kind, begin) {
  const found = document.querySelector(selector);
  if (found instanceof kind) begin(found);
}

// Parts that pages of many kinds have, or that answer the first click, come at once; the others when they are needed.
start(".colours", HTMLButtonElement, startColours);
start("[data-search-box]", HTMLFormElement, startSearchBox);
start("[data-copy]", HTMLElement, async () => (await import("./shared/report.js")).startCopying());
start("[data-search-page]", HTMLElement, async (root) => (await import("./search/page.js")).startSearchPage(root));
start("[data-row-browser]", HTMLElement, async (root) => (await import("./lists/rows.js")).startRowBrowser(root));
start("[data-plan-list]", HTMLElement, async (root) => (await import("./lists/plans.js")).startPlanList(root));
start("[data-compare]", HTMLElement, async (root) => (await import("./compare/page.js")).startComparePage(root));
start("[data-beside]", HTMLElement, async (root) => (await import("./themes/beside.js")).startBeside(root));
start("[data-drafting]", HTMLElement, async (root) => (await import("./drafting/page.js")).startDraftingPage(root));
followDays();
closeMenus(".top details");
addEventListener("click", async (event) => {
  // A link to the code host's form opens a text to copy first; held with a key it leads there.
  const form = around(event, 'a[href*="template=report-error"]');
  if (!(form instanceof HTMLAnchorElement) || form.closest("dialog") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  (await import("./shared/report.js")).openReport(form);
});
addEventListener("load", keepForOffline);
