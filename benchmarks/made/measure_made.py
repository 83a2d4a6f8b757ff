"""Measure the importer over made documents, looked at while mending or held apart: seeds in, scores out."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.made.made import Made, make_document
from benchmarks.made.score import FRONT, MEASURES, Score, score_body, score_front
from benchmarks.made.versions import FORMS, write_version
from medplan.catalogue.naming import home_of
from medplan.files.document import load_text
from medplan.importing.draft.draft_plan import Draft, Place, draft_plan
from medplan.importing.draft.dump import dump_plan
from medplan.importing.draft.propose_home import propose_home
from medplan.importing.read.limits import Refused
from medplan.importing.read.receive import receive
from medplan.library.repository import ROOT, Repository
from medplan.plan.build_plan import build_plan
from medplan.plan.model import Plan
from medplan.running.arguments import Arguments
from medplan.schema.schemas import integer_keys

SEEDS = 136
HALVES = {"development": "开发时看的", "held_apart": "另放的"}


def measure_made(seeds: Sequence[int], forms: Sequence[str] = FORMS, *, details: bool = False) -> dict[str, Any]:
    """Return, for each half and form, right and total by measure, with silent faults, refusals and seconds."""
    repository = Repository.open(ROOT / "data")
    scores = {half: {form: Score() for form in forms} for half in HALVES}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for seed in seeds:
            made = make_document(seed, repository.catalogues)
            for form in forms:
                path = Path(name) / f"{seed}.{form}"
                write_version(made, form, path, page)
                score = score_version(made, form, path, repository)
                scores["held_apart" if made.is_apart else "development"][form].merge(score)
                if details and score.notes:
                    print("\n".join([f"{seed}.{form} {made.head.kind}", *(f"    {note}" for note in score.notes)]))
        browser.close()
    return {half: {form: figures(score) for form, score in by.items()} for half, by in scores.items()}


def measure_import(quick: bool) -> dict[str, Any]:
    """Return all figures as `made`, and beside them the least of what was held apart, for the targets."""
    made = measure_made(range(16 if quick else SEEDS), FORMS[: 3 if quick else 4])
    return {"made": made} | least(made["held_apart"])


def least(forms: dict[str, Any]) -> dict[str, Any]:
    """Return the least share of each measure that has a target over some forms, and the sums of faults."""

    def share(measures: Iterable[str], among: Iterable[str]) -> float | None:
        counts = [forms[form][key] for form in among if form in forms for key in measures]
        return min((round(right / total, 4) for right, total in counts if total), default=None)

    return {
        "front": share(FRONT, FORMS),
        "provisions": share(["provisions"], FORMS),
        "duties": share(["duties"], FORMS),
        "cells": share(["cells"], ["docx", "html"]),
        "cells_pdf": share(["cells"], ["pdf"]),
        "silent": sum(row["silent"] for row in forms.values()),
        "refused": sum(row["refused"] for row in forms.values()),
    }


def figures(score: Score) -> dict[str, Any]:
    """Return a score as plain data."""
    counts: dict[str, Any] = {key: [score.right[key], score.total[key]] for key in MEASURES}
    seconds = round(score.seconds / max(1, score.documents), 2)
    return counts | {"documents": score.documents, "silent": score.silent, "refused": score.refused, "seconds": seconds}


def score_version(made: Made, form: str, path: Path, repository: Repository) -> Score:
    """Return the score of one file; one that is refused counts every measure as wrong."""
    wanted = made.data(tables=form != "txt")
    right = read_plan(wanted)
    score = Score(documents=1)
    began = time.monotonic()
    try:
        draft, code = import_one(path, repository)
    except Refused as refused:
        score.refused = 1
        score.notes.append(f"refused: {refused}")
        score_front(wanted, {}, ["标题 发文机关 文号 日期"], score)
        score_body(right, read_plan(wanted | {"body": ["（空）"]}), made.head.closing, score)
        return score
    score.seconds = time.monotonic() - began
    score_front(wanted, draft.data, [words for _, words in draft.doubts], score)
    score.add(
        "home", code == made.head.place.code, 1, f"{code}, should be {made.head.place.code} {made.head.place.name}"
    )
    score_body(right, read_plan(draft.data), made.head.closing, score)
    return score


def import_one(path: Path, repository: Repository) -> tuple[Draft, str | None]:
    """Return a draft that validates and proves, and the code proposed for it; None where none was."""
    received = receive(path)
    source = received.text.encode("utf-8") if received.original else path.read_bytes()
    try:
        home = propose_home(received.blocks, repository.catalogues, code=None, slug="x", is_taken=lambda plan_id: False)
        code = home.place.code
    except Refused:
        code = None
    folder, start = home_of(repository.catalogues.jurisdictions[code or "100000"], repository.catalogues)
    place = Place(
        code=code or "100000",
        plan_id=f"{start}x",
        path=f"data/plans/{folder}/{start}x.yaml",
        source_file=f"data/sources/{start}x.txt",
    )
    draft = draft_plan(received.blocks, source, None, place, repository.catalogues)
    return draft, code


def read_plan(data: dict[str, Any]) -> Plan:
    """Return a plan's mapping as a plan."""
    document, issues = load_text(dump_plan(data), "data/plans/x/x.yaml", integer_keys("plan"))
    assert not issues, [issue.as_text() for issue in issues]
    plan, _ = build_plan(document, "000000-made-x")
    return plan


def print_made(results: dict[str, Any]) -> None:
    """Print the two halves as columns, a line for each form and measure."""
    if not results:
        return
    print(
        "import    自造的文件：" + "，".join(f"{name} {_documents(results[half])} 份" for half, name in HALVES.items())
    )
    head = "".join(f"{_wide(name, 22)}" for name in HALVES.values())
    print(f"import    {'':6}{'':18}{head}")
    for form in results["development"]:
        for key in (*MEASURES, "silent", "refused", "seconds"):
            cells = [_cell(results[half][form][key]) for half in HALVES]
            if any(cell != "–" for cell in cells):
                print(f"import    {form:6}{_wide(NAMES[key], 18)}" + "".join(f"{cell:22}" for cell in cells))


def _documents(forms: dict[str, Any]) -> int:
    return max((row["documents"] for row in forms.values()), default=0)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        right, total = value
        return f"{right}/{total} {right / total:.1%}" if total else "–"
    return str(value)


def _wide(text: str, width: int) -> str:
    return text + " " * max(0, width - sum(2 if ord(c) > 0x2E80 else 1 for c in text))


NAMES = {
    "title": "标题",
    "issuer": "发文机关",
    "document_number": "文号",
    "published": "日期",
    "home": "行政区",
    "provisions": "条文",
    "duties": "分工",
    "cells": "单元格",
    "tables": "表格的种类",
    "closing": "落款",
    "annexes": "附件",
    "silent": "错而不报",
    "refused": "不收的",
    "seconds": "每份秒数",
}


def main(argv: list[str] | None = None) -> int:
    """Look at single documents: `python -m benchmarks.made.measure_made [SEED…] [--forms txt,html]`."""
    parser = Arguments(description=__doc__)
    parser.add_argument(
        "seeds", nargs="*", type=int, help=f"without any the even seeds below {SEEDS}: never look at the others"
    )
    parser.add_argument("--forms", default=",".join(FORMS))
    options = parser.parse_args(argv)
    print_made(measure_made(options.seeds or range(0, SEEDS, 2), options.forms.split(","), details=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
