"""What a page may load and run, told to the browser: a page's HTML in, the same with its policy out."""

from __future__ import annotations

import base64
import hashlib

_CHARSET = '<meta charset="utf-8">'
# Style attributes are allowed: charts carry their colours in them. No other origin is, for anything.
_SOURCES = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self' 'unsafe-inline'"),
    ("img-src", "'self' data:"),
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("manifest-src", "'self'"),
    ("form-action", "'self'"),
    ("base-uri", "'none'"),
)
REFERRER = "no-referrer"
# What a page can't say of itself, for hosts that read a file of headers.
HEADERS = f"""/*
  Content-Security-Policy: frame-ancestors 'none'
  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()
  Referrer-Policy: {REFERRER}
  X-Content-Type-Options: nosniff
"""


def with_policy(html: str) -> str:
    """Return a page that runs its own scripts and, of those that stand in it, just the ones that stand there now."""
    scripts = (begun.partition("</script>")[0] for begun in html.split("<script>")[1:])
    hashes = dict.fromkeys(map(_hash, scripts))
    more = {"script-src": hashes}
    policy = "; ".join(" ".join((kind, allowed, *more.get(kind, ()))) for kind, allowed in _SOURCES)
    told = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace(_CHARSET, f'{_CHARSET}{told}<meta name="referrer" content="{REFERRER}">', 1)


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
