"""Where a reader reports an error or edits a file: the site's configuration in; the code host's addresses out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

FORM = "report-error.yml"
# Titles are cut so that an address stays short enough for every browser and host.
LONGEST_TITLE = 60
_MAIL = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeHost:
    """The host of the repository, where its web editor is below it, the maintainers' e-mail; "" where there is none."""

    repository: str = ""
    editor: str = ""
    mail: str = ""

    @classmethod
    def configured(cls, url: str | None, edit_uri: str | None, mail: str | None = None) -> CodeHost:
        """Return the host that the configuration names; without a web address there are no links."""
        parts = urlsplit(url or "")
        plain = parts.scheme in ("https", "http") and parts.netloc and not (parts.query or parts.fragment)
        return cls(
            repository=(url or "").rstrip("/") if plain else "",
            editor=(edit_uri or "").partition("docs/")[0].strip("/"),
            mail=mail.strip() if mail and _MAIL.fullmatch(mail.strip()) else "",
        )

    def report_url(self, plan_id: str, eid: str = "", title: str = "") -> str:
        """Return the address of the form that reports an error, filled in; "" when no host is known."""
        if not self.repository:
            return ""
        fields = {"template": FORM, "plan": plan_id}
        fields |= {"provision": eid} if eid else {}
        fields |= {"title": f"报错：{title[:LONGEST_TITLE]}"} if title else {}
        return f"{self.repository}/issues/new?{urlencode(fields)}"

    def release_url(self, name: str) -> str:
        """Return the address of a release with its files; "" without a host."""
        return f"{self.repository}/releases/tag/{quote(name)}" if self.repository else ""

    def mail_url(self, subject: str, text: str) -> str:
        """Return the address that opens a letter to the maintainers; "" when the configuration names none."""
        return f"mailto:{self.mail}?subject={quote(subject)}&body={quote(text)}" if self.mail else ""

    def edit_url(self, path: str) -> str:
        """Return the address at which the host's web editor opens a file of the repository; "" without a host."""
        return f"{self.repository}/{self.editor}/{path}" if self.repository and self.editor else ""
