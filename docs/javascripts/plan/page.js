// All that a plan's page does: what is at hand while it is read, its provisions, its contents, what its first lines say.
// The page names this script itself, so that all answers before the page counts as loaded.
import { startBar } from "./bar.js";
import { startContents } from "./contents.js";
import { startGlance } from "./glance.js";
import { followMoved, startProvisions } from "./provisions.js";
import { startNotesList } from "./tools.js";

const found = (/** @type {string} */ selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector));
const [article, bar, find, contents, due] =
  ["article[data-plan]", "[data-bar]", "[data-find]", "[data-contents]", ".due[data-days]"].map(found);
const notes = found("[data-apparatus]");
if (bar) startBar(bar);
// What finds is shown last, when all beside it has its place.
if (find) import("./find.js").then(({ startFindInPlan }) => startFindInPlan(find));
if (contents) startContents(contents);
if (article) startProvisions(article);
if (due) startGlance(due);
if (notes instanceof HTMLDetailsElement) startNotesList(notes);
const release = new URLSearchParams(location.search).get("release");
if (release) import("./release.js").then(({ startRelease }) => startRelease(release));
followMoved();
addEventListener("hashchange", followMoved);
