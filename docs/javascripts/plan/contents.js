// A plan's contents say which heading is being read: beside the text, or unfolded from the bar, which names it too.
import { around, part } from "../shared/elements.js";

// How far from the top of the window a heading counts as reached, in rem: where a link to it sets it, and a little more.
const REACHED = 3.6;

/** @param {HTMLElement} contents */
export function startContents(contents) {
  const bar = part(contents, "details", HTMLDetailsElement);
  const list = part(contents, "nav", HTMLElement);
  const links = [...list.querySelectorAll("a")];
  const targets = links.map((link) => document.getElementById(link.hash.slice(1)));
  /** @type {HTMLAnchorElement | undefined} */
  let here;
  let waiting = false;
  const show = () => {
    if (!here) return;
    const [top, bottom] = [here.offsetTop, here.offsetTop + here.offsetHeight];
    if (top < list.scrollTop || bottom > list.scrollTop + list.clientHeight) list.scrollTop = top - list.clientHeight / 2;
  };
  const mark = (/** @type {HTMLAnchorElement | undefined} */ now) => {
    if (now === here) return;
    here?.removeAttribute("aria-current");
    here = now;
    if (!here) return;
    here.setAttribute("aria-current", "true");
    const named = document.querySelector(".bar__now");
    if (named) named.textContent = here.textContent;
    show();
  };
  const follow = () => {
    waiting = false;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const reached = REACHED * rem;
    mark(links.filter((_, i) => (targets[i]?.getBoundingClientRect().top ?? Infinity) < reached).at(-1));
  };
  addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(follow); } }, { passive: true });
  bar.addEventListener("toggle", show);
  list.addEventListener("click", (event) => { if (around(event, "a")) bar.open = false; });
  follow();
}
