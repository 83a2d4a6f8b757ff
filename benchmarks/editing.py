"""Edits that an editor makes: a data root and a chance in; the files changed, and what its page then says, out.

Each leaves plans that hold: an edit of words or of a title is one of the source too, whose hash is written anew.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

INSTEAD = "健全"
AROUND = 6  # characters before and after, by which words are the only ones of their kind
_VERB = re.compile(rf"[\u4e00-\u9fff]{{{AROUND}}}(?:推进|加强|完善|落实|提高|建立|加快)[\u4e00-\u9fff]{{{AROUND}}}")
_SUM = re.compile(r"(?m)^  sha256: .*$")
_NUMBER = re.compile(r"(?m)^document_number:.*$")
_TITLE = re.compile(r"(?m)^title: (.+)$")
_ISSUER = re.compile(r"(?m)^issuer: (.+)$")
_DATE = re.compile(r"(?m)^published: .*$")
_REVIEWED = re.compile(r"(?m)^themes_reviewed: .*$")
_THEMES = re.compile(r"themes: \[([a-z-]+)((?:, [a-z-]+)*)\]")
_NATURE = re.compile(r"nature: (anticipatory|binding)")
_TARGET = re.compile(r'(target: "[^"\n]{0,20}?)([1-8])')
_LEAD = re.compile(r"lead: [^\s,}\]]+")
_ID = re.compile(r"(?m)^- id: ([a-z-]+)$")
_OTHER_NATURE = {"anticipatory": "binding", "binding": "anticipatory"}


@dataclass(slots=True, kw_only=True)
class Editor:
    """Edits plans of a data root by chance; what was changed is put back by `undo`.

    The plan that the hand-written pages quote is left as it is, and so is whatever another names.
    """

    data: Path
    chance: random.Random
    spared: str
    _before: dict[Path, bytes | None] = field(default_factory=dict)
    _out: list[Path] = field(default_factory=list)

    def plans(self) -> list[Path]:
        """Return the plans that may be edited."""
        return [path for path in sorted(self.data.glob("plans/*/*.yaml")) if path.stem != self.spared]

    def edit(self, kind: str, path: Path | None = None) -> tuple[Path, str]:
        """Make an edit of a kind to a plan, any if none is given; return it and words that it then holds, "" for none.

        Where a plan has nothing to edit in this way it is left as it is.
        """
        if kind == "put back" and self._out:
            path = self._out.pop(self.chance.randrange(len(self._out)))
            path.write_bytes(self._before[path] or b"")
            return path, ""
        path = path or self.chance.choice(self.plans())
        if kind in ("take out", "put back"):
            self._keep(path)
            self._out.append(path)
            path.unlink()
            return path, ""
        text = path.read_text("utf-8")
        new, words = EDITS[kind](self, path, text)
        self._write(path, new)
        return path, words

    def undo(self) -> None:
        """Put everything back as it was at first."""
        for path, content in self._before.items():
            if content is not None:
                path.write_bytes(content)
        self._before.clear()
        self._out.clear()

    def source_of(self, path: Path) -> Path:
        """Return the file of a plan's source."""
        return self.data / "sources" / f"{path.stem}.txt"

    def replace_printed(self, path: Path, text: str, old: str, new: str) -> str:
        """Return a plan's text with printed words replaced, which are replaced in its source too."""
        source = self.source_of(path)
        content = source.read_text("utf-8").replace(old, new).encode()
        self._keep(source)
        source.write_bytes(content)
        return _SUM.sub(f"  sha256: {hashlib.sha256(content).hexdigest()}", text.replace(old, new), count=1)

    def _keep(self, path: Path) -> None:
        self._before.setdefault(path, path.read_bytes())

    def _write(self, path: Path, text: str) -> None:
        self._keep(path)
        path.write_text(text, encoding="utf-8")


def _number(editor: Editor, _: Path, text: str) -> tuple[str, str]:
    number = f"测〔2021〕{editor.chance.randint(1, 9999)}号"
    return _NUMBER.sub(f"document_number: {number}", text, count=1), number


def _words(editor: Editor, path: Path, text: str) -> tuple[str, str]:
    source = editor.source_of(path).read_text("utf-8")
    found = [one for one in _VERB.findall(text) if text.count(one) == source.count(one) == 1]
    if not found:
        return text, ""
    old = editor.chance.choice(found)
    new = old[:AROUND] + INSTEAD + old[AROUND + len(INSTEAD) :]
    return editor.replace_printed(path, text, old, new), new


def _title(editor: Editor, path: Path, text: str) -> tuple[str, str]:
    found = _TITLE.search(text)
    assert found, path
    new = f"{found[1]}（第{editor.chance.randint(2, 99)}次修订）"
    return editor.replace_printed(path, text, found[1], new), new


def _theme(editor: Editor, _: Path, text: str) -> tuple[str, str]:
    themes = _ID.findall((editor.data / "themes.yaml").read_text("utf-8"))
    return _one(editor, _THEMES, text, lambda found: f"themes: [{editor.chance.choice(themes)}]"), ""


def _one(editor: Editor, pattern: re.Pattern[str], text: str, instead: Callable[[re.Match[str]], str]) -> str:
    """Return a text with one of a pattern's places replaced, as it is where there is none."""
    places = list(pattern.finditer(text))
    if not places:
        return text
    place = editor.chance.choice(places)
    return text[: place.start()] + instead(place) + text[place.end() :]


def _of(pattern: re.Pattern[str], instead: Callable[[Editor, re.Match[str]], str]) -> Edit:
    def apply(editor: Editor, _: Path, text: str) -> tuple[str, str]:
        return _one(editor, pattern, text, lambda place: instead(editor, place)), ""

    return apply


Edit = Callable[[Editor, Path, str], tuple[str, str]]
EDITS: dict[str, Edit] = {
    "number": _number,
    "words": _words,
    "title": _title,
    "theme": _theme,
    "issuer": _of(_ISSUER, lambda _, place: f"issuer: {place[1]}办公室"),
    "date": _of(_DATE, lambda editor, _: f"published: '2022-03-0{editor.chance.randint(1, 9)}'"),
    "reviewed": _of(_REVIEWED, lambda editor, _: f"themes_reviewed: '2026-11-{editor.chance.randint(1, 27):02}'"),
    "nature": _of(_NATURE, lambda _, place: f"nature: {_OTHER_NATURE[place[1]]}"),
    "target": _of(_TARGET, lambda _, place: f"{place[1]}{int(place[2]) + 1}"),
    "lead": _of(_LEAD, lambda _, __: "lead: 市卫生健康委"),
}
KINDS = (*EDITS, "take out", "put back")
