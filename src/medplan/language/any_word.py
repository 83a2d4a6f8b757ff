"""Look for any of many words at once: words in; a pattern that finds the longest of them that stands in a place out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping


def any_word(words: Iterable[str], besides: Mapping[str, str] | None = None) -> str:
    """Return the source of a pattern, in which words that begin alike share that: it looks at each letter but once.

    `besides` tells what else must hold behind a word, as the source of a pattern.
    """
    return _branches(sorted(set(words)), 0, besides or {})


def _branches(words: list[str], depth: int, besides: Mapping[str, str]) -> str:
    """Return the pattern of what follows the first `depth` letters, which all the words have in common."""
    following: dict[str, list[str]] = {}
    for word in words:
        following.setdefault(word[depth : depth + 1], []).append(word)
    whole = following.pop("", [])
    found = [re.escape(letter) + _branches(more, depth + 1, besides) for letter, more in following.items()]
    found += [besides.get(word, "") for word in whole]  # the shortest last
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"
