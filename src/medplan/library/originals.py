"""Take a plan's text out of its original again: the document and the text kept of it in; whether they agree out.

A verdict is remembered under all that it rests on, so that a document is read once and not for every build.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from medplan.files.digest import digest
from medplan.importing.read import __file__ as readers
from medplan.importing.read.limits import Refused
from medplan.importing.read.receive import receive
from medplan.importing.read.version import READER
from medplan.language.fidelity_fold import fold_print
from medplan.plan.head import Source
from medplan.rules.fidelity import Retaken

CONTEXT = 24
_LIBRARIES = ("lxml", "pdfminer.six", "pdfplumber", "pypdfium2", "python-docx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Originals:
    """Reads originals again; remembers verdicts in a folder, under the `grounds` on which they were reached."""

    folder: Path
    grounds: str

    @classmethod
    def open(cls, folder: Path) -> Originals:
        """Return it as the readers' code and the libraries that they use are now."""
        code = (path.read_bytes() for path in sorted(Path(readers or "").parent.rglob("*.py")))
        return cls(
            folder=folder, grounds=digest([*code, *(f"{name} {_version(name)}".encode() for name in _LIBRARIES)])
        )

    def retake(self, document: Path, content: bytes, kept: bytes, source: Source) -> Retaken:
        """Return whether a document (with its content) still gives the text kept of it.

        Spacing, punctuation and width aside, as in the proof. What can't be read is no verdict, and is tried again.
        """
        reader = source.original.reader if source.original else 0
        told = f"{self.grounds} {reader} {source.text_from} {document.suffix}"
        key = digest([told.encode(), content, kept])
        found = self._recall(key)
        if found is None:
            found = _retake(document, kept, reader, source.text_from)
            if found.state != "unread":
                self._keep(key, found)
        return found

    def _recall(self, key: str) -> Retaken | None:
        """Return a verdict as it was written, None for one that is not there or was damaged."""
        try:
            checked, _, text = (self.folder / key).read_text("utf-8").partition("\n")
            return Retaken(**json.loads(text)) if checked == digest([key.encode(), text.encode()]) else None
        except (OSError, ValueError, TypeError):
            return None

    def _keep(self, key: str, found: Retaken) -> None:
        text = json.dumps(asdict(found), ensure_ascii=False)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder, prefix=".new-")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(f"{digest([key.encode(), text.encode()])}\n{text}")
            Path(name).replace(self.folder / key)
        except OSError:  # a folder that can't be written costs time, nothing else
            return


def _retake(document: Path, kept: bytes, reader: int, text_from: str | None) -> Retaken:
    if reader > READER:
        return Retaken(state="differs", words=f"写着由第 {reader} 版读法取出，本程序只到第 {READER} 版")
    try:
        received = receive(document)
    except (Refused, OSError) as error:
        return Retaken(state="unread", words=f"本程序读不出：{error}")
    text = kept.decode("utf-8", "replace")
    if fold_print(received.text) == fold_print(text):
        return Retaken(state="same")
    if reader != READER:
        words = f"文字由第 {reader} 版读法取出，现在的第 {READER} 版读出的不同，分不清是读法变了还是文字改了"
        return Retaken(state="unread", words=words)
    # What another program made of the file its next release may make otherwise.
    if received.text_from or (text_from == "ocr" and document.suffix == ".pdf"):
        return Retaken(state="unread", words="文字经别的程序得出（识别或转换），每次未必相同")
    return Retaken(state="differs", words=_first_difference(received.text, text))


def _first_difference(taken: str, kept: str) -> str:
    """Return where the text of a document and the text kept of it part, by the line of the latter."""
    ours, theirs = kept.split("\n"), taken.split("\n")
    same = 0
    while same < min(len(ours), len(theirs)) and fold_print(ours[same]) == fold_print(theirs[same]):
        same += 1
    one, other = (lines[same] if same < len(lines) else "" for lines in (ours, theirs))
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(0, at - CONTEXT // 2)
    return f"第 {same + 1} 行原件作“{other[start : at + CONTEXT]}”，所存的文字作“{one[start : at + CONTEXT]}”"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
