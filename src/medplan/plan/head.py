"""The head of a plan, all that its file says of the document beside the text: plain data in, a PlanHead out.

What is done with every field alike (reading, a new file, the importer's draft, the review) goes by the fields of
PlanHead and by the schema's words for them, so that a new field is written here once and nowhere in those places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from medplan.plan.address import Eid
from medplan.schema.schemas import load_schema, plan_labels

_CAVEATS = {
    "ocr": "文字由程序从扫描件识别（OCR），可能有认错的字；核对的是识别出的文字，引用请查原件",
    "libreoffice": "原件是旧的文件格式，由 LibreOffice 转换后取出文字；核对的是转换后的文字",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedDocument:
    """A document the plan implements or cites, replaces or is ended by; `date` an ISO date, where it is told.

    `eids` are the provisions that name it, `printed` the ways they do. `title_by_editor` is of a title that the source
    nowhere prints.
    """

    title: str
    number: str | None
    title_by_editor: bool = False
    plan: str | None = None
    date: str | None = None
    eids: tuple[Eid, ...] = ()
    printed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the title as a reader is told it: 《…》, or the editor's words, which say so."""
        return name_of_document(self.title, by_editor=self.title_by_editor)


def name_of_document(title: str, *, by_editor: bool = False) -> str:
    """Return a document's title in its marks; one that an editor made has none, for it is no title."""
    return f"{title}（名称由编者拟定）" if by_editor else f"《{title}》"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A passage of the source that is not the plan's, how often it occurs, and why it is left out."""

    text: str
    why: str
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A document from which the source's text was taken: its file, its SHA-256, the readers' version (0: not told)."""

    file: str
    sha256: str
    reader: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The document as received; `file` is relative to the repository's root.

    Where `file` is text taken from a document of another form, `original` is that document, and
    `text_from` names the program that the text went through, if any: `ocr` or `libreoffice`.
    """

    file: str
    sha256: str
    origin: str | None
    url: str | None
    excluded: tuple[Exclusion, ...]
    original: Original | None = None
    text_from: str | None = None

    @property
    def caveat(self) -> str | None:
        """Return what a reader must know of a text that a program made from the original, None where none did."""
        return _CAVEATS.get(self.text_from or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanHead:
    """What is known of a plan without its text; `id` is its file's name, every other field a key of the file.

    A Plan and a PlanSummary are heads with more to them: whoever asks for a PlanHead takes either. A field with a
    default is a key that a file may leave out.
    """

    id: str
    title: str
    title_by_editor: bool = False
    jurisdiction: str
    kind: str
    stage: str
    period: tuple[int, int] | None
    issuer: str | None
    published_on: str | None = None
    printed_by: str | None = None
    document_number: str | None
    published: str | None
    date_kind: str | None = None
    themes_reviewed: str | None = None
    source: Source
    implements: tuple[CitedDocument, ...]
    previous_version: str | None = None
    replaces: tuple[CitedDocument, ...] = ()
    replaced_by: CitedDocument | None = None
    repealed_by: CitedDocument | None = None

    def facts(self) -> Iterator[tuple[str, str, str]]:
        """Yield name, title and value of each field that is set and that a few words tell, for a reader."""
        for name, title in head_titles().items():
            if words := in_words(name, getattr(self, name)):
                yield name, title, words


def head_fields(head: PlanHead) -> dict[str, Any]:
    """Return the fields of a head by name: what a Plan or a PlanSummary begins with."""
    return {field.name: getattr(head, field.name) for field in fields(PlanHead)}


def head_titles() -> dict[str, str]:
    """Return what an editor calls each field, in the order of the fields: the titles of the schema."""
    titles = {"id": "代号"} | plan_labels()["field"]
    return {field.name: titles[field.name] for field in fields(PlanHead)}


def in_words(name: str, value: object) -> str | None:
    """Return the value of a field as a reader is told it: 已印发, 2021—2025, 是; None for nothing, or for documents."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple) and value and all(isinstance(part, int) for part in value):
        return "—".join(map(str, value))
    return plan_labels().get(name, {}).get(value, value) if isinstance(value, str) else None


def read_head(data: Mapping[str, Any], plan_id: str) -> PlanHead:
    """Return the head of a plan from its file's data, which keeps to the schema."""
    names = [field.name for field in fields(PlanHead) if field.name in data]
    return PlanHead(id=plan_id, **{name: _READ.get(name, _same)(data[name]) for name in names})


def empty_head() -> dict[str, Any]:
    """Return the keys that every file must have and may leave open, with nothing in them, in the schema's order."""
    schema = load_schema("plan")
    known = {field.name for field in fields(PlanHead)}
    kinds = {name: schema["properties"][name].get("type", ()) for name in schema["required"] if name in known}
    return {name: [] if kind == "array" else None for name, kind in kinds.items() if kind == "array" or "null" in kind}


def _same(value: Any) -> Any:
    return value


def _read_period(value: dict[str, int] | None) -> tuple[int, int] | None:
    return (value["start"], value["end"]) if value else None


def _read_source(value: dict[str, Any]) -> Source:
    original = value.get("original")
    return Source(
        file=value["file"],
        sha256=value["sha256"],
        origin=value["origin"],
        url=value.get("url"),
        excluded=tuple(Exclusion(text=e["text"], why=e["why"], times=e.get("times", 1)) for e in value["excluded"]),
        original=Original(**original) if original else None,
        text_from=value.get("text_from"),
    )


def _read_documents(value: list[dict[str, Any]]) -> tuple[CitedDocument, ...]:
    return tuple(map(_read_document, value))


def _read_document(item: dict[str, Any]) -> CitedDocument:
    return CitedDocument(
        title=item["title"],
        number=item["number"],
        title_by_editor=item.get("title_by_editor", False),
        plan=item.get("plan"),
        date=item.get("date"),
        eids=(Eid(item["at"]),) if "at" in item else (),
    )


# The fields that are not in the file as they are here; every other one is taken as it stands.
_READ: dict[str, Callable[[Any], Any]] = {
    "period": _read_period,
    "source": _read_source,
    "implements": _read_documents,
    "replaces": _read_documents,
    "replaced_by": _read_document,
    "repealed_by": _read_document,
}
