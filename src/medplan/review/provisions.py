"""What became of the provisions: an alignment of two versions in; changes of address, wording, duty and theme out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from medplan.catalogue.agencies import split_units
from medplan.catalogue.catalogues import Catalogues
from medplan.language.schedule import Schedule, read_schedule
from medplan.plan.address import Eid
from medplan.plan.model import DUTY_LABELS
from medplan.plan.printed import path_of, short_name
from medplan.review.change import Change, Said, from_to, shortened
from medplan.review.pairing import Alignment, Entry
from medplan.review.reworded import only_punctuation, reworded

# Fields told of elsewhere: numbers with the address, figures with the indicator, duties with the measure.
_ELSEWHERE = frozenset({"num", "schedule", *DUTY_LABELS})
_OF_ROWS = frozenset({"name", "unit", "baseline", "target", "nature", "category"})
_NAMES = {
    "heading": "标题",
    "text": "正文",
    "label": "名称",
    "caption": "表题",
    "columns": "栏名",
    "cell": "单元格",
    **{f"other_{n}": "其他栏" for n in range(1, 7)},
}


def address_changes(alignment: Alignment) -> Iterator[Change]:
    """Yield what was added, removed, moved or numbered anew; what only goes along with the unit above it is counted."""
    along = Counter(above for o, n in alignment.pairs if o.eid != n.eid for above in o.eid.ancestors)
    for old, new in alignment.pairs:
        numbers = old.node.printed("num"), new.node.printed("num")
        renumbered: tuple[str, ...] = from_to("编号", *numbers) if numbers[0] != numbers[1] else ()
        if old.eid == new.eid:
            if renumbered:
                yield _change("address", new, renumbered)
            continue
        if alignment.follows(old, new):
            continue
        moved = ("移到这里",) if old.eid.parent != new.eid.parent and not alignment.follows(old, new) else ()
        below = along[old.eid]
        words = [*renumbered, "，" if renumbered else "", *moved, "，" if moved else ""]
        words += ["地址由 ", Said(old.eid), " 变为 ", Said(new.eid), f"，其下 {below} 条随之改变" if below else ""]
        yield _change("address", new, (*words, _fate(old, alignment)))
    gone, parts = _with_parts(alignment.gone)
    for entry in alignment.gone:
        if entry.eid.parent not in gone:
            below = parts[entry.eid]
            yield _change("address", entry, ("删去", *_sample(entry, below), _fate(entry, alignment)))
    added, parts = _with_parts(alignment.added)
    for entry in alignment.added:
        if entry.eid.parent not in added:
            yield _change("address", entry, ("新增", *_sample(entry, parts[entry.eid])))


def _with_parts(entries: list[Entry]) -> tuple[set[Eid], Counter[Eid]]:
    """Return the addresses of entries, and how many of them lie under each address."""
    return {entry.eid for entry in entries}, Counter(above for entry in entries for above in entry.eid.ancestors)


def _fate(old: Entry, alignment: Alignment) -> str:
    """Return what becomes of an address whose provision left it."""
    return "；原地址现在是另一条" if old.eid in alignment.new_all else "；原地址失效"


def _sample(entry: Entry, below: int) -> tuple[str, ...]:
    what = "一条" + (f"及其下 {below} 条" if below else "")
    return (what, "：", shortened(entry.text)) if entry.text else (what,)


def wording_changes(alignment: Alignment) -> Iterator[Change]:
    """Yield each printed text that was changed, with the words in question."""
    for old, new in alignment.pairs:
        rows = _OF_ROWS if new.node.kind == "indicator_row" else frozenset()
        names = [n for n in dict.fromkeys([*old.node.fields, *new.node.fields]) if n not in _ELSEWHERE | rows]
        for name in names:
            before, after = old.node.printed(name), new.node.printed(name)
            if before == after:
                continue
            what = _NAMES.get(name.partition(":")[0], name)
            if not before or not after:
                verb = f"删去{what}：" if not after else f"新增{what}："
                yield _change("wording", new, (verb, shortened(before or after)))
                continue
            kind = "只改标点、空格" if only_punctuation(before, after) else "改动"
            yield _change("wording", new, (f"{what}{kind}：", reworded(before, after)))


def measure_changes(alignment: Alignment) -> Iterator[Change]:
    """Yield who came to be in charge, or no longer is, and by when."""
    for old, new in alignment.pairs:
        for name, label in DUTY_LABELS.items():
            before, after = old.node.reading(name), new.node.reading(name)
            if before != after:
                words = from_to(label, before.replace("\n", "、"), after.replace("\n", "、"))
                yield _change("measure", new, (*words, *_units(before, after)))
        forms = old.node.duty_form or "", new.node.duty_form or ""
        if forms[0] != forms[1]:
            yield _change("measure", new, from_to("分工的印法", *(form.replace("\n", "；") for form in forms)))
        dates = old.node.reading("schedule"), new.node.reading("schedule")
        if dates[0] != dates[1]:
            yield _change("measure", new, (*from_to("进度要求", *dates), _delay(*(read_schedule(d) for d in dates))))


def _units(before: str, after: str) -> tuple[str, ...]:
    """Return which units joined and which left, where that is not plain from the whole."""
    old, new = split_units(before), split_units(after)
    if len(old) + len(new) < 4:
        return ()
    less, more = [u for u in old if u not in new], [u for u in new if u not in old]
    parts: list[str] = []
    for verb, units in (("少了 ", less), ("多了 ", more)):
        parts += ["，" if parts else "", verb, Said("、".join(units))] if units else []
    return ("（", *(parts or ["单位没有变，次序或写法不同"]), "）")


def _delay(old: Schedule | None, new: Schedule | None) -> str:
    if not old or not new or not old.due or not new.due:
        return ""
    length = min(len(old.due), len(new.due))
    if old.due[:length] == new.due[:length]:
        return "" if old.due == new.due else "（期限的详略不同）"
    return f"（{'推迟' if new.due > old.due else '提前'}：{old.due} → {new.due}）"


def theme_changes(alignment: Alignment, catalogues: Catalogues) -> Iterator[Change]:
    """Yield the themes that a provision was given, or lost."""

    def names(ids: list[str]) -> Said:
        return Said("、".join(catalogues.themes[i].name if i in catalogues.themes else i for i in ids))

    for old, new in alignment.pairs:
        less = [t for t in old.node.themes if t not in new.node.themes]
        more = [t for t in new.node.themes if t not in old.node.themes]
        if less:
            yield _change("theme", new, ("去掉主题 ", names(less)))
        if more:
            yield _change("theme", new, ("加上主题 ", names(more)))


def note_row_changes(alignment: Alignment) -> Iterator[Change]:
    """Yield the notes below tables that came to speak of other rows."""
    for old, new in alignment.pairs:
        if old.node.note_rows != new.node.note_rows:
            rows = ("、".join(map(str, entry.node.note_rows)) for entry in (old, new))
            yield _change("wording", new, from_to("表注所指的行", *rows))


def _change(group: str, entry: Entry, words: tuple[str, ...]) -> Change:
    where = path_of(entry.above, entry.node) if entry.above else short_name(entry.node)
    return Change(group=group, eid=entry.eid, where=where, words=tuple(w for w in words if w))
