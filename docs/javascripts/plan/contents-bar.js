// A plan's contents on a phone: a bar that says which heading is being read.
import { around, part } from "../shared/elements.js";

const REACHED = 140; // px from the top of the window, below the header and the bar

/** @param {HTMLDetailsElement} bar */
export function startContentsBar(bar) {
  const links = [...bar.querySelectorAll("a")];
  const targets = links.map((link) => document.getElementById(link.hash.slice(1)));
  const label = part(bar, "summary span", HTMLElement);
  let waiting = false;
  const follow = () => {
    waiting = false;
    let here = -1;
    targets.forEach((target, i) => { if (target && target.getBoundingClientRect().top < REACHED) here = i; });
    links.forEach((link, i) => i === here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
    if (here >= 0) label.textContent = links[here].textContent;
  };
  addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(follow); } }, { passive: true });
  bar.addEventListener("click", (event) => { if (around(event, "a")) bar.open = false; });
  follow();
}
