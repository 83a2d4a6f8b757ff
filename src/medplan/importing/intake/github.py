"""Put a proposal on GitHub through its interface: files, a branch, a pull request, a comment; no git, no shell.

This module needs nothing but Python itself.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

_SECONDS = 30
_LARGEST_ANSWER = 20_000_000


class GitHubError(Exception):
    """GitHub refused a request, or could not be asked: the request and the status (0: no answer)."""

    def __init__(self, request: str, status: int) -> None:
        super().__init__(f"{request}: {status or 'no answer'}")
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class GitHub:
    """One repository on GitHub, asked with a token; `api` is the address of the interface."""

    api: str
    repository: str
    token: str

    def has_file(self, path: str, branch: str) -> bool:
        """Return whether a branch has a file."""
        return self._ask("GET", f"/contents/{quote(path)}?ref={quote(branch, safe='')}", missing=True) is not None

    def default_branch(self) -> str:
        """Return the name of the branch that proposals are made to."""
        return str(self._ask("GET", "")["default_branch"])

    def put_branch(self, branch: str, base: str, files: Mapping[str, bytes], message: str) -> None:
        """Make a branch of one commit on top of `base` that adds files; what was on it before is gone."""
        start = self._ask("GET", f"/git/ref/heads/{quote(base)}")["object"]["sha"]
        tree = self._ask("GET", f"/git/commits/{start}")["tree"]["sha"]
        entries = [
            {"path": path, "mode": "100644", "type": "blob", "sha": self._blob(content)}
            for path, content in files.items()
        ]
        made = self._ask("POST", "/git/trees", {"base_tree": tree, "tree": entries})["sha"]
        commit = self._ask("POST", "/git/commits", {"message": message, "tree": made, "parents": [start]})["sha"]
        there = self._ask("GET", f"/git/ref/heads/{quote(branch)}", missing=True)
        if there is None:
            self._ask("POST", "/git/refs", {"ref": f"refs/heads/{branch}", "sha": commit})
        else:
            self._ask("PATCH", f"/git/refs/heads/{quote(branch)}", {"sha": commit, "force": True})

    def propose(self, branch: str, base: str, title: str, body: str) -> int:
        """Return the number of the branch's open pull request, which is written anew, or made where there is none."""
        head = quote(f"{self.repository.partition('/')[0]}:{branch}", safe="")
        for request in self._ask("GET", f"/pulls?state=open&head={head}"):
            if request["head"]["ref"] == branch:
                self._ask("PATCH", f"/pulls/{int(request['number'])}", {"title": title, "body": body})
                return int(request["number"])
        made = self._ask("POST", "/pulls", {"title": title, "head": branch, "base": base, "body": body})
        return int(made["number"])

    def comment(self, number: int, text: str) -> None:
        """Say something on an issue."""
        self._ask("POST", f"/issues/{number}/comments", {"body": text})

    def _blob(self, content: bytes) -> str:
        given = {"content": base64.b64encode(content).decode("ascii"), "encoding": "base64"}
        return str(self._ask("POST", "/git/blobs", given)["sha"])

    def _ask(self, method: str, path: str, given: Mapping[str, Any] | None = None, *, missing: bool = False) -> Any:
        request = Request(
            f"{self.api}/repos/{self.repository}{path}",
            method=method,
            data=json.dumps(given).encode() if given is not None else None,
            headers={
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                "User-Agent": "medplan-intake",
                "X-GitHub-Api-Version": "2022-11-28",
            },
        )
        try:
            with urlopen(request, timeout=_SECONDS) as answer:
                return json.loads(answer.read(_LARGEST_ANSWER))
        except HTTPError as error:
            with error:
                if missing and error.code == 404:
                    return None
                raise GitHubError(f"{method} {path}", error.code) from error
        except (URLError, OSError, ValueError) as error:
            raise GitHubError(f"{method} {path}", 0) from error
