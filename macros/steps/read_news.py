"""What changed in the library: the history of its data root in; entries and releases, the latest first, out.

Two versions of a plan are compared once and what came out is kept, under both contents and all that the comparison
rests on.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from macros.build.kept import Kept
from macros.steps.kept_plans import CODE, contents_of
from medplan.catalogue.catalogues import catalogue_files
from medplan.files.digest import digest
from medplan.library.repository import ROOT, Repository
from medplan.news.entries import NewsEntry, entry_of, items_between
from medplan.news.releases import NAME, Compared, Release, order_of
from medplan.parallel import map_in_order
from medplan.review.revision import FileRevision, blobs_under, revisions_under, tags_of, write_blobs
from medplan.schema.schemas import schema_files

FOLDER = ROOT / ".cache" / "news"
FEW = 8  # compared sooner than processes are started
MOST_REVISIONS = 300  # of plans' files; what is older is in the repository
_MOST_BYTES = 50_000_000
MOST_RELEASES = 12
Blobs = tuple[str, str, str]  # a file's name, and its content before and after, as git names it


def read_releases(repository: Repository, folder: Path, jobs: int | None = None) -> list[Release]:
    """Return the latest releases, and what changed of each plan since; [] where there is no history.

    Contents are put into a folder inside `folder` while they are compared.
    """
    data = repository.data
    tags = [tag for tag in tags_of(data) if NAME.fullmatch(tag[0])]
    if not tags:
        return []
    now = _plans_at(data, "HEAD")
    found = []
    wanted: dict[Blobs, None] = {}
    for name, commit, time in sorted(tags, key=lambda tag: order_of(tag[0]), reverse=True)[:MOST_RELEASES]:
        then = _plans_at(data, commit)
        changed = {i: (f"{i}.yaml", then[i], now[i]) for i in then.keys() & now.keys() if then[i] != now[i]}
        found.append((name, time, frozenset(then), changed))
        wanted |= dict.fromkeys(sorted(changed.values()))
    known = _compare(repository, folder, list(wanted), jobs)
    return [
        Release(name=name, time=time, held=held, since={i: known[blobs] for i, blobs in changed.items()})
        for name, time, held, changed in found
    ]


def _plans_at(data: Path, revision: str) -> dict[str, str]:
    """Return the content of each plan's file at a revision, as git names it, by the plan's id."""
    found = blobs_under(data, revision, "plans")
    return {Path(path).stem: blob for path, blob in found.items() if path.endswith(".yaml")}


def _compare(repository: Repository, folder: Path, wanted: list[Blobs], jobs: int | None) -> dict[Blobs, Compared]:
    """Return what changed between the two contents of each file."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="news-") as own:
        comparer = Comparer(repository=repository, folder=Path(own), common=_common(repository.data))
        found = map_in_order(Comparer.compare, comparer, wanted, jobs, few=FEW)
        compared = dict(zip(wanted, found, strict=True))
    Kept(folder=FOLDER).prune(_MOST_BYTES)
    return compared


def read_news(repository: Repository, folder: Path, jobs: int | None = None) -> list[NewsEntry]:
    """Return what changed; [] where there is no history. Versions are compared by `jobs` processes.

    Contents are put into a folder inside `folder` while they are compared.
    """
    found = [r for r in revisions_under(repository.data, "plans") if r.path.endswith(".yaml")][:MOST_REVISIONS]
    compared = _compare(repository, folder, list(dict.fromkeys(_blobs(r) for r in found if r.how == "M")), jobs)
    entries = []
    for revision in found:
        if revision.how != "M":
            entries.append(entry_of(revision))
        elif (known := compared[_blobs(revision)])[0]:
            entries.append(entry_of(revision, *known))
    return entries


def _blobs(revision: FileRevision) -> Blobs:
    return (Path(revision.path).name, revision.old, revision.new)


def by_plan(news: Iterable[NewsEntry]) -> dict[str, list[NewsEntry]]:
    """Return the entries of each plan, in the order given."""
    found: dict[str, list[NewsEntry]] = {}
    for entry in news:
        found.setdefault(entry.plan_id, []).append(entry)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparer:
    """Compares versions of plans' files, put into a folder; `common` is a hash of what is the same for all."""

    repository: Repository
    folder: Path
    common: str

    def compare(self, blobs: Blobs) -> Compared:
        """Return what changed between two contents of a plan's file."""
        kept = Kept(folder=FOLDER)
        file, *contents = blobs
        name = digest([part.encode() for part in (self.common, *contents)])
        if (known := kept.recall(name)) is not None:
            found: Compared = pickle.loads(known)
            return found
        sides = [f"{blob}/{file}" for blob in contents]
        write_blobs(self.repository.data, list(zip(contents, sides, strict=True)), self.folder)
        old, new = (self.folder / side for side in sides)
        found = items_between(old, new, self.repository)
        kept.keep(name, pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
        return found


def _common(data: Path) -> str:
    return digest(contents_of([*CODE[1].rglob("*.py"), *schema_files(), *catalogue_files(data)]))
