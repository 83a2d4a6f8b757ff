// Elements of a page: found by their kind, and made by script, where text stays text whatever it holds.

/**
 * Return the first element below `root` that a selector finds; a page that lacks it is at fault, and says which it lacks.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {{new (): T, prototype: T}} kind
 * @returns {T}
 */
export function part(root, selector, kind) {
  const found = root.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`no ${kind.name} ${selector}`);
}

/**
 * Return the element at or around what an event happened to that a selector finds, null when there is none.
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function around(event, selector) {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}

/**
 * Return an element with a class and children.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {string} className
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/**
 * Return a link.
 * @param {string} href
 * @param {...(Node | string)} children
 */
export function link(href, ...children) {
  const made = element("a", "", ...children);
  made.href = href;
  return made;
}

/**
 * Return a cell of a table that says, where each row is a block, which column it is of.
 * @param {string} label
 * @param {...(Node | string)} children
 */
export function cell(label, ...children) {
  const made = element("td", "", ...children);
  made.dataset.label = label;
  return made;
}

/**
 * Return the head of a row, a column or a group of rows.
 * @param {"row" | "col" | "rowgroup"} scope
 * @param {string} className
 * @param {...(Node | string)} children
 */
export function heading(scope, className, ...children) {
  const made = element("th", className, ...children);
  made.scope = scope;
  return made;
}

/**
 * Return a button that does something.
 * @param {string} text
 * @param {() => unknown} act
 */
export function button(text, act) {
  const made = element("button", "", text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/**
 * Put an element that is positioned absolutely at a place of the window.
 * @param {HTMLElement} made
 * @param {number} left
 * @param {number} top
 */
export function placeAt(made, left, top) {
  const base = made.offsetParent?.getBoundingClientRect();
  made.style.left = `${left - (base?.left ?? 0)}px`;
  made.style.top = `${top - (base?.top ?? 0)}px`;
}
