"""What changed in the library: the history of its data root in; entries for readers, the latest first, out.

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
from medplan.news.entries import NewsEntry, NewsItem, entry_of, items_between
from medplan.parallel import map_in_order
from medplan.review.revision import FileRevision, revisions_under, write_blobs
from medplan.schema.schemas import schema_files

FOLDER = ROOT / ".cache" / "news"
FEW = 8  # compared sooner than processes are started
MOST_REVISIONS = 300  # of plans' files; what is older is in the repository
_MOST_BYTES = 50_000_000
Compared = tuple[tuple[NewsItem, ...], int]


def read_news(repository: Repository, jobs: int | None = None) -> list[NewsEntry]:
    """Return what changed; [] where there is no history. Versions are compared by `jobs` processes."""
    found = [r for r in revisions_under(repository.data, "plans") if r.path.endswith(".yaml")][:MOST_REVISIONS]
    changed = {(r.old, r.new): r for r in found if r.how == "M"}
    with tempfile.TemporaryDirectory(prefix="medplan-news-") as folder:
        comparer = Comparer(repository=repository, folder=Path(folder), common=_common(repository.data))
        results = map_in_order(Comparer.compare, comparer, list(changed.values()), jobs, few=FEW)
        compared = dict(zip(changed, results, strict=True))
    Kept(folder=FOLDER).prune(_MOST_BYTES)
    entries = []
    for revision in found:
        if revision.how != "M":
            entries.append(entry_of(revision))
        elif (known := compared[revision.old, revision.new])[0]:
            entries.append(entry_of(revision, *known))
    return entries


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

    def compare(self, revision: FileRevision) -> Compared:
        """Return what a commit changed of a plan's file."""
        kept = Kept(folder=FOLDER)
        name = digest([part.encode() for part in (self.common, revision.old, revision.new)])
        if (known := kept.recall(name)) is not None:
            found: Compared = pickle.loads(known)
            return found
        file = Path(revision.path).name
        sides = [f"{blob}/{file}" for blob in (revision.old, revision.new)]
        blobs = zip((revision.old, revision.new), sides, strict=True)
        write_blobs(self.repository.data, list(blobs), self.folder)
        old, new = (self.folder / side for side in sides)
        found = items_between(old, new, self.repository)
        kept.keep(name, pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
        return found


def _common(data: Path) -> str:
    return digest(contents_of([*CODE[1].rglob("*.py"), *schema_files(), *catalogue_files(data)]))
