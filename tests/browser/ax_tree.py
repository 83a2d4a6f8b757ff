"""Chromium's accessibility tree: a page in; what a screen reader is told of an element and all below it, out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A node of the tree that is not ignored: its role, its name and the roles and names below it."""

    role: str
    name: str
    below: tuple[Told, ...]

    def walk(self) -> Iterator[Told]:
        """Yield the node and all below it."""
        yield self
        for child in self.below:
            yield from child.walk()

    def all(self, *roles: str) -> list[Told]:
        """Return the nodes of these roles at or below this one."""
        return [node for node in self.walk() if node.role in roles]

    @property
    def said(self) -> str:
        """Return the texts at and below this node, in order."""
        return "".join(node.name for node in self.walk() if node.role == "StaticText")


def tree_of(page: Page, selector: str) -> Told:
    """Return the accessibility tree of the first element that a selector finds."""
    client = page.context.new_cdp_session(page)
    client.send("Accessibility.enable")
    root = client.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    found = client.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    backend = client.send("DOM.describeNode", {"nodeId": found})["node"]["backendNodeId"]
    nodes = client.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    start = next(node for node in nodes if node.get("backendDOMNodeId") == backend)
    client.detach()
    return Told(role=_value(start, "role"), name=_value(start, "name"), below=tuple(_below(start, by_id)))


def _value(node: dict[str, Any], key: str) -> str:
    return str(node.get(key, {}).get("value", ""))


def _below(node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Iterator[Told]:
    for child_id in node.get("childIds", ()):
        child = by_id[child_id]
        if child.get("ignored"):
            yield from _below(child, by_id)
        else:
            yield Told(role=_value(child, "role"), name=_value(child, "name"), below=tuple(_below(child, by_id)))
