"""Contexts of one browser, kept from test to test: the options of a page in; a page of its own for each test out.

A page in a context that has just been made starts several processes anew; in one that has a page already, it costs
less than half.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

# Each has a process for its blank page; the tests of a file take turns with two or three.
KEPT = 4
STORAGE = "cookies,local_storage,indexeddb,cache_storage,service_workers"


class Contexts:
    """The contexts that were used last, by their options; a blank page in each keeps its processes running."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._kept: dict[str, tuple[BrowserContext, Page]] = {}

    def new_page(
        self,
        *,
        width: int = 1440,
        height: int = 900,
        now: str | None = None,
        color_scheme: Any = None,
        reduced_motion: Any = None,
        **options: Any,
    ) -> Page:
        """Return a new page in Chinese and in China, without workers; at a fixed time, set before it has timers."""
        options = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "service_workers": "block"} | options
        key = repr((now, sorted(options.items())))
        context, blank = self._kept.pop(key, None) or self._open(now, options)
        self._kept[key] = context, blank
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        if color_scheme or reduced_motion:
            page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
        return page

    def _open(self, now: str | None, options: dict[str, Any]) -> tuple[BrowserContext, Page]:
        context = self._browser.new_context(**options)
        if now is not None:
            context.clock.set_fixed_time(now)
        return context, context.new_page()

    def clear(self) -> None:
        """Close the pages, and forget what they kept for the next; close the contexts that were used long ago."""
        for key in list(self._kept)[:-KEPT]:
            self._kept.pop(key)[0].close()
        for context, blank in self._kept.values():
            opened = [page for page in context.pages if page != blank]
            if opened:
                for page in opened:
                    page.close()
                client = context.new_cdp_session(blank)
                client.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": STORAGE})
                client.detach()
