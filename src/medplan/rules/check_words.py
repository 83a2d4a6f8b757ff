"""Rules for which no plan need be built: a file as read, of whatever form, in; what its words break out.

They hold for a file whose form is broken too, so that one run tells of both.
"""

from __future__ import annotations

import re

from medplan.catalogue.catalogues import Catalogues
from medplan.files.datapath import scalars_of
from medplan.files.document import DataPath, Document
from medplan.issues import Issue
from medplan.language.dates import is_date
from medplan.rules.check_references import check_ids

_HAN = "㐀-鿿"
_HALF_WIDTH = re.compile(rf"[,;:?!()](?:(?<=[{_HAN}）》”].)|(?=[{_HAN}（《“]))|[\"']")
_FULL = str.maketrans(",;:?!()", "，；：？！（）")


def check_words(document: Document, catalogues: Catalogues, plan_ids: frozenset[str] | None) -> list[Issue]:
    """Return what breaks the rules on days, on ids of the catalogues and on punctuation, in a file."""
    issues: list[Issue] = []

    def add(at: DataPath, rule: str, message: str, cure: str) -> None:
        issues.append(document.issue(at, rule, message, cure))

    for at, value in scalars_of(document):
        if not isinstance(value, str):
            continue
        if at[-1] in ("published", "themes_reviewed", "date") and len(value) == 10 and not is_date(value):
            add(at, "wrong-form", f"没有 {value} 这一天", "核对日期")
        # Chinese text has full-width punctuation (GB/T 15834).
        if at[0] != "source" and (found := _HALF_WIDTH.search(value)):
            mark = found.group()
            cure = f"改为“{mark.translate(_FULL)}”" if mark not in "\"'" else "改为“”‘’"
            near = value[max(0, found.start() - 8) : found.end() + 8]
            add(at, "half-width", f"中文里有半角标点 {mark}：{near}", cure)
    check_ids(document, catalogues, plan_ids, add)
    return issues
