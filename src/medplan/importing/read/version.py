"""Which version of the readers took a text out of a document: nothing in, a number out; a plan keeps it."""

from __future__ import annotations

# Raise it when a document that was read before comes out with other characters, spaces and punctuation aside:
# the proof then says of older texts that it can't compare them, and not that they were forged.
READER = 1
