"""Contexts of one browser and their pages, kept from test to test: the options of a page in; an empty page out.

To open a page takes three times as long as to read one of ours, and a context of its own is dearer still. So both are
kept: a page is emptied of what a test left in it, and closed where something can't be taken back.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page

# Each has a process for its blank page; the tests of a file take turns with two or three.
KEPT = 4
STORAGE = "cookies,local_storage,indexeddb,cache_storage,service_workers"
MEDIA: dict[str, Any] = dict.fromkeys(("media", "color_scheme", "reduced_motion", "forced_colors"), "null")


class KeptPage(Page):
    """A page that knows who listens to it, and whether it was given what can't be taken back."""

    spoilt: bool
    listeners: list[tuple[Any, Any]]

    def on(self, event: Any, f: Any) -> None:
        """Listen, until the test ends."""
        self.listeners.append((event, f))
        super().on(event, f)

    def add_init_script(self, *given: Any, **named: Any) -> Any:
        """Add a script for every address to come: there is no way to take it out."""
        self.spoilt = True
        return super().add_init_script(*given, **named)

    def once(self, event: Any, f: Any) -> None:
        """Listen for something that may not have come when the test ends."""
        self.spoilt = True
        super().once(event, f)

    def set_extra_http_headers(self, headers: dict[str, str]) -> None:
        """Send more with every request."""
        self.spoilt = True
        super().set_extra_http_headers(headers)

    def expose_function(self, name: str, callback: Any) -> Any:
        """Give the page a function of ours."""
        self.spoilt = True
        return super().expose_function(name, callback)

    def expose_binding(self, name: str, callback: Any, **named: Any) -> Any:
        """Give the page a function of ours."""
        self.spoilt = True
        return super().expose_binding(name, callback, **named)

    @property
    def clock(self) -> Any:
        """Return its clock, to be set."""
        self.spoilt = True
        return super().clock

    @property
    def context(self) -> BrowserContext:
        """Return its context: from there everything may be changed."""
        self.spoilt = True
        return super().context

    def begin(self) -> None:
        """Start anew for a test."""
        self.spoilt, self.listeners = False, []

    def empty(self, context: BrowserContext) -> bool:
        """Take back what a test did, and return whether that was possible."""
        if self.spoilt or self.is_closed():
            return False
        for event, f in self.listeners:
            self.remove_listener(event, f)
        with suppress(Error):
            self.unroute_all()
            self.mouse.move(-1, -1)
            if self.url.startswith("http"):
                self.evaluate("sessionStorage.clear(); window.name = ''")
            self.goto("about:blank")
            self.emulate_media(**MEDIA)
            client = context.new_cdp_session(self)
            client.send("Page.resetNavigationHistory")
            client.detach()
            return True
        return False


@dataclass(slots=True)
class _Kept:
    """A context, its blank page, which keeps its processes running, and the pages that wait for a test."""

    context: BrowserContext
    blank: Page
    free: list[KeptPage] = field(default_factory=list)


class Contexts:
    """The contexts that were used last, by their options."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._kept: dict[str, _Kept] = {}

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
        """Return an empty page in Chinese and in China, without workers; at a fixed time, set before it has timers."""
        options = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "service_workers": "block"} | options
        key = repr((now, sorted(options.items())))
        kept = self._kept.pop(key, None) or self._open(now, options)
        self._kept[key] = kept
        page = kept.free.pop() if kept.free else _kept_page(kept.context.new_page())
        page.begin()
        page.set_viewport_size({"width": width, "height": height})
        if color_scheme or reduced_motion:
            page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
        return page

    def _open(self, now: str | None, options: dict[str, Any]) -> _Kept:
        context = self._browser.new_context(**options)
        if now is not None:
            context.clock.set_fixed_time(now)
        return _Kept(context, context.new_page())

    def clear(self) -> None:
        """Empty the pages, and forget what they kept for the next; close the contexts that were used long ago."""
        for key in list(self._kept)[:-KEPT]:
            self._kept.pop(key).context.close()
        for kept in self._kept.values():
            used = [page for page in kept.context.pages if page != kept.blank and page not in kept.free]
            for page in used:
                if isinstance(page, KeptPage) and page.empty(kept.context):
                    kept.free.append(page)
                else:
                    page.close()
            if used:
                client = kept.context.new_cdp_session(kept.blank)
                client.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": STORAGE})
                client.detach()


def _kept_page(page: Page) -> KeptPage:
    page.__class__ = KeptPage
    assert isinstance(page, KeptPage)
    return page
