"""Take one document in: its path and what an editor gave with it in; the files to write, and the draft, out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from medplan.catalogue.naming import home_of
from medplan.importing.draft.doubts import Subject, tell
from medplan.importing.draft.draft_plan import Draft, Place, draft_plan
from medplan.importing.draft.propose_home import propose_home
from medplan.importing.guard.seal import Guards
from medplan.importing.read.limits import RECOGNISE_SECONDS
from medplan.importing.read.receive import Progress, receive
from medplan.importing.review_sheet.sheet import review_sheet
from medplan.importing.take_in.deadline import deadline
from medplan.library.repository import Repository
from medplan.library.survey import SHEET


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What an editor gave with a document, None for what the program is to find: code of the place, end of the id.

    `ocr` asks for the text of scanned pages to be read from their pictures.
    """

    code: str | None = None
    slug: str | None = None
    url: str | None = None
    origin: str | None = None
    ocr: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A document taken in, nothing of it written yet: the draft, the plan's id, the files by path.

    `source` is the text that the draft's lines are counted in: the document itself when it is one. `guards` held the
    process that read it, None for plain text.
    """

    draft: Draft
    plan_id: str
    out: Path
    source: Path
    sheet: Path
    files: dict[Path, bytes]
    guards: Guards | None = None


def take_in(
    path: Path,
    given: Given,
    repository: Repository,
    *,
    out: Path | None = None,
    is_taken: Callable[[str, bytes], bool] | None = None,
    progress: Progress = lambda done, of: None,
) -> Taken:
    """Return what a document becomes; raise Refused with the reason and the cure, OSError when it can't be read.

    The draft goes where its id says, or to `out` with its source beside it.
    """
    with deadline(RECOGNISE_SECONDS):
        return _take_in(path, given, repository, out, is_taken, progress)


def _take_in(
    path: Path,
    given: Given,
    repository: Repository,
    out: Path | None,
    is_taken: Callable[[str, bytes], bool] | None,
    progress: Progress,
) -> Taken:
    taken = is_taken or (lambda plan_id, source: is_another(plan_id, source, repository))
    received = receive(path, progress, ocr=given.ocr)
    source = received.text.encode("utf-8") if received.original else path.read_bytes()
    home = propose_home(
        received.blocks,
        repository.catalogues,
        code=given.code,
        slug=given.slug,
        is_taken=lambda plan_id: taken(plan_id, source),
    )
    folder, start = home_of(home.place, repository.catalogues)
    plan_id = f"{start}{home.slug}"
    at = out or repository.data / "plans" / folder / f"{plan_id}.yaml"
    sources = out.parent if out else repository.data / "sources"
    suffix, original = received.original or ("", None)
    kept = f"{plan_id}{'.original' if suffix == '.txt' else ''}{suffix}"
    place = Place(
        code=home.place.code,
        plan_id=plan_id,
        path=f"data/plans/{folder}/{plan_id}.yaml",
        source_file=f"data/sources/{plan_id}.txt",
        original_file=f"data/sources/{kept}" if original is not None else None,
        url=given.url,
        origin=given.origin,
        text_from=received.text_from,
    )
    draft = draft_plan(received.blocks, source, original, place, repository.catalogues)
    draft = replace(
        draft, told=(*tell(Subject.HEAD, home.doubts), *draft.told), evidence=(*draft.evidence, *home.evidence)
    )
    files = {at: draft.as_yaml().encode("utf-8"), sources / f"{plan_id}.txt": source}
    files |= {sources / kept: original} if original is not None else {}
    sheet = at.with_suffix(SHEET)
    files[sheet] = review_sheet(draft, source, plan_id, path.name, repository.catalogues).encode("utf-8")
    return Taken(
        draft=draft,
        plan_id=plan_id,
        out=at,
        source=path if received.original is None else sources / f"{plan_id}.txt",
        sheet=sheet,
        files=files,
        guards=received.guards,
    )


def is_another(plan_id: str, source: bytes, repository: Repository) -> bool:
    """Return whether an id is that of another document: the same one, taken in again, keeps its id."""
    kept = repository.data / "sources" / f"{plan_id}.txt"
    return plan_id in repository.plan_ids() and not (kept.is_file() and kept.read_bytes() == source)
