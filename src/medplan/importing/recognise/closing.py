"""Find the lines that close a document: lines in, where its signature, date, notes and imprint (版记) stand, out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from medplan.importing.recognise.date_forms import DATE

_OFFICE = (
    "(?:国务院|中共中央|[局厅委部院署办司处]|委员会|办公室|人民政府|管委会|政府|中心|党组|工会|联合会|合作社|银行|法院|检察院|小组"
    "|指挥部|协会|学会|集团|大学|学院|医院|总队|支队|学校|事务所|海关)"
)
_SIGNED = re.compile(rf"[^。；：？！，、]{{0,60}}{_OFFICE}(?:[（(](?:章|盖章|代章|印章)[)）])?")
_DATED = re.compile(rf"[^。；：？！，、\d]{{0,60}}{DATE}")
_NOTE = re.compile(
    r"[（(](?:此件|本件|此文|联系人|联系电话|联系方式|主动公开|依申请公开|不予公开|公开)[^（）()]{0,60}[)）]"
    r"|(?:信息)?公开(?:选项|方式|属性|形式|类别)[:：].{2,20}|主动公开"
)
IMPRINT = re.compile(
    rf"抄[送报][:：].{{0,2000}}|主送[:：].{{0,2000}}|.{{2,40}}{_OFFICE}(?:秘书[处科]|综合[处科])?{DATE}印(?:发|制)?|印发(?:机关|单位|日期)[:：].{{2,40}}"
    r"|[（(]?共印\d{1,6}份[)）]?"
)
_FIGURES = str.maketrans("０１２３４５６７８９", "0123456789")
_IMPRINT_LINES = 8
_MOST_SIGNED = 15


def squeeze(text: str) -> str:
    """Return a text without white space."""
    return re.sub(r"\s", "", text)


def find_closing(texts: Sequence[str], ends: Sequence[int]) -> set[int]:
    """Return the lines of signatures, dates and notes; `ends` are where parts (the document, an annex) end.

    A date alone on its line dates what stands above it when it is signed or ends a part. A line that names an office
    signs when a date follows, or when it ends a part.
    """
    lines = [squeeze(text).translate(_FIGURES) for text in texts]
    out = {i for i, line in enumerate(lines) if _NOTE.fullmatch(line)}
    for i, line in enumerate(lines):
        if len(line) > 90 or not _DATED.fullmatch(line):
            continue
        signed = _signed_above(lines, i)
        if signed or not re.fullmatch(DATE, line) or _ends_part(lines, i, out, ends):
            out |= {i, *signed}
    for end in ends:
        last = end - 1
        while last >= 0 and (last in out or IMPRINT.fullmatch(lines[last]) or not lines[last]):
            last -= 1
        if last > 0 and last not in out and len(lines[last]) <= 30 and _signs(lines[last]):
            out |= {last, *_signed_above(lines, last)}
    return out


def _signs(line: str) -> bool:
    return len(line) > 2 and bool(_SIGNED.fullmatch(line)) and not re.match(r"[\d一二三四五六七八九十（(第附①-⑳]", line)


def _signed_above(lines: Sequence[str], at: int) -> list[int]:
    found: list[int] = []
    for i in range(at - 1, max(-1, at - 1 - _MOST_SIGNED), -1):
        if len(lines[i]) > 80 or not _signs(lines[i]):
            break
        found.append(i)
    return found


def _ends_part(lines: Sequence[str], at: int, closing: set[int], ends: Sequence[int]) -> bool:
    end = next((end for end in ends if end > at), len(lines))
    return all(i in closing or not lines[i] or IMPRINT.fullmatch(lines[i]) for i in range(at + 1, end))


def find_imprints(texts: Sequence[str], ends: Sequence[int]) -> dict[int, int]:
    """Return where each imprint (抄送, who printed it and when) begins and ends: among the last lines of a part."""
    lines = [squeeze(text).translate(_FIGURES) for text in texts]
    found: dict[int, int] = {}
    for start, end in pairwise([0, *ends]):
        for i in range(max(start, end - _IMPRINT_LINES), end):
            if IMPRINT.fullmatch(lines[i]) and all(0 < len(line) < 600 for line in lines[i:end]):
                found[i] = end
                break
    return found
