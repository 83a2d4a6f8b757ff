"""Where a reader reports an error or edits a file: a plan and a provision in; the code host's addresses out."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

FORM = "report-error.yml"
# Titles are cut so that an address stays short enough for every browser and host.
LONGEST_TITLE = 60
_repository: list[str] = [""]
_edit_base: list[str] = [""]


def set_repository(url: str | None, edit_uri: str | None) -> None:
    """Note where the repository is hosted, as the configuration says; without a web address there are no links."""
    parts = urlsplit(url or "")
    plain = parts.scheme in ("https", "http") and parts.netloc and not (parts.query or parts.fragment)
    _repository[0] = (url or "").rstrip("/") if plain else ""
    _edit_base[0] = (edit_uri or "").partition("docs/")[0].strip("/")


def report_url(plan_id: str, eid: str = "", title: str = "") -> str:
    """Return the address of the form that reports an error, filled in; "" when no host is known."""
    if not _repository[0]:
        return ""
    fields = {"template": FORM, "plan": plan_id}
    fields |= {"provision": eid} if eid else {}
    fields |= {"title": f"报错：{title[:LONGEST_TITLE]}"} if title else {}
    return f"{_repository[0]}/issues/new?{urlencode(fields)}"


def edit_url(path: str) -> str:
    """Return the address at which the host's web editor opens a file of the repository; "" when no host is known."""
    return f"{_repository[0]}/{_edit_base[0]}/{path}" if _repository[0] and _edit_base[0] else ""
