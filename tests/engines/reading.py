"""What is asked of the site in every browser: an engine and the site's address in, faults in words out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engines.drivers import Engine

SUZHOU, ZHENGNING = "plans/320500-suzhou-145/", "plans/621025-zhengning-145/"
# Lines of a document, and how wide each is in ems: every character of Chinese takes one, marks of punctuation as well
# (GB/T 15834); no two marks stand side by side, which a browser may set closer.
LINES = {
    "到年底，全面实现。职工、居民": 14,
    "（一）完善制度；做实统筹：稳妥推进！": 18,
    "《规划》的“目标”是什么？": 13,
}
MIXED = ("到2022年底全面实现", "占比达99%以上", "第DRG付费、DIP付费")
WIDTHS = """
    const article = document.querySelector("article.plan p.provision.p");
    const line = document.createElement("span");
    line.style.cssText = "white-space: nowrap; position: absolute; text-indent: 0";
    article.append(line);
    line.textContent = "国国国国";
    const em = line.getBoundingClientRect().width / 4; // a browser may round the size of its type
    const measured = given[0].map(text => { line.textContent = text; return line.getBoundingClientRect().width / em; });
    const overlaps = given[1].filter(text => {
        line.textContent = text;
        const range = document.createRange();
        const boxes = [...text].map((_, i) => {
            range.setStart(line.firstChild, i); range.setEnd(line.firstChild, i + 1);
            return range.getBoundingClientRect();
        });
        return boxes.some((box, i) => i && box.left < boxes[i - 1].right - 0.5);
    });
    const parts = given[1].map(text => {
        line.textContent = text;
        const whole = line.getBoundingClientRect().width;
        const sum = text.split(/(?<=[0-9A-Z%])(?=[^0-9A-Z%])|(?<=[^0-9A-Z%])(?=[0-9A-Z%])/).reduce((sum, part) => {
            line.textContent = part;
            return sum + line.getBoundingClientRect().width;
        }, 0);
        return (whole - sum) / em;
    });
    line.remove();
    return {measured, overlaps, parts};
"""
COPIED = """
    const {plainText, printedPart} = await import("/javascripts/plan/words.js");
    const range = document.createRange();
    range.selectNodeContents(document.getElementById("p_1"));
    return plainText(printedPart(range));
"""
SEEN = """
    const end = Date.now() + 15000;
    const there = () => [...document.querySelectorAll(given[0])].filter(e => e.getClientRects().length).length;
    while (there() < given[1] && Date.now() < end) await new Promise(r => setTimeout(r, 50));
    await new Promise(r => setTimeout(r, 300)); // scripts that come after
    const wide = document.scrollingElement.scrollWidth - innerWidth;
    return {count: there(), wide, errors: window.__errors ?? ["no script ran"]};
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to open, and what must come to be seen on it, at least so often."""

    name: str
    url: str
    shown: str
    count: int = 1


PAGES = (
    Page(name="home", url="", shown="main h1"),
    Page(name="plan", url=SUZHOU, shown="article.plan .provision", count=100),
    Page(name="plan-found", url=f"{SUZHOU}?mark=长期护理保险#chp_3__sec_1__para_4", shown="article.plan mark", count=2),
    Page(name="plan-table", url=f"{ZHENGNING}#att_1__tasks_1", shown="table[data-tasks] tr", count=20),
    Page(name="search", url="search/?q=长期护理保险", shown=".hits li", count=5),
    Page(name="compare", url="compare/?j=320500,621025", shown=".tbl--side tbody tr, .side-by-side", count=1),
    Page(name="plans", url="plans/", shown="[data-plan-list] tbody tr", count=5),
    Page(name="timeline", url="timeline/?province=32", shown="[data-found] li", count=2),
    Page(name="measures", url="measures/", shown="form.filters", count=1),
)
SIZES = ((1440, 900), (500, 844))


def faults(engine: Engine, root: str, pictures: Path) -> Iterator[str]:
    """Yield what is wrong with the site in a browser; put a picture of each page into a folder."""
    for width, height in SIZES:
        engine.resize(width, height)
        for page in PAGES:
            engine.open(root + page.url)
            seen = engine.run(SEEN, page.shown, page.count)
            (pictures / f"{engine.name}-{page.name}-{width}.png").write_bytes(engine.picture())
            yield from (f"{page.url} ({width}): {fault}" for fault in _page_faults(page, seen))
    engine.resize(*SIZES[0])
    engine.open(root + SUZHOU)
    yield from set_badly(engine.run(WIDTHS, list(LINES), list(MIXED)))
    engine.open(root + ZHENGNING)
    copied = engine.run(COPIED)
    if not str(copied).startswith("为深入贯彻落实委、政府关于") or "第1段" in str(copied):
        yield f"copied from a plan: {copied!r}"


def _page_faults(page: Page, seen: Any) -> Iterator[str]:
    if "failed" in seen:
        yield seen["failed"]
        return
    if seen["count"] < page.count:
        yield f"{page.shown}: {seen['count']} of {page.count}"
    if seen["wide"] > 0:
        yield f"{seen['wide']} pixels too wide"
    yield from map(str, seen["errors"])


def set_badly(seen: Any) -> Iterator[str]:
    """Yield the lines that are not as wide as their characters, or whose characters lie on each other."""
    if "failed" in seen:
        yield seen["failed"]
        return
    for (line, wanted), width in zip(LINES.items(), seen["measured"], strict=True):
        if abs(width - wanted) > 0.05:
            yield f"{line}: {width:.2f} em wide, not {wanted}"
    yield from (f"characters lie on each other: {line}" for line in seen["overlaps"])
    for line, more in zip(MIXED, seen["parts"], strict=True):
        if more < -0.02:
            yield f"{line}: {-more:.2f} em narrower than its parts"
