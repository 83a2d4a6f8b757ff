"""What a browser reads the same in less: a template's text in; it without quotes and breaks that nobody needs, out.

Templates are filled thousands of times: what is left out of them once is neither written nor fetched.
"""

from __future__ import annotations

import re

# A tag as far as it is plain: from its name to where Jinja begins, or to its end. Those of a page's head are left as
# they are: after one of them stands what a page may run (macros/build/policy.py).
_TAG = re.compile(r'<(?!meta|link|script)[a-z][a-z0-9]*(?: [a-z-]+(?:="[^"{}<>]*")?)+(?=[ >{])')
# Quotes stay around what pages, and parts of them, are found by: addresses, ids, data.
_QUOTED = re.compile(r' (?!id=|data-|href=)([a-z-]+)="([A-Za-z0-9_-]+)"(?=[ >])')
# Parts between which a break is nothing that is shown.
_PARTS = "table|caption|thead|tbody|tr|th|td|ul|ol|li|dl|dt|dd|section"
_BREAK = re.compile(rf"(</(?:{_PARTS})>)\n+(?=</?(?:{_PARTS})\b|{{%)")


def lean(template: str) -> str:
    """Return a template's text that fills to the same page in fewer bytes."""
    return _BREAK.sub(r"\1", _TAG.sub(lambda tag: _QUOTED.sub(r" \1=\2", f"{tag[0]}>")[:-1], template))
