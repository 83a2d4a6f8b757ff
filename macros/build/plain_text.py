"""A provision's text in templates: what is nearly always text alone goes by no macro; the rest by the macros given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from medplan.plan.model import Node
from medplan.publish.plan_view import PlanView


def break_lines(text: str) -> Markup:
    """Return text with a line break where the source's cell has one."""
    if "\n" not in text:  # nearly always
        return escape(text)
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainText:
    """What templates ask of a field's text; `macro` gives a macro of theirs by its template and name."""

    macro: Callable[[str, str], Callable[..., str]]

    def asked(self) -> dict[str, Any]:
        """Return what templates call, by name."""
        return {"text": self.text, "duty": self.duty, "end_marks": self.end_marks}

    def text(self, view: PlanView, node: Node, name: str) -> str:
        """Return a field's text with what marks it."""
        plain = view.plain(node, name)
        return break_lines(plain) if plain is not None else self.macro("_pieces", "marked")(view, node, name)

    def duty(self, view: PlanView, node: Node) -> str:
        """Return the bracket of duties, "" for a node without one."""
        shown = self.text(view, node, "duty")
        return self.macro("_pieces", "duty")(shown) if shown else ""

    def end_marks(self, view: PlanView, node: Node) -> str:
        """Return the marks of the notes that stand at a node's end."""
        found = view.unquoted(node)
        return self.macro("_pieces", "end_marks")(found) if found else ""
