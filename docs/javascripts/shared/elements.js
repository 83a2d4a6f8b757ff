// Elements made by script: text stays text, whatever it holds.

/** Return an element with a class and children. */
export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** Return a link. */
export function link(href, ...children) {
  const made = element("a", "", ...children);
  made.href = href;
  return made;
}
