"""A state of the library as git keeps it: a revision in; its plans and catalogues, in a folder of their own, out."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

_COMMIT = "\x01"


class RevisionError(Exception):
    """What git could not find, in words for an editor."""


def locate(root: Path, given: str, folder: Path) -> Path:
    """Return the file or data root that a name stands for: a path, or what git knows, taken out into `folder`."""
    path = Path(given)
    if path.is_file():
        return path
    if path.is_dir():
        return path / "data" if (path / "data" / "plans").is_dir() else path
    return extract_file(root, given, folder) if ":" in given else extract_revision(root, given, folder)


def extract_revision(root: Path, revision: str, into: Path) -> Path:
    """Write data/ as it was at a revision (plans and catalogues, not sources) under `into`; return that data root.

    Only regular files are written: a link or a submodule holds no plan. Raise RevisionError for an unknown revision.
    """
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    listed = _git(root, "ls-tree", "-r", "-z", commit.decode(), "--", "data").decode("utf-8", "surrogateescape")
    wanted = []
    for entry in filter(None, listed.split("\0")):
        facts, _, name = entry.partition("\t")
        mode, _, blob = facts.split(" ")
        parts = PurePosixPath(name).parts
        if mode in ("100644", "100755") and parts[1] != "sources" and name.endswith(".yaml"):
            wanted.append((blob, name))
    write_blobs(root, wanted, into)
    (into / "data" / "plans").mkdir(parents=True, exist_ok=True)
    return into / "data"


def extract_file(root: Path, spec: str, into: Path) -> Path:
    """Write a file as it was at a revision (`main:data/plans/…`) under `into`; return its path there."""
    blob = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", spec).strip().decode()
    name = PurePosixPath(spec.partition(":")[2])
    if name.is_absolute() or ".." in name.parts:
        raise RevisionError(f"路径不对：{spec}")
    write_blobs(root, [(blob, str(name))], into)
    return into / name


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRevision:
    """What a commit did to a file: `how` is A, M or D, `time` in seconds since 1970, `old` and `new` its contents."""

    commit: str
    time: int
    how: str
    path: str
    old: str
    new: str


def revisions_under(root: Path, under: str) -> list[FileRevision]:
    """Return what commits did to the files below a folder of `root`, the latest first, paths being from `root`.

    [] where there is no git, no repository, or one whose history was cut.
    """
    asked = ("log", f"--format={_COMMIT}%H %ct", "--raw", "--no-abbrev", "--no-renames", "--relative", "--", under)
    try:
        if _git(root, "rev-parse", "--is-shallow-repository").strip() != b"false":
            return []
        told = _git(root, "-c", "core.quotePath=false", *asked).decode("utf-8", "surrogateescape")
    except RevisionError:
        return []
    found: list[FileRevision] = []
    commit, time = "", "0"
    for line in told.splitlines():
        if line.startswith(_COMMIT):
            commit, time = line[len(_COMMIT) :].split(" ")
        elif line.startswith(":"):
            facts, path = line.split("\t", 1)
            *_, old, new, how = facts.split(" ")
            found.append(FileRevision(commit=commit, time=int(time), how=how, path=path, old=old, new=new))
    return found


def tags_of(root: Path) -> list[tuple[str, str, int]]:
    """Return the name, commit and time in seconds since 1970 of each tag; [] where there is no git or no history."""
    # A tag with a message is an object of its own: what it names is told behind it.
    told = "%(refname:strip=2) %(objectname) %(committerdate:unix) %(*objectname) %(*committerdate:unix)"
    try:
        if _git(root, "rev-parse", "--is-shallow-repository").strip() != b"false":
            return []
        lines = _git(root, "for-each-ref", f"--format={told}", "refs/tags").decode("utf-8", "replace").splitlines()
    except RevisionError:
        return []
    found = []
    for line in lines:
        name, *facts = line.split()
        if len(facts) in (2, 3) and facts[-1].isdigit():
            found.append((name, facts[-2], int(facts[-1])))
    return found


def blobs_under(root: Path, revision: str, under: str) -> dict[str, str]:
    """Return the blob of each file below a folder of `root` at a revision, by its path from `root`."""
    told = _git(root, "ls-tree", "-r", "-z", revision, "--", under).decode("utf-8", "surrogateescape")
    entries = (entry.partition("\t") for entry in told.split("\0") if entry)
    return {path: facts.split(" ")[2] for facts, _, path in entries}


def write_blobs(root: Path, wanted: list[tuple[str, str]], into: Path) -> None:
    """Write each blob to its path, all through one git process."""
    asked = "".join(f"{blob}\n" for blob, _ in wanted).encode()
    told = _git(root, "cat-file", "--batch", given=asked)
    start = 0
    for blob, name in wanted:
        end = told.index(b"\n", start)
        head = told[start:end].split()
        if len(head) != 3 or head[1] != b"blob":
            raise RevisionError(f"git 里没有文件 {name}（{blob}）")
        size = int(head[2])
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(told[end + 1 : end + 1 + size])
        start = end + 1 + size + 1


def _git(root: Path, *arguments: str, given: bytes | None = None) -> bytes:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], input=given, capture_output=True, check=False, timeout=300
        )
    except FileNotFoundError:
        raise RevisionError("没有 git 命令") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise RevisionError(f"git 里没有“{arguments[-1]}”" + (f"：{said}" if said else ""))
    return done.stdout


def changed_files(root: Path, revision: str, under: str) -> list[tuple[str, str]]:
    """Return (A, M or D; path) of each file under a folder that differs from a revision, untracked ones too."""
    told = _git(root, "diff", "--no-renames", "--no-ext-diff", "--name-status", "-z", revision, "--", under)
    parts = told.decode("utf-8", "surrogateescape").split("\0")[:-1]
    found = list(zip(parts[::2], parts[1::2], strict=True))
    others = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", under)
    return found + [("A", name) for name in others.decode("utf-8", "surrogateescape").split("\0")[:-1]]
