"""Find where annexes begin and where they are only listed: blocks in, labels, headings and the lists' lines out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from medplan.importing.read.blocks import Grid, Paragraph
from medplan.importing.recognise.closing import squeeze
from medplan.importing.recognise.date_forms import DATE
from medplan.importing.recognise.punctuate import punctuate

_VALUE = r"(?:\d{1,2}(?:[-—–]\d{1,2})?|[一二三四五六七八九十]{1,3})"
_ANY = re.compile(r"附\s*[件表录图:：\d一二三四五六七八九十]|附\s*$")
_BARE = re.compile(rf"附\s*+(?:[件表录图]\s*+)?(?:{_VALUE}\s*+)?[:：.．、]?")
_HEADED = re.compile(
    rf"(附(?:\s*+[件表录图])?(?:\s*+{_VALUE})?)(?:\s*+[:：.．、]|(?<=[\d一二三四五六七八九十])(?=\D)|\s)\s*+(\S.{{1,80}})"
)
_FIRST = re.compile(
    r"附\s*+(?:[件表录图]\s*+)?(?:[:：]\s*+)?1\s*+[.．、]\s*+\S.{0,80}"
    r"|附\s*+(?:[件表录图]\s*+)?[:：]\s*+[（(]?[1一]\s*+(?:[.．、)）]\s*+)?\S.{0,80}"
)
_LISTED = re.compile(r"[（(]?(\d{1,2})\s*[.．、)）]\s*(\S.{0,80})")
_NAMED = re.compile(
    r".*(?:[表图册书单]|说明|方案|办法|清单|名单|目录|标准|流程|指南|细则|规定|意见|计划|要点|分工|规程|制度|坐标|样式|格式|要求|条件|范围|指标|规范|须知|函|附件|模板|通知|职责)(?:[（(][^（）()]{1,20}[)）])?"
)
_FAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """An annex as it begins: its label, its heading ("" without one), how many blocks both take."""

    label: str
    heading: str
    taken: int


@dataclass(slots=True)
class Annexes:
    """Where annexes begin, by block, and the blocks of lists of annexes."""

    starts: dict[int, Annex] = field(default_factory=dict)
    listed: set[int] = field(default_factory=set)


def find_annexes(blocks: Sequence[Paragraph | Grid]) -> Annexes:
    """Return where annexes begin and are listed.

    A label with a name beside it is of a list when the document is signed below it, when the name comes again below a
    label, or when nothing follows that an annex could hold.
    """
    out = Annexes()
    texts = [b.text.strip() if isinstance(b, Paragraph) else None for b in blocks]
    labels = [i for i, text in enumerate(texts) if text is not None and len(text) <= 100 and _ANY.match(text)]
    names: list[str] = []
    for i in labels:
        text = texts[i] or ""
        if i in out.listed or "。" in text:
            continue
        listed = _list_at(texts, i, labels)
        if listed:
            out.listed |= set(listed)
            names += [
                re.sub(r"^(附[件表录图]?[:：]?)?[（(]?\d{0,2}[.．、)）:：]?", "", squeeze(texts[n] or ""))
                for n in listed
            ]
        elif _BARE.fullmatch(text):
            heading, lines = _heading(blocks, i + 1, names)
            if heading or i + 1 < len(blocks):
                out.starts[i] = Annex(label=_label(text), heading=heading, taken=1 + lines)
        elif found := _HEADED.fullmatch(text):
            out.starts[i] = Annex(label=_label(found[1]), heading=punctuate(found[2]), taken=1)
    return out


def _label(text: str) -> str:
    return re.sub(r"[\s:：.．、]", "", text)


def _list_at(texts: Sequence[str | None], at: int, labels: Sequence[int]) -> list[int]:
    """Return the lines of the list of annexes that begins here, [] where none does."""
    text = texts[at] or ""
    bare = bool(_BARE.fullmatch(text))
    lines = [at]
    value = 0 if bare else 1
    for i in range(at + 1, min(len(texts), at + 40)):
        found = _LISTED.fullmatch(texts[i] or "")
        follows = found is not None and int(found[1]) == value + 1 and "。" not in found[2]
        if follows:
            value += 1
        elif not (i in labels and not bare and _HEADED.fullmatch(texts[i] or "")):
            break
        lines.append(i)
    if bare:
        # 附件： alone with its names below, or the label of an annex whose text begins with 1.
        return lines if len(lines) > 1 and _closes(texts, lines[-1] + 1, labels) else []
    if _FIRST.fullmatch(text) and (re.match(r"附\s*+(?:[件表录图]\s*+)?[:：]", text) or len(lines) > 1):
        return lines
    found = _HEADED.fullmatch(text)
    if found is None:
        return []
    again = any(_repeats(texts, i, squeeze(found[2])) for i in labels if i > at and i not in lines)
    return lines if again or _closes(texts, lines[-1] + 1, labels) else []


def _repeats(texts: Sequence[str | None], at: int, name: str) -> bool:
    below = "".join(squeeze(texts[i] or "") for i in range(at, min(len(texts), at + 4)))
    return name in below


def _closes(texts: Sequence[str | None], at: int, labels: Sequence[int]) -> bool:
    """Whether a document's last lines follow: short ones with a date among them, or none at all before its end."""
    for i in range(at, min(len(texts), at + _FAR)):
        text = texts[i]
        if text is None or len(text) > 80 or "。" in text:
            return False
        if re.search(DATE, squeeze(text)):
            return True
        if i in labels:
            return i > at or bool(_BARE.fullmatch(text))
    return at >= len(texts)


def _heading(blocks: Sequence[Paragraph | Grid], at: int, names: Sequence[str]) -> tuple[str, int]:
    """Return the heading below a label and its number of lines: one, or those that make a name listed or known."""
    lines: list[str] = []
    for block in blocks[at : at + 3]:
        text = block.text.strip() if isinstance(block, Paragraph) else ""
        numbered = re.match(
            r"第[一二三四五六七八九十\d]{1,3}[编篇章节条]|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]", text
        )
        if not text or len(text) > 60 or re.search("[。；]|[：:，]$", text) or numbered:
            break
        lines.append(text)
    if not lines:
        return "", 0
    taken = 1
    for n in range(len(lines), 0, -1):
        joined = squeeze("".join(lines[:n]))
        if joined in names:
            taken = n
            break
        if (
            n > 1
            and not _NAMED.fullmatch(squeeze(lines[0]))
            and _NAMED.fullmatch(joined)
            and not any(_NAMED.fullmatch(squeeze("".join(lines[:k]))) for k in range(1, n))
        ):
            taken = n
    return punctuate("".join(lines[:taken])), taken
