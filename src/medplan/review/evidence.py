"""What a reviewer needs of a document that is new: plans before and after in; where it is from, where figures stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from medplan.facts.derive import IndicatorRow, indicator_rows
from medplan.importing.read.pictures import picture_words
from medplan.language.fidelity_fold import fold_print, fold_with_offsets
from medplan.library.repository import Repository
from medplan.plan.address import Eid
from medplan.plan.head import Source
from medplan.plan.model import Plan
from medplan.plan.printed import node_text
from medplan.review.roots import PlanState
from medplan.rules.fidelity import Proof

AROUND = 12
PASSAGE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An indicator's figures as printed, with the line of the source (0: not found), the passage, and the page.

    `picture` is a strip of the page as PNG, of a document that has pages.
    """

    name: str
    baseline: str | None
    target: str | None
    eid: Eid
    line: int
    passage: str
    page: int = 0
    picture: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A plan whose document is new or was changed: the proof (None: a file can't be read), its figures, what is wrong.

    `faults` must be mended before the change is merged, `doubts` are for the reviewer's own eyes.
    """

    plan: Plan
    proof: Proof | None
    figures: tuple[Figure, ...]
    faults: tuple[str, ...]
    doubts: tuple[str, ...]


def is_new_document(state: PlanState) -> bool:
    """Return whether a plan is new, or names other files than before, or says otherwise how its text was taken."""
    if state.new is None:
        return False
    return state.old is None or _files(state.old.source) != _files(state.new.source)


def _files(source: Source) -> tuple[object, ...]:
    return source.file, source.sha256, source.original, source.text_from, source.url


def gather_evidence(state: PlanState, repository: Repository) -> Evidence:
    """Return what shows that a plan is what its document says; `repository` holds the new state with its sources."""
    plan = state.new
    assert plan is not None
    try:
        proof = repository.prove(plan)
        text = repository.source_path(plan).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return Evidence(plan=plan, proof=None, figures=(), faults=(f"原文或原件读不出：{error}",), doubts=())
    faults, doubts = _judge(plan, proof, state.old)
    original = plan.source.original
    document = repository.path_of(original.file) if original else None
    figures = _figures(plan, text, document)
    return Evidence(plan=plan, proof=proof, figures=figures, faults=tuple(faults), doubts=tuple(doubts))


def _judge(plan: Plan, proof: Proof, old: Plan | None) -> tuple[list[str], list[str]]:
    faults: list[str] = []
    doubts: list[str] = []
    source, found = plan.source, proof.original
    if not proof.holds:
        faults.append("与原文逐字核对不一致，见下面的核对")
    if old is not None and old.source.original is not None and source.original is None:
        faults.append("原来存着原件，这次删去了，文字不能再从原件核对：把原件放回")
    if found is not None and found.state == "unread":
        words = f"没有从原件核对：{found.words}"
        # A text that a program read off pictures can't be taken again; any other text taken today can.
        (doubts if source.text_from else faults).append(
            f"{words}；请打开原件逐字对照" if source.text_from else f"{words}；用现在的程序重新导入"
        )
    if not source.url:
        doubts.append("没有写明网址，请另查这份文件是否真有")
    if source.original is None:
        doubts.append("只有文本，没有原件，请打开网址对照")
    return faults, doubts


def _figures(plan: Plan, text: str, document: Path | None) -> tuple[Figure, ...]:
    rows = list(indicator_rows(plan))
    choices = [list(_choices(plan, row)) for row in rows]
    pictures = picture_words(document, choices) if document and document.suffix == ".pdf" else {}
    folded, offsets = fold_with_offsets(text)
    figures = []
    for index, (row, choice) in enumerate(zip(rows, choices, strict=True)):
        at = next((at for words in choice if (at := folded.find(fold_print(words))) >= 0), -1)
        line, passage = _passage(text, offsets[at]) if at >= 0 else (0, "")
        page, picture = pictures.get(index, (0, b""))
        figures.append(
            Figure(
                name=row.name,
                baseline=row.baseline,
                target=row.target,
                eid=row.eid,
                line=line,
                passage=passage,
                page=page,
                picture=picture,
            )
        )
    return tuple(figures)


def _choices(plan: Plan, row: IndicatorRow) -> Iterator[str]:
    """Yield texts by which a figure is found in the document, the most telling first."""
    found = plan.find(row.eid)
    printed = node_text(found[0]) if found else ""
    if row.ref.row is not None:
        yield printed
    else:
        for value in filter(None, (row.target, row.baseline)):
            if (at := printed.find(value)) >= 0:
                yield printed[max(0, at - AROUND) : at + len(value) + AROUND]
                yield printed[max(0, at - AROUND // 2) : at + len(value)]
    yield row.name


def _passage(text: str, offset: int) -> tuple[int, str]:
    """Return the line, from 1, in which an offset of a text lies, and what stands there."""
    start = text.rfind("\n", 0, offset) + 1
    begin = max(start, offset - AROUND)
    end = text.find("\n", offset)
    stop = min(end if end >= 0 else len(text), begin + PASSAGE)
    return text.count("\n", 0, offset) + 1, " ".join(text[begin:stop].split())
