#!/usr/bin/env python3
"""Make a tagged PDF with bookmarks of every plan of the built site: `make_pdf.py [ID…]`; needs Debian's chromium.

A plan's PDF stands beside its page, `site/plans/<id>/<id>.pdf`. The day printed in it is that of the build
(SOURCE_DATE_EPOCH where it is set), so that the same page, fonts and Chromium give the same bytes.
"""

from __future__ import annotations

import datetime
import re
import shutil
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from playwright.sync_api import Page, Route, sync_playwright

from medplan.library.repository import ROOT
from medplan.library.status import build_day
from medplan.plan.address import Address
from medplan.running.arguments import Arguments
from medplan.running.system import run

_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')
# When Chromium says that it made a PDF, twice in it: D:20261126190000+00'00'
_MADE = re.compile(rb"(/(?:Creation|Mod)Date \(D:)[0-9]{14}([+\-][0-9]{2}'[0-9]{2}'\))")


def main(argv: list[str] | None = None) -> int:
    """Return 0 when every PDF was written, 1 when the site or the browser is missing, 2 for an unknown plan."""
    parser = Arguments(description="把生成的网站里的每份规划做成带书签的 PDF")
    parser.add_argument("ids", nargs="*", metavar="规划代号", help="不写就是全部规划")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="生成的网站所在的文件夹")
    given = parser.parse_args(argv)
    chromium = shutil.which("chromium")
    plans = sorted(page.parent.name for page in given.site.glob("plans/*-*/index.html"))
    if not plans or chromium is None:
        print("先运行 make site，并安装 chromium", file=sys.stderr)
        return 1
    if unknown := sorted(set(given.ids) - set(plans)):
        print(f"没有规划 {'、'.join(unknown)}", file=sys.stderr)
        return 2
    with sync_playwright() as play:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = play.chromium.launch(executable_path=chromium, args=arguments)
        page = browser.new_page(locale="zh-CN", timezone_id="Asia/Shanghai", color_scheme="light")
        page.clock.set_fixed_time(datetime.datetime.combine(build_day(), datetime.time(4), datetime.UTC))
        for plan_id in given.ids or plans:
            path = given.site / "plans" / plan_id / f"{plan_id}.pdf"
            path.write_bytes(printed(page, given.site, plan_id))
            print(f"{path}：{path.stat().st_size // 1024} KB")
        browser.close()
    return 0


def printed(page: Page, site: Path, plan_id: str) -> bytes:
    """Return a plan's page as PDF, with the day of the build as that on which it was made.

    The page is opened at the address that it says it has, so that its links lead there: no server, no port.
    """
    url = str(Address.of_plan(plan_id))
    told = _CANONICAL.search((site / url / "index.html").read_text("utf-8"))
    root = told[1].removesuffix(url) if told else "http://localhost/"
    page.unroute_all()
    page.route("**/*", lambda route: answer(route, root, site))
    page.goto(root + url, wait_until="load")
    page.locator(".printed").wait_for(state="attached")
    raw = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
    return _MADE.sub(rb"\g<1>" + build_day().strftime("%Y%m%d000000").encode() + rb"\2", raw)


def answer(route: Route, root: str, site: Path) -> None:
    """Answer a page's request from the built site, and let none go elsewhere."""
    path = unquote(urlsplit(route.request.url.removeprefix(root)).path)
    file = site / (f"{path}index.html" if path == "" or path.endswith("/") else path)
    if route.request.url.startswith(root) and file.is_file() and file.resolve().is_relative_to(site.resolve()):
        route.fulfill(path=file)
    else:
        route.abort()


if __name__ == "__main__":
    sys.exit(run(main))
