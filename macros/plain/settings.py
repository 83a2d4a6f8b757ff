"""What mkdocs.yml says of the site, as far as a plain one needs it: the file in; names, addresses, navigation out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag  # type: ignore[import-untyped]


class _Loader(yaml.SafeLoader):
    """Knows the tag by which the file names variables of the environment."""


_Loader.add_constructor("!ENV", construct_env_tag)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The site's settings; `nav` are the groups of the navigation, each with its pages, `extensions` Markdown's."""

    site_name: str
    description: str
    site_url: str
    repo_url: str
    edit_uri: str
    copyright: str
    bulk_url: str
    mail: str
    nav: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    extensions: tuple[str, ...]
    extension_options: dict[str, dict[str, Any]]

    @classmethod
    def read(cls, path: Path) -> Settings:
        """Return the settings of a file, variables of the environment in it filled in."""
        told: dict[str, Any] = yaml.load(path.read_text("utf-8"), _Loader)
        extensions = [e if isinstance(e, dict) else {e: {}} for e in told["markdown_extensions"]]
        return cls(
            site_name=told["site_name"],
            description=told["site_description"],
            site_url=(told["site_url"] or "").rstrip("/"),
            repo_url=told["repo_url"] or "",
            edit_uri=told["edit_uri"] or "",
            copyright=told["copyright"],
            bulk_url=told["extra"].get("bulk_url") or "",
            mail=told["extra"].get("mail") or "",
            nav=tuple(_groups(told["nav"])),
            extensions=tuple(name for entry in extensions for name in entry),
            extension_options={name: options for entry in extensions for name, options in entry.items() if options},
        )


def _groups(entries: list[dict[str, Any]]) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for entry in entries:
        for name, pages in entry.items():
            if isinstance(pages, list):
                yield name, tuple(_pages(pages))


def _pages(entries: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        for name, what in entry.items():
            if isinstance(what, str):
                yield name, what
            else:
                first, *others = what
                yield name, first
                yield from _pages(others)
