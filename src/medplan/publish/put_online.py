"""Put folders on an S3-compatible storage or in another folder by rclone: folders and a target in; what changed, sent.

In this order: files that no old page asks for, then what pages share, then the pages, and last what is gone is deleted.
So the old site stays whole until the new one is there. Keys come from the environment and are passed on there, never
on the command line, which others on the machine can read.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
LONG = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"
PAGES = "*.html"
# Names that hold a hash of the content: of the search index, of the theme's files.
HASHED = ("/search/index/????????????????/**", "/assets/**.????????.min.{js,js.map,css,css.map}")
# What is hidden at the target, such as a `.git`, is somebody else's.
HIDDEN = ("- /.*", "- /.*/**")
# What says which hashed files are in force goes with the pages.
LAST = (PAGES, "/search/index/manifest.bin", "/sitemap.xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where files come from or go: as rclone names it, with the settings that it takes from the environment."""

    name: str
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: which files, by rclone's filters, how long browsers may keep them; `delete` of what is gone."""

    title: str
    filters: tuple[str, ...] = ()
    cache: str = SHORT
    delete: bool = False


def steps() -> tuple[Step, ...]:
    """Return the steps, in order."""
    every = (*HASHED, *LAST)
    return (
        Step(title="新的带哈希值的文件", filters=(*(f"+ {name}" for name in HASHED), "- *"), cache=LONG),
        Step(title="各页共用的文件、下载", filters=tuple(f"- {name}" for name in every)),
        Step(title="网页", filters=(*(f"+ {name}" for name in LAST), "- *")),
        Step(title="不再有的文件", delete=True),
    )


def source(*folders: Path) -> Place:
    """Return folders as one: the site, and what is kept apart where it is published with it."""
    if len(folders) == 1:
        return Place(name=str(folders[0].absolute()), environment={})
    quoted = " ".join('"' + str(folder.absolute()).replace('"', '""') + ':ro"' for folder in folders)
    return Place(
        name="together:",
        environment={"RCLONE_CONFIG_TOGETHER_TYPE": "union", "RCLONE_CONFIG_TOGETHER_UPSTREAMS": quoted},
    )


def target(where: str, environment: Mapping[str, str]) -> Place:
    """Return where files go; raise ValueError with words when that can't be."""
    if not where.startswith("s3://"):
        if re.match(r"[a-z0-9+.-]+://", where):
            raise ValueError(f"{where}：只认 s3://桶/前缀 和文件夹")
        return Place(name=str(Path(where).absolute()), environment={})
    parts = urlsplit(where)
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]+", parts.netloc):
        raise ValueError(f"{where}：存储桶的名称不对")
    endpoint = environment.get("PUBLISH_ENDPOINT", "")
    settings = {
        "TYPE": "s3",
        "PROVIDER": "Other" if endpoint else "AWS",
        "ENV_AUTH": "true",
        "ENDPOINT": endpoint,
        "REGION": environment.get("AWS_REGION", ""),
        # The bucket is there: a key that may only write into it need not ask.
        "NO_CHECK_BUCKET": "true",
    }
    return Place(
        name=f"medplan:{parts.netloc}/{parts.path.strip('/')}".rstrip("/"),
        environment={f"RCLONE_CONFIG_MEDPLAN_{key}": value for key, value in settings.items() if value},
    )


def command(given: Place, to: Place, step: Step, *, dry_run: bool) -> list[str]:
    """Return rclone's command of a step. Names on it are files' and the target's, never a key."""
    made = ["rclone", "sync" if step.delete else "copy", given.name, to.name, "--checksum", "--use-json-log", "-v"]
    made += ["--stats", "0", "--transfers", "16", "--checkers", "32", "--fast-list", "--config", os.devnull]
    made += [word for one in (*HIDDEN, *step.filters) for word in ("--filter", one)]
    # What a step before has put there is as it is here: the last step sends nothing, it only deletes.
    made += ["--delete-after"] if step.delete else ["--header-upload", f"Cache-Control: {step.cache}"]
    return made + (["--dry-run"] if dry_run else [])


def carry_out(given: Place, to: Place, step: Step, *, dry_run: bool) -> Iterator[str]:
    """Carry out a step and yield each file's name when it is done. Raise OSError at the end when the step failed."""
    done = ("Deleted", "Skipped delete") if step.delete else ("Copied", "Skipped copy")
    faults: list[str] = []
    with subprocess.Popen(
        command(given, to, step, dry_run=dry_run),
        env=_environment(given, to),
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as running:
        assert running.stderr is not None
        for line in running.stderr:
            told = _told(line)
            words, name = told.get("msg", ""), told.get("object", "")
            if told.get("level") in ("error", "critical", "fatal"):
                faults.append(f"{name}：{words}" if name else words)
            elif name and words.startswith(done):
                yield name
    if running.returncode:
        raise OSError(_without_keys("\n".join(faults[-5:]) or f"rclone 以 {running.returncode} 退出"))


def _environment(*places: Place) -> dict[str, str]:
    """Return this process's environment with the settings of places."""
    made = dict(os.environ)
    # Amazon's library in rclone trips over this; rclone has a setting of its own for the same.
    if bundle := made.pop("AWS_CA_BUNDLE", ""):
        made.setdefault("RCLONE_CA_CERT", bundle)
    for place in places:
        made |= place.environment
    return made


def _without_keys(words: str) -> str:
    """Return words without the keys that a storage's answer may have repeated."""
    for name in KEYS:
        if value := os.environ.get(name):
            words = words.replace(value, "***")
    return words


def _told(line: str) -> dict[str, str]:
    try:
        found = json.loads(line)
    except ValueError:
        return {"msg": line.strip()}
    return found if isinstance(found, dict) else {}


def is_ours(to: Place) -> bool:
    """Return whether a target is empty or holds a site already: all that is not of the site is deleted there."""
    listed = subprocess.run(
        ["rclone", "lsf", to.name, "--max-depth", "1", "--config", os.devnull],
        env=_environment(to),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if listed.returncode not in (0, 3):  # 3: there is no such folder yet
        raise OSError(_without_keys(listed.stderr.strip()[-600:]))
    names = [name for name in listed.stdout.splitlines() if not name.startswith(".")]
    return not names or not {"search/", "data/"}.isdisjoint(names)


def publish(given: Place, to: Place, *, dry_run: bool) -> Iterator[str]:
    """Carry out every step and yield what there is to tell; raise OSError when one failed: no other is begun then."""
    for step in steps():
        yield f"{step.title}……"
        count = 0
        for name in carry_out(given, to, step, dry_run=dry_run):
            count += 1
            yield f"  {'删除' if step.delete else '放上'} {name}"
        yield f"  共 {count} 个"
