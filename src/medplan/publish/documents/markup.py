"""XML written as text: an element's name, attributes and content in; the same content in its tags out.

There are thousands of elements a plan: a tree of them, walked again to be written, took four times as long.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

DECLARATION = "<?xml version='1.0' encoding='utf-8'?>\n"
_IN_AN_ATTRIBUTE = {'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"}


def element(name: str, content: str = "", /, **attributes: str) -> str:
    """Return an element, given what stands in it as XML already, and its attributes' values as plain text."""
    opening = name
    for key, value in attributes.items():
        plain = value.isalnum() or value.isidentifier()  # as addresses are
        opening += f' {key}="{value if plain else escape(value, _IN_AN_ATTRIBUTE)}"'
    return f"<{opening}>{content}</{name}>" if content else f"<{opening} />"


def words(text: str) -> str:
    """Return plain text as it stands in an element."""
    return escape(text)
