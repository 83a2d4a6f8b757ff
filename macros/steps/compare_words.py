"""Find what all plans say in the same words, or take out what was found of the same words: the words in; pairs out."""

from __future__ import annotations

from macros.build.kept import Kept
from medplan.files.digest import digest
from medplan.library.repository import ROOT
from medplan.wording.kept import found_in_parts, take_found
from medplan.wording.pairs import Wording, compare_wording

FOLDER = ROOT / ".cache" / "wording"
MOST_BYTES = 1_000_000_000


def compare_words(wording: Wording, common: str) -> None:
    """Compare the wording of all plans in the closed spool; `common` is a hash of the code that does."""
    kept = Kept(folder=FOLDER)
    name = digest(part.encode() for part in (common, *wording.spool.grounds()))
    with kept.opened(name) as file:
        if file is not None:
            wording.spool.drop_prints()
            take_found(wording, file)
            return
    compare_wording(wording)
    kept.keep_parts(name, found_in_parts(wording))
    kept.prune(MOST_BYTES)
