"""A plan, or a provision of it, as a document to cite: its head in; GB/T 7714, RIS, BibTeX, CSL-JSON out.

GB/T 7714—2025 applies: it took the place of the 2015 edition on 2026-07-01. Of its marks `.` and `[]` are half as wide
as the others, and what is read on line gives the day on which it was read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from medplan.library.summary import OwnSummary
from medplan.plan.address import Address, Eid

GBT = "GB/T 7714—2025"
_SPACES = re.compile(r"\s+")
_TEX = str.maketrans({c: f"\\{c}" for c in "&%$#_"} | {"{": "", "}": "", "\\": "/", "~": "～", "^": ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a reference tells: `place` is where in the plan (第三章第一节二), "" for the whole of it.

    `key` is a name for programs; `published` an ISO year, month or date; `url` "" where the site's address is unknown.
    """

    key: str
    author: str
    title: str
    number: str | None
    published: str | None
    url: str
    place: str = ""

    @classmethod
    def of(cls, plan: OwnSummary, site: str, eid: Eid | None = None, place: str = "") -> Reference:
        """Return that of a plan or a provision; `site` is the site's address, "" when unknown."""
        return cls(
            key=f"{plan.id}-{eid}" if eid else plan.id,
            author=_line(plan.issuer or plan.place.name),
            title=_line(plan.title),
            number=_line(plan.document_number) if plan.document_number else None,
            published=plan.published,
            url=Address.of_plan(plan.id, eid).href(f"{site}/") if site else "",
            place=place,
        )

    @property
    def whole_title(self) -> str:
        """Return the title with the place in the plan."""
        return f"{self.title}：{self.place}" if self.place else self.title


def in_words(reference: Reference, read_on: str) -> str:
    """Return a reference after GB/T 7714—2025; `read_on` is the ISO date of reading, "" to leave it open."""
    dates = (f"（{reference.published}）" if reference.published else "") + f"[{read_on or '引用日期'}]"
    where = f". {reference.url}" if reference.url else ""
    return f"{reference.author}. {reference.whole_title}[EB/OL].{dates}{where}."


def as_csl(reference: Reference) -> dict[str, Any]:
    """Return an item of CSL-JSON."""
    item: dict[str, Any] = {
        "id": reference.key,
        "type": "report",
        "title": reference.whole_title,
        "author": [{"literal": reference.author}],
        "publisher": reference.author,
        "language": "zh-CN",
    }
    if reference.number:
        item["number"] = reference.number
    if reference.published:
        item["issued"] = {"date-parts": [[int(part) for part in reference.published.split("-")]]}
    if reference.place:
        item["section"] = reference.place
    return item | ({"URL": reference.url} if reference.url else {})


def as_ris(reference: Reference) -> str:
    """Return a record of RIS."""
    date = reference.published or ""
    tags = (
        ("TY", "RPRT"),
        ("ID", reference.key),
        ("AU", f"{reference.author},"),  # with its comma a body's name is not parted into a person's
        ("TI", reference.whole_title),
        ("PB", reference.author),
        ("M1", reference.number or ""),
        ("SE", reference.place),
        ("PY", date[:4]),
        ("DA", date.replace("-", "/")),
        ("LA", "zh-CN"),
        ("UR", reference.url),
    )
    return "".join(f"{tag}  - {value}\r\n" for tag, value in tags if value) + "ER  - \r\n"


def as_bibtex(reference: Reference) -> str:
    """Return an entry of BibTeX."""
    year, _, month = (reference.published or "").partition("-")
    fields: Mapping[str, str] = {
        "author": f"{{{reference.author.translate(_TEX)}}}",
        "title": f"{{{reference.whole_title.translate(_TEX)}}}",
        "institution": reference.author.translate(_TEX),
        "number": (reference.number or "").translate(_TEX),
        "year": year,
        "month": month[:2].lstrip("0"),
        "date": reference.published or "",
        "langid": "chinese",
        "url": reference.url,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@techreport{{{reference.key},\n{lines}}}\n"


def reference_files(reference: Reference) -> dict[str, bytes]:
    """Return the files that hold a reference, by their ending."""
    csl = json.dumps([as_csl(reference)], ensure_ascii=False, indent=1) + "\n"
    return {
        "ris": as_ris(reference).encode(),
        "bib": as_bibtex(reference).encode(),
        "csl.json": csl.encode(),
    }


def _line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
