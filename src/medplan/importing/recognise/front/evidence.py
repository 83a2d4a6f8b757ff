"""What was read of a document's head, and where: readings of one field in, the one to take and doubts out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from medplan.language.fidelity_fold import fold_print

# What an editor calls each field; the report's doubts begin with it.
FIELDS = {
    "title": "文件标题",
    "issuer": "发布机关",
    "published_on": "网页的来源",
    "printed_by": "版记的印发机关",
    "document_number": "文号",
    "published": "日期",
    "period": "规划期",
    "stage": "效力阶段",
    "jurisdiction": "行政区",
    "url": "网址",
    "origin": "出处",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A reading of a field of the head: its value, the place as an editor calls it, the source's line (0: no line).

    `own` is whether the document itself prints it, and not the site around it; `weak` that it may not be the thing.
    """

    field: str
    value: str
    place: str
    line: int = 0
    own: bool = True
    weak: bool = False


def settle(
    found: Sequence[Evidence], same: Callable[[str, str], bool] = lambda a, b: fold_print(a) == fold_print(b)
) -> tuple[Evidence | None, list[tuple[int, str]]]:
    """Return the reading to take, the document's own before the site's and the sure before the weak, and doubts.

    A doubt tells of a reading that differs, and of one taken that is weak.
    """
    if not found:
        return None, []
    taken = min(found, key=lambda e: (e.weak, not e.own))
    name = FIELDS[taken.field]
    doubts: list[tuple[int, str]] = []
    # What may not be the thing tells nothing against what is, but the document's own against what a site says.
    heard = [e for e in found if not e.weak or taken.weak or (e.own and not taken.own)]
    others = [e for e in heard if not same(e.value, taken.value)]
    for other in {fold_print(e.value): e for e in reversed(others)}.values():
        doubts.append(
            (
                taken.line,
                f"{name}两处不同：{taken.place}作“{taken.value}”，{other.place}作“{other.value}”；取了{taken.place}的",
            )
        )
    agreeing = any(e is not taken and same(e.value, taken.value) for e in found)
    if taken.weak and not doubts and not agreeing:
        doubts.append((taken.line, f"{name}取自{taken.place}“{taken.value}”，是不是本文件的，请核对"))
    return taken, doubts
