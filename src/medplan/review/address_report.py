"""What an editor is told of addresses that a change would break: faults in; paragraphs and lines to paste out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from medplan.issues import Issue, format_issues, visible
from medplan.plan.model import Node
from medplan.review.addresses import Fault, LostAddress, Renamed, Told, UnreadRedirects
from medplan.review.change import Said, shortened
from medplan.review.pins import Pin
from medplan.review.promises import Astray
from medplan.review.report import bullet, one_line, paragraph
from medplan.review.roots import PlanState
from medplan.rules.redirects import SHOWN

MOST_PINS = 200


def stops(fault: Fault) -> bool:
    """Return whether a fault must be mended before the change may be merged.

    An old plan that the rules of today no longer read is nobody's fault in a change.
    """
    return not (isinstance(fault, Told) or (isinstance(fault, PlanState) and fault.new is not None))


def describe_addresses(faults: Sequence[Fault], form: str) -> Iterator[str]:
    """Yield the lines that tell of the faults, each with its cure; one sentence when there are none."""
    for fault in faults:
        if isinstance(fault, PlanState):
            which = "新版本" if fault.new is None else "旧版本"
            yield from paragraph((f"{which}读不出规划 ", Said(fault.plan_id), "，不能核对它的网址："), form)
            yield from _issues(fault.issues, form)
        elif isinstance(fault, UnreadRedirects):
            yield from _unread(fault, form)
    for fault in faults:
        if isinstance(fault, Renamed):
            yield from _renamed(fault, form)
    lost = [fault for fault in faults if isinstance(fault, LostAddress)]
    if lost:
        yield from paragraph((f"有 {len(lost)} 个已经发布的网址会消失。每个都要在 {SHOWN} 里写一条改址，例如：",), form)
        yield from _to_paste((fault.entry for fault in lost), form)
    yield from _astray([fault for fault in faults if isinstance(fault, Astray)], form)
    yield from _told([fault for fault in faults if isinstance(fault, Told)], form)
    if not any(map(stops, faults)) and all(isinstance(fault, Told) for fault in faults):
        yield "已发布的网址都在，或已写明改址。"


def _unread(fault: UnreadRedirects, form: str) -> Iterator[str]:
    if fault.state == "new":
        yield from paragraph((f"{SHOWN} 读不出，不能核对网址。改好以后再查：",), form)
    else:
        words = "旧版本的 {} 读不出，不知道以前答应过哪些改址。请维护者对照它的历史，确认一条不少再合并："
        yield from paragraph((words.format(SHOWN),), form)
    yield from _issues(fault.issues, form)


def _issues(issues: tuple[Issue, ...], form: str) -> Iterator[str]:
    for line in format_issues(issues, "text").splitlines():
        yield bullet((Said(line),), form)


def _astray(astray: list[Astray], form: str) -> Iterator[str]:
    gone, aimed = [a for a in astray if not a.line], [a for a in astray if a.line]
    if gone:
        words = f"有 {len(gone)} 条以前写的改址被删去，旧网址随之消失。请写回 {SHOWN}："
        yield from paragraph((words,), form)
        yield from _to_paste((fault.entry for fault in gone), form)
    if aimed:
        yield from paragraph((f"有 {len(aimed)} 条改址指向不相干的地方。请改为：",), form)
        for fault in aimed:
            where = Said(str(fault.target)), "，应为 ", Said(str(fault.right))
            yield bullet((f"{SHOWN}:{fault.line} 写着 ", *where), form)
        yield from _to_paste((fault.entry for fault in aimed), form)
        said = "指向确有道理的（当初写错、几条并成一条），请在说明里写明，由维护者核对后合并。"
        yield from paragraph((said,), form)


def _told(told: list[Told], form: str) -> Iterator[str]:
    pairs = [fault.address for fault in told if not fault.files]
    if pairs:
        words = f"另有 {len(pairs)} 对规划的“相同的文字”页，因别的规划更接近，不再生成。两份规划都没有变，不必处理："
        yield from paragraph((words,), form)
        for address in pairs:
            yield bullet((Said(str(address)),), form)
    for fault in told:
        if fault.files:
            yield from paragraph(("下列下载文件随规划撤下，不再提供（下载文件不能改址）：",), form)
            for file in fault.files:
                yield bullet((Said(file),), form)


def _renamed(fault: Renamed, form: str) -> Iterator[str]:
    kept, path = fault.kept, fault.plan.path
    total = len(kept.pins) + len(kept.tables)
    words = (f"有 {total} 处的网址会变成指另一条。地址一经发布就不再换条文：照下面写上 id，别的条文的地址就不动。",)
    yield from paragraph((Said(path), "：", *words), form)
    for pin in kept.pins[:MOST_PINS]:
        how = "这一段写成：" if _is_plain(pin.node) else "这一项加上（写在花括号里的，用逗号隔开）："
        yield bullet((f"第 {pin.node.place[0]} 行", *_why(pin), how), form)
        yield from _block(_yaml(pin), form)
    for node, ids in kept.tables[:MOST_PINS]:
        yield bullet((f"第 {node.place[0]} 行的表，在 table 下的 rows 前面写："), form)
        yield from _block([f"ids: [{', '.join(ids)}]"], form)
    if total > MOST_PINS:
        yield from paragraph((f"另有 {total - MOST_PINS} 处没有列出，改好这些再查一次。",), form)


def _why(pin: Pin) -> tuple[str, ...]:
    """Return what stood at the address that the provision would take."""
    if pin.was is None or not pin.was:
        return ()
    return (f"（{pin.node.eid} 原来是 ", shortened(pin.was, 24), "）")


def _yaml(pin: Pin) -> list[str]:
    """Return the lines to write: a paragraph whole, of anything else the line to be put beside its own."""
    node, local = pin.node, pin.eid.local
    indent = " " * max(0, node.place[1] - 1)
    if _is_plain(node):
        lead = indent.removesuffix("  ")
        return [f"{lead}- id: {local}", f"{lead}  text: {json.dumps(node.printed('text'), ensure_ascii=False)}"]
    return [f"{indent}id: {local}"]


def _is_plain(node: Node) -> bool:
    """Return whether a node may be a text alone in the file, without keys."""
    return node.kind == "p" and set(node.fields) == {"text"} and not (node.children or node.themes)


def _to_paste(lines: Iterable[str], form: str) -> Iterator[str]:
    """Yield lines to be copied, as they are in a terminal and each as code in Markdown."""
    for line in map(one_line, lines):
        yield bullet((Said(line),), form) if form == "markdown" else f"  {line}"
    if form == "markdown":
        yield ""


def _block(lines: Iterable[str], form: str) -> Iterator[str]:
    """Yield lines that keep their indent; to Markdown, what is indented so far is text and nothing acts."""
    yield ""
    yield from (f"          {visible(line)}" for line in lines)
    yield ""
