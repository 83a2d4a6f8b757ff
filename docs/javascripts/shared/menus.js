// Menus that are a `details` each: a list opened over the page is closed by Escape and by a click beside it.

/**
 * Close open menus on Escape and on clicks elsewhere.
 * @param {string} selector of the menus; what each opens stands in it, or after it within the same parent
 */
export function closeMenus(selector) {
  const open = () => /** @type {HTMLDetailsElement[]} */ ([...document.querySelectorAll(`:is(${selector})[open]`)]);
  const whole = (/** @type {HTMLDetailsElement} */ menu) => (menu.childElementCount > 1 ? menu : menu.parentElement);
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      const within = whole(menu)?.contains(document.activeElement);
      menu.open = false;
      if (within) menu.querySelector("summary")?.focus();
    }
  });
  addEventListener("click", (event) => {
    for (const menu of open()) if (!whole(menu)?.contains(/** @type {Node} */ (event.target))) menu.open = false;
  });
}
