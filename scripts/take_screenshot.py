#!/usr/bin/env python3
"""Make the pictures of the README and the guide from the built site: `take_screenshot.py`; needs Debian's chromium."""

from __future__ import annotations

import functools
import http.server
import shutil
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from medplan.library.repository import ROOT
from medplan.running.system import run

IMAGES = ROOT / "docs" / "images"
SUZHOU = "plans/320500-suzhou-145/"
HESHAN = "plans/440784-heshan-145-consultation/"
ZHENGNING = "plans/621025-zhengning-145/"
MARK = "#c0392b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture: a page, `size` of the window in pixels, and what of it; all of the window where `around` is empty.

    The picture reaches from the first to the last of the elements `around`, `pad` pixels more on each side; `ringed`
    elements get a ring round them, and `opened` is clicked before.
    """

    name: str
    page: str
    size: tuple[int, int] = (560, 800)
    around: tuple[str, ...] = ()
    ringed: tuple[str, ...] = ()
    opened: str = ""
    pad: int = 16


SHOTS = (
    Shot(name="plan", page=SUZHOU, size=(1280, 800)),
    Shot(
        name="guide/provision",
        page=HESHAN,
        size=(1280, 800),
        around=(".menu-of",),
        pad=48,
        opened="#para_2__subpara_2__point_2 > .ref",
        ringed=(".menu-of a:text-is('报错')",),
    ),
    Shot(
        name="guide/edit",
        page=HESHAN,
        around=(".metaline > p", ".metaline .meta"),
        opened=".metaline summary",
        ringed=(".metaline [data-report]", ".metaline [data-edit]"),
    ),
    Shot(name="guide/emendation", page=ZHENGNING, around=("#para_1__subpara_2__point_1",), pad=4),
)


def main() -> int:
    """Return 0 when all pictures were written, 1 when the site or the browser is missing."""
    chromium = shutil.which("chromium")
    if not (ROOT / "site" / SUZHOU).is_dir() or chromium is None:
        print("先运行 make site，并安装 chromium", file=sys.stderr)
        return 1
    handler = functools.partial(_Quiet, directory=str(ROOT / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as play:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = play.chromium.launch(executable_path=chromium, args=arguments)
        for shot in SHOTS:
            take(browser, f"http://127.0.0.1:{server.server_port}/", shot)
        browser.close()
        server.shutdown()
    return 0


def take(browser: Browser, root: str, shot: Shot) -> Path:
    """Take one picture of the site at `root`; return where it was written."""
    width, height = shot.size
    page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page.goto(root + shot.page)
    if shot.around:
        page.add_style_tag(content=".contents, .bar { visibility: hidden }")  # they lie over what is scrolled to
    if shot.opened:
        page.locator(shot.opened).click()
    for selector in shot.ringed:
        page.locator(selector).first.evaluate(
            "(element, mark) => { element.style.outline = `2px solid ${mark}`; element.style.outlineOffset = '3px' }",
            MARK,
        )
    out = IMAGES / f"{shot.name}.png"
    out.parent.mkdir(parents=True, exist_ok=True)
    if shot.around:
        left, top, wide, high = _frame(page, shot)
        page.screenshot(path=out, full_page=True, clip={"x": left, "y": top, "width": wide, "height": high})
    else:
        page.screenshot(path=out)
    page.close()
    return out


def _frame(page: Page, shot: Shot) -> tuple[float, float, float, float]:
    """Return the left, top, width and height of what is shown, in pixels from the page's corner."""
    boxes = [_box(page.locator(selector).first) for selector in (*shot.around, *shot.ringed)]
    top, bottom = min(b[1] for b in boxes) - shot.pad, max(b[3] for b in boxes) + shot.pad
    left, right = min(b[0] for b in boxes) - shot.pad, max(b[2] for b in boxes) + shot.pad
    left, right = max(left, 0), min(right, shot.size[0])
    return left, top, right - left, bottom - top


def _box(element: Locator) -> tuple[float, float, float, float]:
    """Return an element's left, top, right and bottom, in pixels from the page's corner."""
    x, y, width, height = element.evaluate(
        "e => { const b = e.getBoundingClientRect(); return [b.x + scrollX, b.y + scrollY, b.width, b.height] }"
    )
    return x, y, x + width, y + height


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


if __name__ == "__main__":
    sys.exit(run(main))
