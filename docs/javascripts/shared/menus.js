// Menus that are a `details` each: a list opened over the page is closed by Escape and by a click beside it.

/**
 * Close open menus on Escape and on clicks elsewhere.
 * @param {string} selector of the menus; what each opens stands after it, within the same parent
 */
export function closeMenus(selector) {
  const open = () => /** @type {HTMLDetailsElement[]} */ ([...document.querySelectorAll(`${selector}[open]`)]);
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      const within = menu.parentElement?.contains(document.activeElement);
      menu.open = false;
      if (within) menu.querySelector("summary")?.focus();
    }
  });
  addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.parentElement?.contains(/** @type {Node} */ (event.target))) menu.open = false;
  });
}
