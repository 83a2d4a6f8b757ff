"""Which document ended which plan, told from both sides: the plans' files in, what ended and what preceded each out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from medplan.files.document import load_document
from medplan.files.ordinary import read_ordinary
from medplan.files.text import MAX_BYTES
from medplan.issues import Issue
from medplan.language.dates import is_date
from medplan.library.status import EndedBy, How
from medplan.plan.head import CitedDocument, PlanHead, read_head
from medplan.rules.succession import KEYS, PlanFile, check_succession, statements_of
from medplan.schema.schemas import check_schema, integer_keys

T = TypeVar("T")


@dataclass(slots=True)
class Succession:
    """What files say of the documents before and after plans, by the id of each plan that is concerned."""

    files: dict[str, PlanFile] = field(default_factory=dict)
    _ended: dict[str, list[EndedBy]] = field(default_factory=lambda: defaultdict(list))
    _before: dict[str, list[CitedDocument]] = field(default_factory=lambda: defaultdict(list))

    def ended_by(self, plan_id: str) -> tuple[EndedBy, ...]:
        """Return the documents that replaced or repealed a plan, whichever of the two files says so."""
        return tuple(self._ended.get(plan_id, ()))

    def replaced_by(self, plan_id: str) -> tuple[CitedDocument, ...]:
        """Return the documents that a plan replaced or repealed, whichever of the two files says so."""
        return tuple(self._before.get(plan_id, ()))

    def issues(self) -> list[Issue]:
        """Return what the files say against each other."""
        return check_succession(self.files)


def read_succession(paths: Iterable[Path], shown: Callable[[Path], str], library: Iterable[Path] = ()) -> Succession:
    """Return what the files at `paths` say; the plans they name are looked up among them and in `library`.

    `shown` gives a file's path as an editor knows it. Few files say anything: those without any of the words are not
    parsed, and a broken one is told of elsewhere.
    """
    speaking = {path.stem: path for path in paths}
    where = {path.stem: path for path in library} | speaking
    found = Succession()
    for path in speaking.values():
        if _may_say(path) and (file := _read(path, shown(path))):
            found.files[path.stem] = file
    named = [s.other.plan or "" for file in found.files.values() for s in statements_of(file)]
    for plan_id in dict.fromkeys(named):
        if plan_id in where and plan_id not in found.files and (file := _read(where[plan_id], shown(where[plan_id]))):
            found.files[plan_id] = file
    for file in list(found.files.values()):
        _take(found, file)
    return found


def _may_say(path: Path) -> bool:
    content, fault = read_ordinary(path, MAX_BYTES)
    return fault is None and any(key.encode() in content for key in KEYS)


def _read(path: Path, shown: str) -> PlanFile | None:
    document, issues = load_document(path, shown, integer_keys("plan"))
    if issues or not document.whole or check_schema(document, "plan"):
        return None
    head = read_head(document.data, path.stem)
    dates = (head.published, *(s.other.date for s in statements_of(PlanFile(head=head, document=document))))
    return PlanFile(head=head, document=document) if all(is_date(day) for day in dates if day) else None


def _take(found: Succession, file: PlanFile) -> None:
    """Enter what a file says, on both sides; what both files say is entered once, as the older one has it."""
    own = file.head
    for statement in statements_of(file):
        held = found.files.get(statement.other.plan or "")
        other = _held(statement.other, held)
        if statement.key == "replaces":
            _enter(found._before[own.id], other)
            if held is not None and own.id not in {ender.plan for ender in _enders(held.head)}:
                _enter(found._ended[held.head.id], _ended_by("replaced", _as_document(own)))
        elif statement.key == "repealed_by" or own.repealed_by is None or own.repealed_by.plan != other.plan:
            how: How = "repealed" if statement.key == "repealed_by" else "replaced"
            _enter(found._ended[own.id], _ended_by(how, other))
            if held is not None:
                _enter(found._before[held.head.id], _as_document(own))


def _enter(known: list[T], new: T) -> None:
    if new not in known:
        known.append(new)


def _enders(head: PlanHead) -> Iterator[CitedDocument]:
    return (document for document in (head.replaced_by, head.repealed_by) if document)


def _ended_by(how: How, document: CitedDocument) -> EndedBy:
    return EndedBy(how=how, title=document.title, number=document.number, date=document.date, plan=document.plan)


def _held(document: CitedDocument, file: PlanFile | None) -> CitedDocument:
    """Return a document as its own file tells of it where the library has it, else as it is told of, without an id."""
    if file is None:
        return CitedDocument(title=document.title, number=document.number, date=document.date)
    known = _as_document(file.head)
    return CitedDocument(
        title=known.title,
        number=known.number or document.number,
        plan=known.plan,
        date=known.date or document.date,
    )


def _as_document(head: PlanHead) -> CitedDocument:
    return CitedDocument(title=head.title, number=head.document_number, plan=head.id, date=head.published)
