"""Read a submission: GitHub's event of a labelled issue and the form it was made with in; its answers or a fault out.

Every word of it is a stranger's: it is parted by the form's headings line by line, and nothing of it is a path.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from medplan.catalogue.catalogues import Jurisdiction

LABEL = "生成草稿"
MAX_BODY = 70_000  # GitHub itself stops at 65,536 characters
_NO_ANSWER = "_No response_"
_MAX_ANSWER = 500
_MAX_URL = 1_000
_LONG = frozenset({"file", "remarks"})
_LINK = re.compile(r"https?://[^\s()<>\[\]\"'`]{1,1000}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What somebody submitted: the issue's number, the repository, and the form's answers by the ids of its fields."""

    number: int
    repository: str
    answers: Mapping[str, str]

    @property
    def url(self) -> str | None:
        """Return the address of the document's page when what was given is one, else None."""
        given = self.answers.get("url", "")
        return given if is_web_address(given) else None

    @property
    def links(self) -> list[str]:
        """Return the links in the field for the document, each once, in order."""
        return list(dict.fromkeys(_LINK.findall(self.answers.get("file", ""))))


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """Why nothing was made of a submission, and the cure, in Chinese."""

    message: str
    cure: str


def read_form(form: Mapping[str, Any]) -> dict[str, str]:
    """Return an issue form's fields in order: id → the heading that GitHub prints over the answer."""
    return {part["id"]: part["attributes"]["label"] for part in form["body"] if "id" in part}


def read_event(event: Mapping[str, Any], fields: Mapping[str, str]) -> Submission | NotTaken:
    """Return the submission of an `issues: labeled` event whose label is the one that asks for a draft."""
    if event.get("action") != "labeled" or event.get("label", {}).get("name") != LABEL:
        return NotTaken(message="不是为生成草稿贴的标签", cure=f"给用“提交文件”填的表贴上“{LABEL}”")
    issue = event["issue"]
    body = issue.get("body") or ""
    if len(body) > MAX_BODY:
        return NotTaken(message="表里的文字太长", cure="把文件拖进“文件或全文”一格，不要贴全文")
    answers = read_answers(body, fields)
    if "jurisdiction" not in answers or "file" not in answers:
        return NotTaken(
            message="不是用“提交文件”的表填的，或者表里的小标题被改过", cure="用“提交文件”的表重填一份，小标题不要动"
        )
    return Submission(number=int(issue["number"]), repository=str(event["repository"]["full_name"]), answers=answers)


def read_answers(body: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Return the answers under the form's headings: a heading counts once, and only after those before it in the form.

    So a heading written into an answer takes nothing from the fields above it.
    """
    order = list(fields)
    headings = {f"### {label}": i for i, label in enumerate(fields.values())}
    found: dict[str, list[str]] = {}
    at = -1
    for line in body.splitlines():
        place = headings.get(line.rstrip())
        if place is not None and place > at:
            at = place
            found[order[at]] = []
        elif at >= 0:
            found[order[at]].append(line)
    answers = {name: "\n".join(lines).strip() for name, lines in found.items()}
    return {
        name: "" if text == _NO_ANSWER else text if name in _LONG else " ".join(text.split())[:_MAX_ANSWER]
        for name, text in answers.items()
    }


def is_web_address(text: str) -> bool:
    """Return whether a text is one whole http or https address, with a host and nothing that hides it."""
    if len(text) > _MAX_URL or not text.isprintable() or any(c in text for c in " <>\"'`\\{}|^"):
        return False
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in host and "@" not in parts.netloc


def find_place(written: str, places: Mapping[str, Jurisdiction]) -> str | None:
    """Return the code of the one place that an answer names, by itself or after those above it; None for none or more.

    江苏省苏州市, 苏州市, 江苏 苏州市 and 320500 are the same.
    """
    flat = "".join(written.split())
    if flat in places:
        return flat
    fits = [code for code, place in places.items() if flat.endswith(place.name) and _is_above(flat, place, places)]
    longest = max((len(places[code].name) for code in fits), default=0)
    best = [code for code in fits if len(places[code].name) == longest]
    return best[0] if len(best) == 1 else None


def _is_above(flat: str, place: Jurisdiction, places: Mapping[str, Jurisdiction]) -> bool:
    """Whether what is written before a place's name are names of places above it, each once, from the top down."""
    rest = flat.removesuffix(place.name)
    above = place.parent
    while rest and above is not None:
        upper = places[above]
        for name in _names(upper):
            if rest.endswith(name):
                rest = rest.removesuffix(name)
                break
        above = upper.parent
    return not rest


def _names(place: Jurisdiction) -> Sequence[str]:
    return (place.name, place.name[:-1]) if len(place.name) > 2 else (place.name,)
