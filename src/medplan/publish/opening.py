"""The opening of a provision: a plan's view and a provision in; its fields in pieces as far as they are shown, out."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from medplan.plan.model import Node
from medplan.publish.plan_view import Piece, PlanView

_SLACK = 40  # characters more than are to be shown are no reason to leave any out


class Opening(NamedTuple):
    """A provision's fields in pieces, and how many characters of it are left out."""

    node: Node
    fields: list[list[Piece]]
    left_out: int


def opening(view: PlanView, node: Node, most: int | None) -> Opening:
    """Return the first so many characters of a provision, the whole where it is hardly longer or `most` is None."""
    fields = [view.pieces(node, name) for name in view.field_names(node)]
    length = sum(len(piece.text) for pieces in fields for piece in pieces)
    if most is None or length <= most + _SLACK:
        return Opening(node, fields, 0)
    shown: list[list[Piece]] = []
    left = most
    for pieces in fields:
        cut: list[Piece] = []
        for piece in pieces:
            if left > 0:
                cut.append(replace(piece, text=piece.text[:left]))
            left -= len(piece.text)
        shown.append(cut)
    return Opening(node, shown, length - most)
