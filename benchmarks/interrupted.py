"""Builds that are killed on the way: a site, its data and how often in; how many left a site that is not whole, out."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.measure import OUT, ROOT


def start_build(site: Path, data: Path, temporary: Path) -> subprocess.Popen[bytes]:
    """Start a strict build of a data root into `site`, in a process group of its own."""
    engine = str(Path(sys.executable).parent / "properdocs")
    command = [engine, "build", "--config-file", "mkdocs.yml", "--strict", "--site-dir", str(site)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1", "MEDPLAN_DATA": str(data), "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def digest_of(folder: Path) -> str:
    """Return a checksum of all files of a site with their names, "" where there is no site."""
    if not folder.is_dir():
        return ""
    made = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        content = path.read_bytes()
        made.update(f"{path.relative_to(folder)} {len(content)}\n".encode() + content)
    return made.hexdigest()


def kill_builds(folder: Path, old: Path, new: Path, times: int, seed: int) -> dict[str, Any]:
    """Build the data root `old`, then kill builds of `new`, or of `old` over `new`, at random.

    Return counts of what was left behind each time.

    `old`, `new`: the site was whole and one of these; `broken`: it was neither. `left_over` counts the folders that
    lie about after a build that was let run to its end.
    """
    site, temporary = folder / "site", folder / "tmp"
    temporary.mkdir(parents=True)
    digests = {}
    for name, data in (("new", new), ("old", old)):
        begun = time.monotonic()
        if start_build(site, data, temporary).wait() != 0:
            raise RuntimeError(f"the build of {data} fails")
        lasted, digests[digest_of(site)] = time.monotonic() - begun, name
    counts = {"old": 0, "new": 0, "broken": 0}
    chance = random.Random(seed)
    for _ in range(times):
        # What is built is never what is there: a site in its place is another than before.
        build = start_build(site, new if digests.get(digest_of(site)) == "old" else old, temporary)
        # A little longer than a build takes, so that some are killed as the sites change places.
        try:
            build.wait(chance.uniform(0, lasted * 1.1))
        except subprocess.TimeoutExpired:
            os.killpg(build.pid, signal.SIGKILL)
            build.wait()
        counts[digests.get(digest_of(site), "broken")] += 1
    if start_build(site, new, temporary).wait() != 0 or digests.get(digest_of(site)) != "new":
        counts["broken"] += 1
    left = [path for path in (*folder.iterdir(), *temporary.glob("medplan-*")) if path not in (site, temporary)]
    return counts | {"left_over": len(left)}


def measure_kills(times: int) -> dict[str, Any]:
    """Kill builds of the repository's own plans, and of the same with a plan less."""
    folder = OUT / "kills"
    shutil.rmtree(folder, ignore_errors=True)
    fewer = folder / "data"
    shutil.copytree(ROOT / "data", fewer)
    next((fewer / "plans").glob("62-*/*.yaml")).unlink()
    found = kill_builds(folder / "built", fewer, ROOT / "data", times, seed=11)
    shutil.rmtree(folder, ignore_errors=True)
    return found
