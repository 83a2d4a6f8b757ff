// One menu for all provisions of a plan: opened by a provision's ¶, it cites, copies, reports, leads to themes and notes.
import { around, button, element, link, placeAt } from "../shared/elements.js";

/** @typedef {{eid: string, at: string, provision: HTMLElement}} Of what the menu is opened for */

/**
 * Make the ¶ of each provision open a menu; `itemsOf` says what is in it.
 * @param {HTMLElement} article
 * @param {(of: Of) => HTMLElement[]} itemsOf
 */
export function startMenu(article, itemsOf) {
  const menu = element("div", "menu-of");
  menu.dataset.editorial = "";
  menu.role = "menu";
  menu.hidden = true;
  article.parentElement?.append(menu);
  /** @type {HTMLElement | null} */
  let opener = null;
  const items = () => /** @type {NodeListOf<HTMLElement>} */ (menu.querySelectorAll("[role=menuitem]"));
  const close = (back = false) => {
    if (menu.hidden) return;
    menu.hidden = true;
    opener?.setAttribute("aria-expanded", "false");
    if (back) opener?.focus();
    opener = null;
  };
  const open = (/** @type {HTMLElement} */ ref) => {
    close();
    opener = ref;
    const eid = ref.getAttribute("href")?.slice(1) ?? "";
    const provision = document.getElementById(eid);
    if (!provision) return;
    const at = ref.dataset.at ?? "";
    menu.ariaLabel = at;
    menu.replaceChildren(...itemsOf({ eid, at, provision }));
    for (const item of items()) item.tabIndex = -1;
    ref.setAttribute("aria-expanded", "true");
    menu.hidden = false;
    const { left, bottom, top } = ref.getBoundingClientRect();
    const room = document.documentElement.clientWidth - menu.offsetWidth - 8;
    const below = bottom + menu.offsetHeight + 64 < innerHeight;
    placeAt(menu, Math.max(8, Math.min(left, room)), below ? bottom + 4 : Math.max(8, top - menu.offsetHeight - 4));
    items()[0]?.focus({ preventScroll: true });
  };
  article.addEventListener("click", (event) => {
    const ref = around(event, "a.ref");
    if (!ref || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (ref === opener) close(true);
    else open(ref);
  });
  article.addEventListener("keydown", (event) => {
    const ref = around(event, "a.ref");
    if (ref && event.key === "ArrowDown") {
      event.preventDefault();
      open(ref);
    }
  });
  menu.addEventListener("keydown", (event) => {
    const all = [...items()];
    const here = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const to = { ArrowDown: here + 1, ArrowUp: here - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      all[to % all.length]?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close(true);
    }
  });
  menu.addEventListener("click", (event) => { if (around(event, "[role=menuitem]")) setTimeout(close); });
  document.addEventListener("pointerdown", (event) => {
    if (!around(event, ".menu-of, a.ref")) close();
  });
}

/**
 * Return an item that does something.
 * @param {string} text
 * @param {() => unknown} act
 */
export function act(text, act) {
  const made = button(text, act);
  made.role = "menuitem";
  return made;
}

/**
 * Return an item that leads somewhere.
 * @param {string} href
 * @param {string} text
 */
export function lead(href, text) {
  const made = link(href, text);
  made.role = "menuitem";
  return made;
}
