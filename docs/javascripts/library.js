// What pages need beyond HTML: each part starts where its element is.
import { startContentsBar } from "./plan/contents-bar.js";
import { followMoved, startProvisions } from "./plan/provisions.js";
import { startSearchBox } from "./search/box.js";
import { followDays } from "./shared/status.js";

/** Start a part for the element that a selector finds, where there is one. */
const start = (selector, part) => {
  const found = document.querySelector(selector);
  if (found) part(found);
};

// Parts that pages of many kinds have, or that answer the first click, come at once; the others when they are needed.
start("[data-search-box]", startSearchBox);
start("article[data-plan]", startProvisions);
start("[data-tocbar]", startContentsBar);
start("[data-find]", async (box) => (await import("./plan/find.js")).startFindInPlan(box, document.querySelector("article[data-plan]")));
start("[data-search-page]", async (root) => (await import("./search/page.js")).startSearchPage(root));
start("[data-row-browser]", async (root) => (await import("./lists/rows.js")).startRowBrowser(root));
start("[data-plan-list]", async (root) => (await import("./lists/plans.js")).startPlanList(root));
start("[data-compare]", async (root) => (await import("./compare/page.js")).startComparePage(root));
followDays();
followMoved();
addEventListener("hashchange", followMoved);
