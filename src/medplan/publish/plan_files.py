"""A plan's own files beside its JSON: a plan in; its references and documents, by their names under data/, out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from medplan.library.summary import PlanSummary
from medplan.plan.head import PlanHead
from medplan.publish.documents.akoma_ntoso import as_akoma_ntoso
from medplan.publish.documents.blocks import blocks_of
from medplan.publish.documents.plain import as_markdown, as_text
from medplan.publish.documents.word import as_word
from medplan.publish.linked.reference import Reference, reference_files
from medplan.publish.plan_view import PlanView

# What is published of each plan by its id, under data/: the kind of each, and what a reader calls it.
DOCUMENT_KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain",
    "md": "text/markdown",
    "xml": "application/akn+xml",
}
DOCUMENT_NAMES = (("docx", "Word"), ("txt", "纯文本"), ("md", "Markdown"), ("xml", "Akoma Ntoso"))
REFERENCE_KINDS = {
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
    "csl.json": "application/vnd.citationstyles.csl+json",
}
REFERENCE_NAMES = (("ris", "RIS"), ("bib", "BibTeX"), ("csl.json", "CSL-JSON"))
PLAN_FILES = (
    "plans/{}.json",
    "calendar/{}.ics",
    *(f"documents/{{}}.{ending}" for ending in DOCUMENT_KINDS),
    *(f"citations/{{}}.{ending}" for ending in REFERENCE_KINDS),
)


def plan_files(plan: PlanHead) -> tuple[str, ...]:
    """Return what is published of a plan, under data/: made of it, and what it was made from (`sources/x.txt`)."""
    return (*(name.format(plan.id) for name in PLAN_FILES), *(source_name(file) for file in received(plan)))


def received(plan: PlanHead) -> tuple[str, ...]:
    """Return the files that a plan was made from, as it names them: the source's text, and the original if any."""
    original = plan.source.original
    return (plan.source.file, original.file) if original else (plan.source.file,)


def source_name(file: str) -> str:
    """Return where a file of `data/sources/` is published, under data/."""
    return f"sources/{file.removeprefix('data/sources/')}"


def prepare_files(view: PlanView, plan: PlanSummary, site: str) -> dict[str, bytes]:
    """Return the files; `site` is the site's address, "" when unknown."""
    blocks, notes = list(blocks_of(view)), view.notes
    documents = {
        "docx": as_word(blocks, plan, notes, site),
        "txt": as_text(blocks, plan, notes, site).encode(),
        "md": as_markdown(blocks, plan, notes, site).encode(),
        "xml": as_akoma_ntoso(view, plan, site),
    }
    references = reference_files(Reference.of(plan, site))
    return {f"documents/{plan.id}.{ending}": content for ending, content in documents.items()} | {
        f"citations/{plan.id}.{ending}": content for ending, content in references.items()
    }


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a plan's files into a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
