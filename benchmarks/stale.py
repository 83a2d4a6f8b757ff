"""Sites kept up to date edit by edit, beside sites built of nothing: how often in; the files that differ, out.

A ground that a kept page, download or index rests on and that is left out shows here: it stays as it was.
"""

from __future__ import annotations

import filecmp
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.editing import KINDS, Editor
from benchmarks.interrupted import start_build
from benchmarks.measure import OUT, ROOT
from benchmarks.synthetic import QUOTED, data_root
from medplan.publish.downloads import bulk_of

PLANS = 64  # so many that downloads are by province and compressed
MOST_EDITS = 3  # before a build
KEPT = ROOT / ".cache"


def measure_stale(times: int, seed: int) -> dict[str, Any]:
    """Edit a library at random and build what changed, `times` over; compare each site with one built of nothing.

    What was edited before a site that is not the same, and the first files that differ, are told.
    """
    chance = random.Random(seed)
    told: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        data, warm, cold = (Path(folder, name) for name in ("data", "warm", "cold"))
        shutil.copytree(data_root(OUT, PLANS), data)
        editor = Editor(data=data, chance=chance, spared=QUOTED)
        built = 0
        with _nothing_kept(Path(folder, "before")):
            _build(warm, data, Path(folder))
            while built < times:
                did = [_edited(editor, chance) for _ in range(chance.randint(1, MOST_EDITS))]
                done = _build(warm, data, Path(folder))
                with _nothing_kept(Path(folder, "aside")):
                    fresh = _build(cold, data, Path(folder))
                built += 1
                if done != fresh:
                    told.append(f"{did}: {'only' if done else 'not'} built where something was kept")
                elif not done:
                    editor.undo()
                elif differ := [name for pair in _sites(warm, cold) for name in differences(*pair)]:
                    told.append(f"{did}: {len(differ)} files, {differ[:5]}")
    return {"stale_builds": built, "stale_sites": len(told), "stale": told}


def _edited(editor: Editor, chance: random.Random) -> str:
    kind = chance.choice(KINDS)
    return f"{kind} {editor.edit(kind)[0].stem}"


def _build(site: Path, data: Path, temporary: Path) -> bool:
    return start_build(site, data, temporary).wait() == 0


def _sites(one: Path, other: Path) -> Iterator[tuple[Path, Path]]:
    yield one, other
    yield bulk_of(one), bulk_of(other)


def differences(one: Path, other: Path) -> list[str]:
    """Return the names of the files that two folders do not have alike."""
    names = [{str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} for folder in (one, other)]
    _, differ, unread = filecmp.cmpfiles(one, other, names[0] & names[1], shallow=False)
    return sorted([*(names[0] ^ names[1]), *differ, *unread])


@contextmanager
def _nothing_kept(aside: Path) -> Iterator[None]:
    """Have nothing kept from earlier builds, and afterwards what was."""
    if KEPT.exists():
        shutil.move(KEPT, aside)
    try:
        yield
    finally:
        shutil.rmtree(KEPT, ignore_errors=True)
        if aside.exists():
            shutil.move(aside, KEPT)


if __name__ == "__main__":
    print(measure_stale(int(sys.argv[2]) if len(sys.argv) > 2 else 5, int(sys.argv[1]) if len(sys.argv) > 1 else 1))
