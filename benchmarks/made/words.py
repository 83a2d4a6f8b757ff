"""Wordings drawn by a seed: lists of wordings.yaml in, headings, sentences, duties out."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def wordings() -> dict[str, Any]:
    """Return the lists of wordings by their names."""
    read: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "wordings.yaml").read_text("utf-8"))
    return read


@dataclass(slots=True)
class Words:
    """Draws wordings by a seed.

    What is held apart (odd seeds) draws from the last two thirds of each list, the rest from the first two.
    """

    seed: int
    random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    @property
    def is_apart(self) -> bool:
        """Whether the document is one that nobody looks at while mending."""
        return self.seed % 2 == 1

    def pick(self, forms: str | list[Any]) -> Any:
        """Return one of some forms, or of a list by its name; the last third only documents held apart have."""
        chosen = wordings()[forms] if isinstance(forms, str) else forms
        third = len(chosen) // 3
        return self.random.choice(chosen[third:] if self.is_apart else chosen[: len(chosen) - third])

    def any_of(self, name: str) -> Any:
        """Return one of a list, whichever half the document is of: what only fills sentences."""
        return self.random.choice(wordings()[name])

    def often(self, share: float) -> bool:
        """Return true in that share of cases."""
        return self.random.random() < share

    def count(self, least: int, most: int) -> int:
        """Return a number between two, both allowed."""
        return self.random.randint(least, most)

    def heading(self) -> str:
        """Return a heading as short as such are."""
        both = f"，{self.any_of('verbs')}{self.any_of('objects')}" if self.often(0.15) else ""
        return f"{self.any_of('verbs')}{self.any_of('objects' if self.often(0.5) else 'subjects')}{both}"

    def sentence(self) -> str:
        """Return a sentence of a few clauses."""
        clauses = [self.any_of("cited")] if self.often(0.12) else []
        clauses += [self.any_of("verbs") + self.any_of("objects") for _ in range(self.count(1, 3))]
        clauses += self.random.sample(wordings()["clauses"], self.count(1, 2))
        return "，".join(clauses) + "。"

    def paragraph(self) -> str:
        """Return a paragraph of some sentences."""
        return "".join(self.sentence() for _ in range(self.count(1, 4)))

    def bodies(self, most: int = 3) -> str:
        """Return names of offices as one field has them."""
        level = self.random.choice(("市", "县", "区"))
        return "、".join(level + name for name in self.random.sample(wordings()["bodies"], self.count(1, most)))

    def duties(self, form: str | list[str]) -> dict[str, Any]:
        """Return the fields of a duty printed in a form."""
        shown = "".join(form) or "{lead}{supporting}{schedule}"
        named = {"lead": self.bodies(1), "supporting": self.bodies(), "responsible": self.bodies()}
        named["schedule"] = self.any_of("schedules")
        fields: dict[str, Any] = {key: value for key, value in named.items() if f"{{{key}}}" in shown}
        return fields | ({"printed_as": form if isinstance(form, str) else [*form]} if form else {})
