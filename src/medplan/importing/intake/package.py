"""The package between the job that reads a document and the job that proposes it: written by one, checked by the other.

The other trusts nothing in it: names of files by their form, sizes, text that is text; it is copied, never run.
This module needs nothing but Python itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

RESULT, REPORT = "result.json", "report.txt"
_ID = r"[0-9]{6}-[a-z]+(?:-[a-z0-9]+)+"
_DRAFT = re.compile(rf"data/plans/[0-9]{{2}}-[a-z]{{1,40}}/(?P<id>{_ID})\.yaml")
_SOURCE = re.compile(
    rf"data/sources/(?P<id>{_ID})(?:\.original)?\.(?:txt|docx|html|pdf|doc|wps|rtf|mhtml|mht)", re.ASCII
)
MAX_DRAFT, MAX_SOURCE, MAX_REPORT = 4_000_000, 25_000_000, 400_000
_MAX_NAME, _MAX_ANSWER, _MAX_SAID = 160, 500, 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What a submission became: the files for the library by path, the report, the form's answers; or why nothing."""

    plan_id: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    report: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    failure: tuple[str, str] | None = None


class Unfit(Exception):
    """A package that is not what the other job writes: what is wrong, for the maintainers."""


def write_package(package: Package, folder: Path, extra: Mapping[str, bytes] | None = None) -> None:
    """Write a package into a folder; `extra` files lie beside it for people to look at."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in ({**package.files, **(extra or {})}).items():
        at = folder / path
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_bytes(content)
    (folder / REPORT).write_text(package.report, encoding="utf-8")
    result = {"plan_id": package.plan_id, "files": sorted(package.files), "answers": dict(package.answers)}
    result |= {"failure": list(package.failure)} if package.failure else {}
    (folder / RESULT).write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_package(folder: Path) -> Package:
    """Return the package in a folder; raise Unfit for anything in it that should not be."""
    result = _result(folder)
    answers = {
        str(key)[:40]: str(value)[:_MAX_ANSWER] for key, value in list(_mapping(result.get("answers")).items())[:20]
    }
    if failure := result.get("failure"):
        if not (isinstance(failure, list) and len(failure) == 2 and all(isinstance(part, str) for part in failure)):
            raise Unfit("failure is not a message and a cure")
        return Package(answers=answers, failure=(failure[0][:_MAX_SAID], failure[1][:_MAX_SAID]))
    names = result.get("files")
    if not isinstance(names, list) or not 2 <= len(names) <= 4:
        raise Unfit("a draft comes with its source and perhaps the document itself")
    plan_id = check_names([str(name) for name in names])
    files = {str(name): _content(folder, str(name)) for name in names}
    return Package(plan_id=plan_id, files=files, report=_text(folder, REPORT, MAX_REPORT), answers=answers)


def check_names(names: list[str]) -> str:
    """Return the plan's id that the names of the files share; raise Unfit for any other name."""
    found = [_DRAFT.fullmatch(name) or _SOURCE.fullmatch(name) for name in names]
    if any(len(name) > _MAX_NAME for name in names) or len(set(names)) != len(names):
        raise Unfit("a name is too long, or comes twice")
    if any(match is None for match in found):
        raise Unfit("a file that is neither a draft nor a source")
    ids = {match["id"] for match in found if match}
    drafts = [name for name in names if _DRAFT.fullmatch(name)]
    if len(ids) != 1 or len(drafts) != 1:
        raise Unfit("not one draft with its own sources")
    return ids.pop()


def _result(folder: Path) -> Mapping[str, Any]:
    try:
        return _mapping(json.loads(_text(folder, RESULT, MAX_REPORT)))
    except (ValueError, RecursionError) as error:
        raise Unfit("the result is not JSON") from error


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Unfit("not a mapping")
    return value


def _text(folder: Path, name: str, limit: int) -> str:
    try:
        return _bytes(folder, name, limit).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unfit(f"{name} is not UTF-8") from error


def _content(folder: Path, name: str) -> bytes:
    is_draft = name.endswith(".yaml")
    content = _bytes(folder, name, MAX_DRAFT if is_draft else MAX_SOURCE)
    if is_draft or name.endswith(".txt"):
        _decoded(name, content)
    return content


def _decoded(name: str, content: bytes) -> None:
    if name.endswith(".original.txt"):
        return  # a text in another encoding, kept as it came
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unfit(f"{name} is not UTF-8") from error
    if "\0" in text:
        raise Unfit(f"{name} is no text")


def _bytes(folder: Path, name: str, limit: int) -> bytes:
    """Return a file's bytes: a plain file, no link, within the folder, not too large."""
    at = folder
    for part in PurePosixPath(name).parts:
        at = at / part
        if at.is_symlink():
            raise Unfit(f"{name} is a link")
    if not at.is_file():
        raise Unfit(f"{name} is missing")
    if at.stat().st_size > limit:
        raise Unfit(f"{name} is too large")
    return at.read_bytes()
