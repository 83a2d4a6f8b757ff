"""Work out once what rests on a piece of a plan alone: a function of a node or plan in; one that remembers out."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar


class Remembers(Protocol):
    """What never changes, and holds what was worked out of it, by the function and what else that was told."""

    @property
    def made(self) -> dict[Any, Any]:
        """What was made."""


Piece = TypeVar("Piece", bound=Remembers)
More = ParamSpec("More")
Made = TypeVar("Made")


def once(function: Callable[Concatenate[Piece, More], Made]) -> Callable[Concatenate[Piece, More], Made]:
    """Return the function, its answer kept with its first argument: a plan, or a node.

    The answer may rest on nothing but its arguments, and must not be written on. The others are told apart by what
    they are, so they must be hashable.
    """

    @wraps(function)
    def asked(piece: Piece, /, *more: More.args, **named: More.kwargs) -> Made:
        key = (function, more, tuple(named.items())) if named else (function, more) if more else function
        made = piece.made
        try:
            found: Made = made[key]
        except KeyError:
            found = made[key] = function(piece, *more, **named)
        return found

    return asked
