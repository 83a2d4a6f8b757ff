"""Make the review sheet: a draft, its source and the catalogues in; one self-contained page out."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from medplan.catalogue.catalogues import Catalogues
from medplan.files.document import load_text
from medplan.importing.draft.doubts import Kind, Subject, Told, by_kind
from medplan.importing.draft.draft_plan import Draft
from medplan.importing.review_sheet.head import head_of
from medplan.importing.review_sheet.parts import ROLES, parts_of
from medplan.importing.review_sheet.rows import set_in_rows, shown
from medplan.plan.build_plan import build_plan
from medplan.rules.fidelity import prove, trace
from medplan.schema.schemas import integer_keys

_FOLDER = Path(__file__).parent


def review_sheet(draft: Draft, source: bytes, plan_id: str, document: str, catalogues: Catalogues) -> str:
    """Return the page that sets a draft beside its source; `document` is the name of the file received.

    It asks for nothing, runs no script, and shows whatever a document holds as text.
    """
    text = source.decode("utf-8-sig")
    data, _ = load_text(draft.as_yaml(), plan_id, integer_keys("plan"))
    plan, _ = build_plan(data, plan_id)
    kinds = by_kind(draft.told)
    told = [one for kind in kinds for one in kind.told]
    numbers = {id(one): n for n, one in enumerate(told, start=1)}
    parts = parts_of(
        plan,
        {key: entry.name for key, entry in catalogues.indicators.items()},
        {key: entry.name for key, entry in catalogues.themes.items()},
    )
    rows = set_in_rows(text, trace(plan, text), parts, told)
    counts = Counter(placed.part.role for row in rows for placed in row.parts)
    page: str = _template().render(
        title=shown(plan.title),
        document=shown(document),
        plan_id=plan_id,
        caveat=plan.source.caveat,
        fields=head_of(draft, plan, catalogues, told),
        subjects=[(subject, [_numbered(kind, numbers) for kind in held]) for subject, held in groupby(kinds, _subject)],
        doubts=told,
        lines=_lines(told, [line.number for row in rows for line in row.lines]),
        rows=rows,
        roles={role: (name, counts[role]) for role, name in ROLES.items() if counts[role]},
        proof=prove(plan, source),
        style=(_FOLDER / "sheet.css").read_text("utf-8"),
    )
    return page


def _subject(kind: Kind) -> Subject:
    return kind.subject


def _numbered(kind: Kind, numbers: dict[int, int]) -> tuple[Kind, list[tuple[int, Told, str]]]:
    """Return a kind with its doubts, each with its number on the page and its own words."""
    return kind, [(numbers[id(one)], one, kind.own_words(one)) for one in kind.told]


def _lines(told: Sequence[Told], shown: Sequence[int]) -> dict[int, int]:
    """Return for each line that a doubt names the line of the page that it leads to: itself, or the nearest before."""
    return {one.line: shown[max(0, bisect_right(shown, one.line) - 1)] for one in told if one.line and shown}


def _template() -> Template:
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["shown"] = shown
    return made.get_template("sheet.html")
