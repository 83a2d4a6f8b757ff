"""The browser's scripts as served: their source in; the same without what only those who write them read, out."""

from __future__ import annotations

import re

# Comments on lines of their own, most of them the types that tsc checks. What stands behind code stays: a `//` there
# may be part of a text. No text runs over several lines, by test, so that none holds a line that looks like a comment.
_COMMENT = re.compile(r"^[ \t]*(?:/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)[ \t]*\n", re.M)
_GAP = re.compile(r"\n{3,}")


def without_comments(source: str) -> str:
    """Return a script without the comments that stand on lines of their own."""
    return _GAP.sub("\n\n", _COMMENT.sub("", source)).lstrip("\n")
