"""Whether the addresses that documents were taken from still answer: addresses in, what each one answered out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from typing import Literal
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener

TIMEOUT_S = 20
AT_ONCE = 8
_GONE = frozenset({404, 410})
_AGENT = "medplan-source-check"
Answer = Literal["answers", "moved", "gone", "refused", "silent"]
WORDS: dict[Answer, str] = {
    "gone": "没有了",
    "moved": "转到了别的网址",
    "refused": "不让程序读，请用浏览器核对",
    "silent": "连不上，可能是一时的",
    "answers": "在",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an address answered; `detail` is the status, the new address or the fault."""

    plan_id: str
    url: str
    answer: Answer
    detail: str = ""


class _Web(HTTPRedirectHandler):
    """Follows redirects of the web and none to another kind of address."""

    def redirect_request(self, *given: object) -> Request | None:
        """Return the request that a redirect asks for, None where it leads elsewhere than the web."""
        url = str(given[-1])
        return super().redirect_request(*given) if urlsplit(url).scheme in ("http", "https") else None  # type: ignore[arg-type]


def check_sources(sources: Iterable[tuple[str, str]]) -> Iterator[Found]:
    """Yield what each (plan's id, address) answers, in their order; nothing is read but the head of the answer."""
    opener = build_opener(_Web, HTTPSHandler)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(lambda source: _ask(opener, *source), sources)


def _ask(opener: OpenerDirector, plan_id: str, url: str) -> Found:
    try:
        # Many hosts answer HEAD with an error, so the page is asked for and let go.
        with opener.open(Request(url, headers={"User-Agent": _AGENT}), timeout=TIMEOUT_S) as answer:
            landed = answer.geturl()
    except HTTPError as error:
        error.close()
        return Found(
            plan_id=plan_id, url=url, answer="gone" if error.code in _GONE else "refused", detail=str(error.code)
        )
    except (OSError, HTTPException, ValueError) as error:
        return Found(plan_id=plan_id, url=url, answer="silent", detail=type(error).__name__)
    if urlsplit(landed)[1:] != urlsplit(url)[1:]:  # http turned into https is the same place
        return Found(plan_id=plan_id, url=url, answer="moved", detail=landed)
    return Found(plan_id=plan_id, url=url, answer="answers")


def describe_sources(found: Iterable[Found]) -> list[str]:
    """Return the lines of a report: those that need a look, the worst first, then how many answer."""
    every = list(found)
    order = list(WORDS)
    told = sorted((f for f in every if f.answer != "answers"), key=lambda f: order.index(f.answer))
    lines = [f"{f.plan_id}：{f.url} {WORDS[f.answer]}{f'（{f.detail}）' if f.detail else ''}" for f in told]
    return [*lines, f"{len(every)} 个来源网址，{len(every) - len(told)} 个还在"]
