"""Compare the importer's drafts with the finished plans: documents in four formats in, shares right out."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.documents import write_docx, write_html, write_pdf
from medplan.files.document import load_document
from medplan.importing.draft.draft_plan import Draft, Place, draft_plan
from medplan.importing.read.receive import receive
from medplan.issues import ERROR
from medplan.language.fidelity_fold import fold_print
from medplan.library.repository import ROOT, Repository
from medplan.plan.model import Node, Plan
from medplan.plan.printed import printed_fields
from medplan.schema.schemas import integer_keys

FORMATS = ("txt", "docx", "html", "pdf")
_TABLES = frozenset({"indicators", "tasks", "group", "notice", "colophon", "title", "subtitle", "indicator_row"})


def measure_import(quick: bool = False) -> dict[str, Any]:
    """Return, for each format and plan, the shares right and the characters lost; `quick` leaves PDF out."""
    repository = Repository.open(ROOT / "data")
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for path in repository.plan_files():
            for form in FORMATS[: 3 if quick else 4]:
                document = make_version(path, form, Path(name), repository, page)
                results.setdefault(form, {})[path.stem] = measure_one(path, document, repository)
        browser.close()
    every = [figures for plans in results.values() for figures in plans.values()]
    texts = list(results["txt"].values())
    shares = {
        f"least_{key}_txt": round(min(f[key][0] / f[key][1] for f in texts if f[key][1]), 4)
        for key in ("provisions", "rows", "measures")
    }
    return results | shares | {"lost": sum(f["lost"] for f in every), "failed": sum(not f["proved"] for f in every)}


def make_version(path: Path, form: str, folder: Path, repository: Repository, page: Any) -> Path:
    """Return a plan's document in a format: its own source for txt, one made from the finished plan for the others."""
    document, _ = load_document(path, repository.shown(path), integer_keys("plan"))
    if form == "txt":
        source: str = document.data["source"]["file"]
        return repository.data / source.removeprefix("data/")
    out = folder / f"{path.stem}.{form}"
    if form == "docx":
        write_docx(document.data, out)
    elif form == "html":
        write_html(document.data, out)
    else:
        write_pdf(page, document.data, out)
    return out


def draft_of(path: Path, document: Path, repository: Repository) -> tuple[Draft, Plan, list[str], bool]:
    """Return the draft made from a document, the plan it is, what the validator finds wrong, and whether it proves."""
    received = receive(document)
    source = received.text.encode("utf-8") if received.original else document.read_bytes()
    place = Place(
        code=path.stem[:6],
        plan_id=path.stem,
        path=repository.shown(path),
        source_file=f"data/sources/{path.stem}.txt",
        original_file=f"data/sources/{path.stem}.{document.suffix[1:]}" if received.original else None,
    )
    original = received.original[1] if received.original else None
    draft = draft_plan(received.blocks, source, original, place, repository.catalogues)
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        kept = data / "plans" / path.parent.name / path.name
        kept.parent.mkdir(parents=True)
        (data / "sources").mkdir()
        kept.write_text(draft.as_yaml(), "utf-8")
        (data / "sources" / f"{path.stem}.txt").write_bytes(source)
        if original is not None:
            (data / "sources" / f"{path.stem}{document.suffix}").write_bytes(original)
        apart = Repository(data=data, catalogues=repository.catalogues, catalogue_issues=[])
        plan, issues = apart.read_plan(kept)
        assert plan is not None, [issue.as_text() for issue in issues]
        return draft, plan, [i.as_text() for i in issues if i.level == ERROR], apart.prove(plan).holds


def measure_one(path: Path, document: Path, repository: Repository) -> dict[str, Any]:
    """Return (right, of) for provisions, indicator rows and measures, characters lost, and whether the draft proves."""
    finished, _ = repository.read_plan(path)
    assert finished is not None
    _, plan, faults, proved = draft_of(path, document, repository)
    return {
        **{name: count_right(list(keys(finished)), list(keys(plan))) for name, keys in KEYS.items()},
        "lost": letters_lost(finished, plan),
        "proved": proved and not faults,
    }


def count_right(wanted: list[Any], found: list[Any]) -> tuple[int, int]:
    """Return how many of the wanted things are found, and how many are wanted."""
    return sum((Counter(wanted) & Counter(found)).values()), len(wanted)


def letters_lost(finished: Plan, plan: Plan) -> int:
    """Return how many of the characters that the finished plan prints the draft does not."""
    return sum((Counter(_letters(finished)) - Counter(_letters(plan))).values())


def _letters(plan: Plan) -> str:
    return fold_print("\n".join(text for _, _, text in printed_fields(plan)))


def _parents(above: tuple[Node, ...]) -> tuple[tuple[str, str], ...]:
    """Return which provisions a provision stands in, by kind and printed number; a table's own place is left out."""
    return tuple((node.kind, node.printed("num") or node.printed("label")) for node in above)


def provisions(plan: Plan) -> Iterator[tuple[Any, ...]]:
    """Yield number, heading, parent and text of each provision as printed, measures' brackets apart."""
    for node, above in plan.walk():
        if node.fields and node.kind not in _TABLES:
            cells = tuple(node.printed(name) for name in node.fields if name.startswith("cell:"))
            texts = tuple(node.printed(name) for name in ("num", "label", "heading", "text"))
            yield (node.kind, *texts, cells, _parents(above))


def indicator_rows(plan: Plan) -> Iterator[tuple[Any, ...]]:
    """Yield each indicator row as printed, with its category and nature."""
    for node, above in plan.walk():
        if node.kind == "indicator_row" and node.indicator:
            texts = tuple(node.printed(name) for name in ("num", "name", "unit", "baseline", "target"))
            yield (*texts, node.indicator.category, node.indicator.nature, _parents(above))


def measures(plan: Plan) -> Iterator[tuple[Any, ...]]:
    """Yield each measure: its number, text, who leads, supports and is responsible, and when."""
    names = ("num", "heading", "text", "lead", "supporting", "responsible", "schedule")
    for node, _ in plan.walk():
        if node.is_measure:
            # Offices in a cell are parted by spaces or lines alike.
            yield tuple(" ".join(node.printed(name).split()) for name in names)


KEYS = {"provisions": provisions, "rows": indicator_rows, "measures": measures}


def print_import(results: dict[str, Any]) -> None:
    """Print a line for each format and plan, and the sums."""
    for form in FORMATS:
        for plan_id, figures in results.get(form, {}).items():
            said = "  ".join(f"{key} {right:>4}/{of:<4}" for key, (right, of) in ((k, figures[k]) for k in KEYS))
            state = "校验、核对通过" if figures["proved"] else "未通过"
            print(f"import    {form:5} {plan_id:32} {said} 缺字 {figures['lost']:>4}  {state}")
        sums = {key: [sum(f[key][i] for f in results.get(form, {}).values()) for i in (0, 1)] for key in KEYS}
        print(f"import    {form:5} " + "  ".join(f"{k} {r / of:.1%}" for k, (r, of) in sums.items() if of))
