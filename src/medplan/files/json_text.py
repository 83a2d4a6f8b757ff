"""JSON in UTF-8, of data and back: what is plain as it is, what is not by a function of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

_PLAIN = orjson.OPT_PASSTHROUGH_DATACLASS
_INDENTED = _PLAIN | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def write_json(what: object, plain: Callable[[Any], object] | None = None, *, indent: bool = False) -> bytes:
    """Return data as JSON, `indent` for people to read; `plain` makes plain data of what it meets that is none."""
    return orjson.dumps(what, default=plain, option=_INDENTED if indent else _PLAIN)


def read_json(text: bytes | memoryview) -> Any:
    """Return the plain data that JSON holds."""
    return orjson.loads(text)
