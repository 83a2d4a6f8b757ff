"""What became of all but the text: metadata, source, cited documents, emendations and remarks of two versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from medplan.plan.address import Eid
from medplan.plan.head import CitedDocument, Exclusion, Source, head_titles, in_words
from medplan.plan.model import Emendation, Plan, Remark
from medplan.plan.printed import path_of
from medplan.review.change import Change, Said, from_to, named, shortened
from medplan.review.pairing import Alignment
from medplan.review.reworded import reworded, similarity
from medplan.schema.schemas import plan_labels

T = TypeVar("T")
Words = tuple[str, ...]


def metadata_changes(old: Plan, new: Plan, alignment: Alignment) -> Iterator[Change]:
    """Yield the fields of the head that were changed, whatever fields it has, and the documents cited."""
    for name, what in head_titles().items():
        before, after = getattr(old, name), getattr(new, name)
        if before == after or isinstance(before, Source):
            continue
        if any(isinstance(value, CitedDocument) for value in (*_items(before), *_items(after))):
            yield from _documents(what, _items(before), _items(after), alignment)
        else:
            more = "；网页地址随之改变" if name == "id" else ""
            words = from_to(what, in_words(name, before), in_words(name, after))
            yield Change(group="metadata", words=(*words, more))
    yield from _documents(plan_labels()["field"]["cites"], old.cites, new.cites, alignment)


def _items(value: object) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _documents(
    what: str, old: tuple[CitedDocument, ...], new: tuple[CitedDocument, ...], alignment: Alignment
) -> Iterator[Change]:
    follow = [replace(d, eids=tuple(alignment.new_eids.get(e, e) for e in d.eids)) for d in old]
    yield from _listed("metadata", what, follow, new, lambda d: d.title, _document)


def _document(before: CitedDocument, after: CitedDocument) -> Iterator[Words]:
    if before.number != after.number:
        yield from_to("文号", before.number, after.number)
    if before.date != after.date:
        yield from_to("日期", before.date, after.date)
    if before.plan != after.plan:
        yield from_to("本库代号", before.plan, after.plan)
    if before.eids != after.eids:
        yield from_to("出处", "、".join(before.eids), "、".join(after.eids))


def source_changes(old: Plan, new: Plan) -> Iterator[Change]:
    """Yield what changed in the document as received and in the passages left out of it."""
    facts = (
        ("原文文件", old.source.file, new.source.file),
        ("出处", old.source.origin, new.source.origin),
        ("网址", old.source.url, new.source.url),
        ("文字的由来", old.source.text_from, new.source.text_from),
    )
    for what, before, after in facts:
        if before != after:
            yield Change(group="source", words=from_to(what, before, after))
    if old.source.sha256 != new.source.sha256:
        yield Change(group="source", words=("原文文件的内容换了（校验值不同），须重新核对",))
    excluded = old.source.excluded, new.source.excluded
    yield from _listed("source", "不收的文字", *excluded, lambda e: e.text, _exclusion)


def _exclusion(before: Exclusion, after: Exclusion) -> Iterator[Words]:
    if before.why != after.why:
        yield ("理由：", reworded(before.why, after.why))
    if before.times != after.times:
        yield from_to("出现次数", before.times, after.times)


def emendation_changes(old: Plan, new: Plan, alignment: Alignment) -> Iterator[Change]:
    """Yield emendations added, withdrawn or read otherwise; one that moved along with its provision is the same."""
    left = list(new.emendations)
    for before in old.emendations:
        at = alignment.new_eids.get(before.at, before.at)
        after = _take(left, lambda e: (e.at, e.printed), (at, before.printed))
        after = after or _take(left, lambda e: (e.at, e.reads), (at, before.reads))
        if after is None:
            yield _at("apparatus", old, before.at, ("撤销校订：", *_reading(before)))
            continue
        if (before.printed, before.reads) != (after.printed, after.reads):
            words = ("校订由 ", *_reading(before), " 改为 ", *_reading(after))
            yield _at("apparatus", new, after.at, words)
        if before.times != after.times:
            yield _at("apparatus", new, after.at, from_to("校订的处数", before.times, after.times))
        if before.why != after.why:
            yield _at("apparatus", new, after.at, ("校订的理由改动：", reworded(before.why, after.why)))
    for added in left:
        yield _at("apparatus", new, added.at, ("新增校订：", *_reading(added), "，理由：", Said(added.why)))


def _reading(emendation: Emendation) -> Words:
    return ("原文作 ", Said(emendation.printed), "，读作 ", Said(emendation.reads))


def remark_changes(old: Plan, new: Plan, alignment: Alignment) -> Iterator[Change]:
    """Yield remarks added, withdrawn or reworded."""
    labels = plan_labels()["remark"]
    left = list(new.remarks)
    rest: list[tuple[Remark, Eid | None]] = []
    for before in old.remarks:
        at = alignment.new_eids.get(before.at, before.at) if before.at else None
        also = tuple(alignment.new_eids.get(eid, eid) for eid in before.also)
        same = (before.kind, before.text, before.quote, at, also)
        if _take(left, lambda r: (r.kind, r.text, r.quote, r.at, r.also), same) is None:
            rest.append((before, at))
    for before, at in rest:
        after = next((r for r in left if r.at == at and similarity(r.text, before.text) > 0.4), None)
        if after is None:
            label = labels[before.kind]
            yield _at("apparatus", old, before.at, (f"删去编者注（{label}）：", shortened(before.text, 80)))
            continue
        left.remove(after)
        if before.kind != after.kind:
            yield _at("apparatus", new, after.at, from_to("编者注的种类", labels[before.kind], labels[after.kind]))
        if before.quote != after.quote:
            yield _at("apparatus", new, after.at, from_to("编者注所注的文字", before.quote, after.quote))
        if before.text != after.text:
            yield _at("apparatus", new, after.at, ("编者注改动：", reworded(before.text, after.text)))
        if before.also != after.also:
            seen = ("、".join(remark.also) for remark in (before, after))
            yield _at("apparatus", new, after.at, from_to("编者注的参见", *seen))
    for added in left:
        words = (f"新增编者注（{labels[added.kind]}）：", shortened(added.text, 80))
        yield _at("apparatus", new, added.at, words)


def _at(group: str, plan: Plan, eid: str | None, words: Words) -> Change:
    found = plan.find(eid) if eid else None
    return Change(group=group, eid=eid, where=path_of(found[1], found[0]) if found else "", words=words)


def _take(things: list[T], key: Callable[[T], object], wanted: object) -> T | None:
    """Take the first thing with the wanted key out of a list and return it, None when there is none."""
    found = next((thing for thing in things if key(thing) == wanted), None)
    if found is not None:
        things.remove(found)
    return found


def _listed(
    group: str,
    what: str,
    old: Sequence[T],
    new: Sequence[T],
    key: Callable[[T], str],
    details: Callable[[T, T], Iterator[Words]],
) -> Iterator[Change]:
    """Yield what was added to a list, taken off it, or changed in an entry of the same key."""
    left = list(new)
    for before in old:
        after = _take(left, key, key(before))
        if after is None:
            yield Change(group=group, words=(f"{what}少了 ", shortened(key(before))))
            continue
        for words in details(before, after):
            yield Change(group=group, words=(what, " ", shortened(key(before)), " 的", *words))
    for thing in left:
        yield Change(group=group, words=(f"{what}多了 ", named(shortened(key(thing)))))
