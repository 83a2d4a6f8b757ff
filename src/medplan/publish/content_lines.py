"""The lines of a calendar file (RFC 5545): a property's name and value in; its line, escaped and folded, out."""

from __future__ import annotations

_LONGEST = 74  # octets of what stands in a line: it may have 75, and the space before what goes on is one of them
_REPLACED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": r"\n"})


def text_line(name: str, text: str) -> bytes:
    """Return the line of a property whose value is any text: what it holds ends neither the value nor the line."""
    value = text.replace("\r\n", "\n").translate(_REPLACED)
    return plain_line(f"{name}:{value}")


def plain_line(line: str) -> bytes:
    """Return a line whose value is no text but an address, a day or a rule, and so is written as it is."""
    content = line.encode()
    if len(content) <= _LONGEST:
        return content + b"\r\n"
    parts, start = [], 0
    while len(content) - start > _LONGEST:
        end = start + _LONGEST
        while content[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        if content[end - 1] in b"\\^":  # not every reader takes an escape across two lines
            end -= 1
        parts.append(content[start:end])
        start = end
    return b"\r\n ".join((*parts, content[start:])) + b"\r\n"
