"""A made document, whole: a seed in; what is printed, and the plan that a careful editor would make of it, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from benchmarks.documents import Piece, Pieces
from benchmarks.made.bodies import make_body
from benchmarks.made.heads import Head, make_head
from benchmarks.made.tables import tasks_table
from benchmarks.made.words import Words
from medplan.catalogue.catalogues import Catalogues, Jurisdiction


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A document made by chance: its head, its body and annexes as a plan has them, the words that go on drawing."""

    seed: int
    head: Head
    body: list[Any]
    annexes: list[tuple[str, str, list[Any]]] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    words: Words

    @property
    def is_apart(self) -> bool:
        """Whether it is one of the half that is held apart."""
        return self.words.is_apart

    def data(self, *, tables: bool = True) -> dict[str, Any]:
        """Return the plan that a careful editor would make; text files go without tables."""
        head = self.head
        body: list[Any] = [head.addressed] if head.addressed else []
        body += [*self.body, *self.listed, *head.closing]
        body += [{"annex": label, "heading": title, "body": items} for label, title, items in self.annexes]
        return {
            "title": head.title,
            "jurisdiction": head.place.code,
            "kind": "plan",
            "stage": "issued",
            "period": None,
            "issuer": head.issuer,
            "document_number": head.number,
            "published": head.published,
            "source": {"file": "data/sources/x.txt", "sha256": "0" * 64, "origin": None, "excluded": []},
            "implements": [],
            "body": body if tables else _without_tables(body),
        }

    def pieces(self, *, tables: bool = True) -> list[Piece]:
        """Return everything that is printed, in order."""
        data = self.data(tables=tables)
        above: list[Piece] = []
        for kind, text in self.head.above:
            parts = _over_lines(text) if kind == "title" and self.seed % 3 == 1 else [text]
            above += [Piece(kind="subtitle" if kind == "centre" else kind, text=part) for part in parts]
        body = list(Pieces().items(data["body"], 1))
        contents = [Piece(kind="label", text="目  录"), *_contents(body)] if self.seed % 5 < 2 else []
        if self.head.numbering == "chapters" and contents:
            above += contents
        record = [Piece(kind="text", text=line) for line in self.head.record]
        at = next((i for i, piece in enumerate(body) if self.annexes and piece.text == self.annexes[0][0]), len(body))
        first = self.seed % 4 < 2  # where copies are told of before the annexes, not at the very end
        return [*above, *body[:at], *(record if first else []), *body[at:], *([] if first else record)]


def make_document(seed: int, catalogues: Catalogues) -> Made:
    """Return the document of a seed: the same seed and catalogue, the same document."""
    words = Words(seed=seed)
    places = _places(catalogues)
    head = make_head(words, words.random.choice(places))
    body = make_body(words, head.numbering)
    made = Made(seed=seed, head=head, body=body, words=words)
    if head.numbering != "plain" and words.often(0.3):
        labels = words.pick("annexes")
        for label in labels:
            inner = [words.paragraph()] if words.often(0.5) else [tasks_table(words)]
            made.annexes.append((label, f"{head.place.name}{words.any_of('annex_titles')}", inner))
        if words.often(0.6) and len(labels) == 1:
            made.listed.append(f"附件：{made.annexes[0][1]}")
        elif words.often(0.6):
            made.listed.extend(
                f"{'附件：' if i == 1 else ''}{i}.{title}" for i, (_, title, _) in enumerate(made.annexes, 1)
            )
    return made


def _contents(body: list[Piece]) -> list[Piece]:
    """Return a table of contents: a line for each heading of the first two levels, with dots and the page."""
    heads = [piece for piece in body if piece.kind == "heading" and piece.depth < 3]
    return [Piece(kind="text", text=f"{p.num} {p.text}……{n // 3 + 1}") for n, p in enumerate(heads)]


def _over_lines(title: str) -> list[str]:
    """Return a long title over two lines, the second from 关于 on, or parted in its middle."""
    who, about, what = title.partition("关于")
    if len(title) < 22:
        return [title]
    return [who, about + what] if who and about else [title[: len(title) // 2], title[len(title) // 2 :]]


def _places(catalogues: Catalogues) -> list[Jurisdiction]:
    """Return the places of which there is but one of the name, so that the name tells where a document belongs."""
    names = [place.name for place in catalogues.jurisdictions.values()]
    counts = _count(tuple(names))
    return [p for p in catalogues.jurisdictions.values() if counts[p.name] == 1 and p.level != "national"]


@lru_cache(maxsize=1)
def _count(names: tuple[str, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return counts


def _without_tables(items: Sequence[Any]) -> list[Any]:
    out: list[Any] = []
    for item in items:
        if isinstance(item, dict):
            if "indicators" in item or "tasks" in item:
                continue
            if "body" in item:
                inner = _without_tables(item["body"])
                item = {key: value for key, value in item.items() if key != "body"} | ({"body": inner} if inner else {})
                if "annex" in item and not inner:
                    item["body"] = ["见附表。"]
        out.append(item)
    return out
