// A plan's contents on a phone: a bar that says which heading is being read.

/** Show in the phone's bar which heading is being read. */
export function startContentsBar(bar) {
  const links = [...bar.querySelectorAll("a")];
  const targets = links.map((link) => document.getElementById(link.hash.slice(1)));
  const label = bar.querySelector("summary span");
  let waiting = false;
  const follow = () => {
    waiting = false;
    let here = -1;
    targets.forEach((target, i) => { if (target && target.getBoundingClientRect().top < 140) here = i; });
    links.forEach((link, i) => i === here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
    if (here >= 0) label.textContent = links[here].textContent;
  };
  addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(follow); } }, { passive: true });
  bar.addEventListener("click", (event) => { if (event.target.closest("a")) bar.open = false; });
  follow();
}
