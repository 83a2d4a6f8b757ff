"""What a page's looks and structure are measured by: a page in, its faults out."""

from __future__ import annotations

from pathlib import Path

from builds import PLAN_IDS, hand_written
from playwright.sync_api import Page

PLANS = [f"plans/{plan}/" for plan in PLAN_IDS]
PLACES = ["jurisdictions/100000/", "jurisdictions/320500/", "jurisdictions/440700/"]

# Every visible text with its colour on what is painted behind it; ratios after WCAG 2.
CONTRASTS = """() => {
    const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const rgba = css => {
        canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = css; canvas.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
    };
    const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3]));
    const light = c => {
        const [r, g, b] = c.map(v => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const cache = new Map();
    const parsed = css => { if (!cache.has(css)) cache.set(css, rgba(css)); return cache.get(css); };
    // What is painted behind an element's text, and the element's opacity with all above it.
    const known = new Map();
    const stand = e => {
        if (!e) return {ground: [255, 255, 255], opacity: 1};
        if (!known.has(e)) {
            const above = stand(e.parentElement), style = getComputedStyle(e);
            const ground = over(parsed(style.backgroundColor), above.ground);
            known.set(e, {ground, opacity: above.opacity * Number(style.opacity), colour: parsed(style.color)});
        }
        return known.get(e);
    };
    document.getAnimations().forEach(a => { try { a.finish() } catch { a.cancel() } });
    const poor = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const e = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || e.closest("script, style, noscript, option, .vh")) continue;
        if (!e.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
        const {ground, opacity, colour} = stand(e);
        const mixed = over([...colour.slice(0, 3), colour[3] * opacity], ground);
        const [a, b] = [light(mixed), light(ground)].sort((x, y) => y - x);
        const ratio = ((a + .05) / (b + .05)).toFixed(2);
        const name = `${e.tagName.toLowerCase()}.${e.className}`;
        if (ratio < 4.5) poor.set(name, `${ratio} ${name}: ${e.textContent.trim().slice(0, 20)}`);
    }
    return [...poor.values()];
}"""


def sideways(page: Page, width: int) -> list[str]:
    """Return why a window `width` pixels wide scrolls sideways, and the elements that reach beyond it."""
    return page.evaluate(
        """width => document.scrollingElement.scrollWidth <= width && innerWidth <= width ? [] : [
            `${document.scrollingElement.scrollWidth} > ${width}`,
            ...[...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > width + 1)
                .map(e => `<${e.tagName} ${e.className} ${e.id}>`).slice(0, 5)]""",
        width,
    )


# Headings, names, headers: a smoke check.
FAULTS = """() => {
    const faults = [];
    const shown = e => e.checkVisibility({visibilityProperty: true});
    const h1 = document.querySelectorAll("h1");
    if (h1.length !== 1) faults.push(`${h1.length} h1`);
    let before = 0;
    for (const h of document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")) {
        const level = Number(h.tagName[1]);
        if (before && level > before + 2) faults.push(`h${before} → h${level} ${h.id}`);
        if (!h.textContent.trim()) faults.push(`empty ${h.tagName}`);
        before = level;
    }
    const ids = (e, name) => (e.getAttribute(name) || "").split(/\\s+/).filter(Boolean);
    const named = e => e.getAttribute("aria-label") || e.title
        || ids(e, "aria-labelledby").map(id => document.getElementById(id)?.textContent).join("")
        || [...(e.labels || [])].map(l => l.textContent).join("").trim()
        || (e.tagName !== "SELECT" && e.textContent.trim()) || e.querySelector("img[alt], svg title")?.textContent;
    const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    for (const e of document.querySelectorAll(controls))
        if (shown(e) && !named(e)) faults.push(`no name: ${e.outerHTML.slice(0, 90)}`);
    for (const e of document.querySelectorAll("main .doc :is(nav, form, [role=search])"))
        if (!e.getAttribute("aria-label") && !ids(e, "aria-labelledby").length)
            faults.push(`no name: ${e.outerHTML.slice(0, 90)}`);
    for (const table of document.querySelectorAll("main table")) {
        if (!table.querySelector("th")) faults.push(`no header: table ${table.id}`);
        if (table.matches(".tbl"))
            for (const th of table.querySelectorAll("th:not([scope])")) faults.push(`no scope: ${th.textContent}`);
    }
    for (const img of document.querySelectorAll("img:not([alt])")) faults.push(`no alt: ${img.src}`);
    for (const e of document.querySelectorAll("[aria-labelledby], [aria-describedby]"))
        for (const id of [...ids(e, "aria-labelledby"), ...ids(e, "aria-describedby")])
            if (!document.getElementById(id)) faults.push(`no element ${id}`);
    if (!document.querySelector("main")) faults.push("no main");
    for (const e of document.querySelectorAll("[tabindex]"))
        if (e.tabIndex > 0) faults.push(`tabindex: ${e.outerHTML.slice(0, 90)}`);
    return faults;
}"""


def pages_of(site: Path) -> list[str]:
    """Return every hand-written page, every plan, some places, and one generated page of each other kind."""
    others = {path.parent.parent.name: path for path in sorted(site.glob("*/*/index.html"), reverse=True)}
    samples = [f"{kind}/{path.parent.name}/" for kind, path in others.items() if kind not in ("plans", "jurisdictions")]
    return list(dict.fromkeys([*hand_written(), *PLACES, *PLANS, *samples]))
