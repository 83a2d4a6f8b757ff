"""Which document ended which plan, told from both sides: the plans' files in, what ended and what preceded each out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from medplan.files.document import load_document
from medplan.files.ordinary import read_ordinary
from medplan.files.text import MAX_BYTES
from medplan.issues import Issue
from medplan.language.dates import is_date
from medplan.library.status import How, RelatedDocument
from medplan.plan.head import CitedDocument, PlanHead, read_head
from medplan.rules.succession import KEYS, VERSION, PlanFile, check_succession, name_of, statements_of
from medplan.schema.schemas import check_schema, integer_keys


@dataclass(slots=True)
class Succession:
    """What files say of the documents before and after plans: the files that say or are named, by plan.

    `replacing` are the files that say they replaced a plan, `ended` those that say a plan ended theirs, `next_version`
    is the file that says a plan is its previous version; all by the id of the plan that is named.
    """

    files: dict[str, PlanFile] = field(default_factory=dict)
    replacing: dict[str, list[PlanHead]] = field(default_factory=lambda: defaultdict(list))
    ended: dict[str, list[PlanHead]] = field(default_factory=lambda: defaultdict(list))
    next_version: dict[str, PlanHead] = field(default_factory=dict)

    def versions(self, plan: PlanHead) -> tuple[PlanHead, ...]:
        """Return the versions of the work that a plan is one of, itself included, the first first; () where it is all.

        Of a circle, which is a fault that is told of, it returns each once.
        """
        before = {plan.id: plan}
        while (held := self.files.get(next(reversed(before.values())).previous_version or "")) and (
            held.head.id not in before
        ):
            before[held.head.id] = held.head
        chain = dict(reversed(before.items()))
        while (new := self.next_version.get(next(reversed(chain)))) and new.id not in chain:
            chain[new.id] = new
        return tuple(chain.values()) if len(chain) > 1 else ()

    def ended_by(self, plan: PlanHead) -> tuple[RelatedDocument, ...]:
        """Return the documents that replaced or repealed a plan, whichever of the two files says so."""
        found = [self._related(how, document) for how, document in _enders(plan).values()]
        named = {document.plan for document in found}
        more = [_as_related("replaced", new) for new in self.replacing.get(plan.id, ()) if new.id not in named]
        named |= {document.plan for document in more}
        taker = _takers(self.versions(plan)).get(plan.id)
        more += [_as_related(how, new) for how, new in (taker,) if new.id not in named] if taker else []
        return (*found, *more)

    def replaced(self, plan: PlanHead) -> tuple[RelatedDocument, ...]:
        """Return the documents that a plan replaced or repealed, whichever of the two files says so."""
        told = {old.id: _enders(old)[f"plan {plan.id}"][0] for old in self.ended.get(plan.id, ())}
        own = [self._related(told.get(document.plan or "", "replaced"), document) for document in plan.replaces]
        named = {document.plan for document in own}
        more = [_as_related(told[old], self.files[old].head) for old in told if old not in named]
        named |= told.keys()
        versions = self.versions(plan)
        takers = _takers(versions)
        for old in versions:
            taker = takers.get(old.id)
            if taker and taker[1].id == plan.id and old.id not in named:
                more.append(_as_related(taker[0], old))
        return (*own, *more)

    def issues(self) -> list[Issue]:
        """Return what the files say against each other."""
        return check_succession(self.files)

    def _related(self, how: How, document: CitedDocument) -> RelatedDocument:
        """Return a document as its own file has it where the library holds it, else as it is told of, without an id."""
        held = self.files.get(document.plan or "")
        if held is None:
            return RelatedDocument(how=how, title=document.title, number=document.number, date=document.date)
        known = _as_related(how, held.head)
        return replace(known, number=known.number or document.number, date=known.date or document.date)


def read_succession(paths: Iterable[Path], shown: Callable[[Path], str], library: Iterable[Path] = ()) -> Succession:
    """Return what the files at `paths` say; the plans they name are looked up among them and in `library`.

    `shown` gives a file's path as an editor knows it. Few files say anything: those without any of the words are not
    parsed, and a broken one is told of elsewhere.
    """
    speaking = {path.stem: path for path in paths}
    where = {path.stem: path for path in library} | speaking
    found = Succession()
    for path in speaking.values():
        if may_say(path) and (file := _read(path, shown(path))):
            found.files[path.stem] = file
    named = [s.other.plan or "" for file in found.files.values() for s in statements_of(file)]
    for plan_id in dict.fromkeys(named):
        if plan_id in where and plan_id not in found.files and (file := _read(where[plan_id], shown(where[plan_id]))):
            found.files[plan_id] = file
    for file in found.files.values():
        for statement in statements_of(file):
            if statement.key == VERSION:
                if statement.other.plan in found.files:
                    found.next_version.setdefault(statement.other.plan or "", file.head)
                continue
            names = found.replacing if statement.key == "replaces" else found.ended
            if statement.other.plan in found.files and file.head not in names[statement.other.plan]:
                names[statement.other.plan].append(file.head)
    return found


def may_say(path: Path) -> bool:
    """Return whether a file may say anything of documents before or after it."""
    content, fault = read_ordinary(path, MAX_BYTES)
    return fault is None and any(key.encode() in content for key in KEYS)


def _read(path: Path, shown: str) -> PlanFile | None:
    document, issues = load_document(path, shown, integer_keys("plan"))
    if issues or not document.whole or check_schema(document, "plan"):
        return None
    head = read_head(document.data, path.stem)
    dates = (head.published, *(s.other.date for s in statements_of(PlanFile(head=head, document=document))))
    return PlanFile(head=head, document=document) if all(is_date(day) for day in dates if day) else None


def _enders(plan: PlanHead) -> dict[str, tuple[How, CitedDocument]]:
    """Return what a plan's own file says ended it, by the document's name; a repeal is more than a replacement."""
    said: list[tuple[How, CitedDocument | None]] = [("replaced", plan.replaced_by), ("repealed", plan.repealed_by)]
    return {name_of(document): (how, document) for how, document in said if document}


def version_pairs(versions: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the ids of versions that are put side by side: those that follow each other, and each with the last.

    The first of a pair is the earlier; there are fewer than two for each version.
    """
    with_last = ((old, versions[-1]) for old in versions[:-1])
    return tuple(dict.fromkeys((*pairwise(versions), *with_last)))


def _takers(versions: tuple[PlanHead, ...]) -> dict[str, tuple[How, PlanHead]]:
    """Return which version took the place of each, and how: a draft's is the next, an issued text's the next issued.

    A draft of an amendment leaves the text in force in its place.
    """
    found: dict[str, tuple[How, PlanHead]] = {}
    issued: PlanHead | None = None
    for old, new in reversed(tuple(pairwise(versions))):
        issued = issued if new.stage == "consultation" else new
        if old.stage == "consultation":
            found[old.id] = ("replaced" if new.stage == "consultation" else "finalised"), new
        elif issued:
            found[old.id] = "replaced", issued
    return found


def _as_related(how: How, plan: PlanHead) -> RelatedDocument:
    return RelatedDocument(how=how, title=plan.title, number=plan.document_number, date=plan.published, plan=plan.id)
