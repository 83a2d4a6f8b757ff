"""Set a YAML file's layout: text in; the same data, comments and order in the house's indentation out, or the text."""

from __future__ import annotations

import io
import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver

from medplan.files.document import load_text

# No line is folded: a paragraph is one line, whatever its length.
WIDTH = 1_000_000


class _PlainText(VersionedResolver):
    """Takes every scalar as the text it is, so that no date, number or null is spelt anew."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        """Return the tag of a text for every scalar."""
        return self.DEFAULT_SCALAR_TAG if kind is ScalarNode else super().resolve(kind, value, implicit)


class LayoutError(Exception):
    """The file's layout can't be set without touching what it says."""


def set_layout(text: str, shown: str) -> str:
    """Return the text with lists indented by two under their key, two spaces a level and one blank line at most.

    Words, quotes, comments, flow style and order stay. Raise LayoutError when the file can't be read, or when what
    would be written does not say the same; a file with faults of its own is the validator's business.
    """
    before, issues = load_text(text, shown)
    if issues:
        raise LayoutError(issues[0].as_text())
    if not isinstance(before.data, dict):
        raise LayoutError(f"{shown}：不是一份规划，没有排版")
    try:
        written = _round_trip(_tidy(text))
    except (YAMLError, ValueError) as error:
        raise LayoutError(f"{shown}：排不了版：{str(error).splitlines()[0]}") from None
    after, issues = load_text(written, shown)
    if issues or after.data != before.data or _comments(written) != _comments(text):
        raise LayoutError(f"{shown}：排版会改动内容或注释，没有排；请人工核对缩进")
    return written


def _tidy(text: str) -> str:
    """Return the text with Unix line ends, without spaces at the end of lines and without runs of blank lines.

    Nothing of this touches a scalar: block scalars, which could hold such lines, are compared afterwards.
    """
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        bare = line.rstrip(" \t")
        if bare or (lines and lines[-1]):
            lines.append(bare)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join([*lines, ""])


def _round_trip(text: str) -> str:
    yaml = YAML(typ="rt", pure=True)
    yaml.Resolver = _PlainText
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    data: Any = yaml.load(text)
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _comments(text: str) -> list[str]:
    """Return everything in a file that may be a comment, in order: what follows a number sign to the line's end."""
    return [found.strip() for found in re.findall(r"(?:^|\s)#.*", text)]
