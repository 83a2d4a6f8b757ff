"""Take many documents in: entries and where results go in; drafts on disk, and what became of each, out."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from medplan.importing.draft.shelve import words_of, write_together
from medplan.importing.read.limits import Refused
from medplan.importing.take_in.journal import DONE, FAILED, Outcome, add_to_log, go_on, read_log
from medplan.importing.take_in.manifest import Entry
from medplan.importing.take_in.one import is_another, take_in
from medplan.importing.take_in.processes import SILENCE, Alive, Ended, each_apart, unbroken
from medplan.importing.take_in.report import guard_line
from medplan.language.fidelity_fold import fold_print
from medplan.library.repository import Repository


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A document that was read in another process: its outcome, and its files, as (place, copy that waits)."""

    outcome: Outcome
    files: tuple[tuple[Path, Path], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    entry: Entry
    number: int


def take_in_many(
    entries: Sequence[Entry],
    repository: Repository,
    log: Path,
    *,
    jobs: int,
    replacing: bool = False,
    silence: float = SILENCE,
) -> Generator[tuple[int, Outcome], None, None]:
    """Yield (place in the list, outcome) for each document, those of an earlier run first, then as they are written.

    What the log has as done is left alone unless its file or what was given with it has changed, its draft is gone, or
    `replacing`. Files are written in the order of the list, so that the first of two that propose one id has it,
    however many processes read; the other, if it is another document, is read again for an id of its own.
    """
    names = {entry.name for entry in entries}
    known = {name: outcome for name, outcome in read_log(log).items() if name in names}
    outcomes = [None if replacing else _before(entry, known.get(entry.name), repository) for entry in entries]
    made = {outcome.plan_id: outcome for outcome in outcomes if outcome is not None}
    yield from ((at, outcome) for at, outcome in enumerate(outcomes) if outcome is not None)
    # An id that this list's own drafts have is no other document's: a rerun proposes what the first run proposed.
    own = frozenset(made) | {outcome.plan_id for outcome in known.values() if outcome.result == DONE}
    repository.plan_ids()
    todo = [at for at, outcome in enumerate(outcomes) if outcome is None]
    with tempfile.TemporaryDirectory(prefix="importing-") as folder:
        work = partial(_read_one, repository=repository, folder=Path(folder), own=own)

        def read_again(task: _Task) -> Waiting:
            apart = each_apart(partial(work, given_away=frozenset(made)), [task], jobs=1, silence=silence)
            return next(_waiting(task.entry, result, seconds) for _, result, seconds in apart)

        tasks = [_Task(entry=entries[at], number=at) for at in todo]
        ready: dict[int, Waiting] = {}
        turn = 0
        for place, result, seconds in each_apart(work, tasks, jobs=jobs, silence=silence):
            ready[place] = _waiting(tasks[place].entry, result, seconds)
            while turn in ready:
                waiting = ready.pop(turn)
                other = made.get(waiting.outcome.plan_id)
                if other is not None and not tasks[turn].entry.given.slug and not _is_same(waiting.outcome, other):
                    words = f"代号 {other.plan_id} 已给了“{other.name}”"
                    waiting = read_again(tasks[turn])
                    waiting = replace(
                        waiting, outcome=replace(waiting.outcome, message=waiting.outcome.message or words)
                    )
                with unbroken():
                    outcome = _put(waiting, made, replacing=replacing)
                    add_to_log(log, outcome)
                yield todo[turn], outcome
                turn += 1


def _waiting(entry: Entry, result: Waiting | Ended, seconds: float) -> Waiting:
    waiting = Waiting(outcome=_failed(entry, result.words)) if isinstance(result, Ended) else result
    return replace(waiting, outcome=replace(waiting.outcome, seconds=round(seconds, 1)))


def _is_same(one: Outcome, other: Outcome) -> bool:
    """Whether two files seem to hold one document: the same title, and not two numbers."""
    numbers = {fold_print(outcome.number) for outcome in (one, other)} - {""}
    return fold_print(one.title) == fold_print(other.title) and len(numbers) < 2


def _before(entry: Entry, known: Outcome | None, repository: Repository) -> Outcome | None:
    """Return the outcome of an earlier run that still holds, None for a document to be read."""
    if known is None or known.result != DONE or known.given != _given(entry):
        return None
    there = repository.path_of(known.draft).is_file()
    return go_on(known) if there and known.sha256 == _digest(entry.file) else None


def _read_one(
    task: _Task,
    alive: Alive,
    *,
    repository: Repository,
    folder: Path,
    own: frozenset[str],
    given_away: frozenset[str] = frozenset(),
) -> Waiting:
    """Read one document in a process of its own; put its files aside, to be written when it is its turn.

    `own` are ids that documents of the list had before, `given_away` those that others of the list have now.
    """
    entry = task.entry

    def is_taken(plan_id: str, source: bytes) -> bool:
        return plan_id in given_away or (plan_id not in own and is_another(plan_id, source, repository))

    try:
        digest = _digest(entry.file)
        taken = take_in(
            entry.file,
            entry.given,
            repository,
            is_taken=is_taken,
            progress=lambda done, of: alive(),
        )
    except (Refused, OSError) as refused:
        return Waiting(outcome=_failed(entry, words_of(refused)))
    files = []
    for n, (place, content) in enumerate(taken.files.items()):
        waiting = folder / f"{task.number}-{n}"
        waiting.write_bytes(content)
        files.append((place, waiting))
    draft = taken.draft
    outcome = Outcome(
        name=entry.name,
        sha256=digest,
        given=_given(entry),
        result=DONE,
        plan_id=taken.plan_id,
        title=str(draft.data["title"]),
        number=str(draft.data["document_number"] or ""),
        doubts=dict(Counter(one.subject.value for one in draft.told)),
        draft=repository.shown(taken.out),
        sheet=repository.shown(taken.sheet),
        guards=guard_line(taken.guards) if taken.guards else "",
    )
    return Waiting(outcome=outcome, files=tuple(files))


def _put(waiting: Waiting, made: dict[str, Outcome], *, replacing: bool) -> Outcome:
    """Write a document's files, unless another of the list has its id or something else is there."""
    outcome = waiting.outcome
    if outcome.result != DONE:
        return outcome
    if (other := made.get(outcome.plan_id)) is not None:
        words = f"和“{other.name}”提出了同一个代号 {outcome.plan_id}，没有写"
        cure = "同一份文件的，从清单里去掉一份；不是的，在清单的“代号末段”一栏给一个"
        return _not_written(outcome, f"{words}（{cure}）")
    try:
        contents = {place: aside.read_bytes() for place, aside in waiting.files}
        copies = write_together(contents, replacing=replacing)
    except (Refused, OSError) as refused:
        return _not_written(outcome, words_of(refused))
    finally:
        for _, aside in waiting.files:
            aside.unlink(missing_ok=True)
    if copies:
        kept = f"原来的文件留在 {'、'.join(copy.name for copy in copies)}"
        outcome = replace(outcome, message="；".join(filter(None, (outcome.message, kept))))
    made[outcome.plan_id] = outcome
    return outcome


def _not_written(outcome: Outcome, words: str) -> Outcome:
    return replace(outcome, result=FAILED, doubts={}, draft="", sheet="", message=words)


def _failed(entry: Entry, words: str) -> Outcome:
    try:
        digest = _digest(entry.file)
    except OSError:
        digest = ""
    return Outcome(name=entry.name, sha256=digest, given=_given(entry), result=FAILED, message=words)


def _given(entry: Entry) -> dict[str, str]:
    return {key: str(value) for key, value in asdict(entry.given).items() if value not in (None, False)}


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file, of an ordinary one only: a pipe or a device would never end."""
    if not path.is_file():
        raise OSError("不是普通文件")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
