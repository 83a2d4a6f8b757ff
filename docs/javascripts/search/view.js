// How hits are shown, in the header's list and on the search page alike.


/** Return text with the places in `marks` in <mark> elements. */
export function marked(text, marks) {
  const nodes = [];
  let at = 0;
  for (const [start, end] of marks) {
    nodes.push(text.slice(at, start));
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    nodes.push(mark);
    at = end;
  }
  nodes.push(text.slice(at));
  return nodes;
}

/** What is said of a plan that is no final text itself. */
export const STATUS = { draft: "征求意见稿 · 尚未定稿", press: "发布会实录 · 第二手资料" };

/** Return the badge of a plan that is no final text itself: a draft or a secondary source; "" for others. */
export function warning(hit) {
  const said = hit.kind === "press-conference" ? STATUS.press : hit.stage === "consultation" ? STATUS.draft : "";
  return said && element("span", "badge badge--warn", said);
}

/** Return the address of a hit, with the words to mark there. */
export function addressOf(hit, query) {
  const url = new URL(hit.url);
  url.searchParams.set("mark", query);
  return url.href;
}

/** Return an element with a class and children. */
export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** Return what a failed search says to the reader. */
export function failure(error) {
  return typeof DecompressionStream === "undefined"
    ? "这个浏览器太旧，不能搜索；请升级后再试。"
    : `搜索数据没有载入（${error.message}），请检查网络后再试。`;
}

