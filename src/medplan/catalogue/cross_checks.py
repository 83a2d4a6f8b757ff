"""What the catalogues say of each other: their files, read, in; the issues out."""

from __future__ import annotations

from collections.abc import Callable

from medplan.catalogue.entries import CatalogueFile
from medplan.issues import Issue

LEVEL_ORDER = ("national", "province", "prefecture", "county")  # the highest first
Files = dict[str, CatalogueFile]


def _check_parents(files: Files) -> list[Issue]:
    """Return each parent that is missing or not of a higher level: levels that only rise leave no room for a circle."""
    file = files["jurisdictions"]
    levels = {entry["code"]: LEVEL_ORDER.index(entry["level"]) for entry in file.sound.values()}
    issues: list[Issue] = []
    for index, entry in file.sound.items():
        at, parent, own = (index, "parent"), entry["parent"], levels[entry["code"]]
        if parent is None and own > 0:
            issues.append(file.document.issue(at, "parent-level", "只有国家没有上级", "写上级行政区的代码"))
        elif parent is not None and parent not in levels:
            if not file.missing.may_hold(parent):
                issues.append(file.document.issue(at, "unknown-parent", f"没有上级 {parent}", "先登记上级行政区"))
        elif parent is not None and levels[parent] >= own:
            words = f"上级 {parent} 的级别不比 {entry['code']} 高"
            issues.append(file.document.issue(at, "parent-level", words, "核对上级代码和级别"))
    return issues


def _check_themes(files: Files) -> list[Issue]:
    file, themes = files["indicators"], files["themes"]
    known = {entry["id"] for entry in themes.sound.values()}
    return [
        file.document.issue((index, "themes", at), "unknown-id", f"主题目录里没有 {theme}", "查 data/themes.yaml")
        for index, entry in file.sound.items()
        for at, theme in enumerate(entry.get("themes", ()))
        if theme not in known and not themes.missing.may_hold(theme)
    ]


def _check_units(files: Files) -> list[Issue]:
    file, units = files["indicators"], {entry["id"] for entry in files["units"].sound.values()}
    return [
        file.document.issue((index, "unit"), "unknown-id", f"单位目录里没有 {entry['unit']}", "查 data/units.yaml")
        for index, entry in file.sound.items()
        if entry["unit"] not in units and not files["units"].missing.may_hold(entry["unit"])
    ]


def _check_names(files: Files) -> list[Issue]:
    file = files["agencies"]
    issues: list[Issue] = []
    owners: dict[str, str] = {}
    for index, entry in file.sound.items():
        places = [(index, "name"), *((index, "names", n) for n in range(len(entry.get("names", ()))))]
        for at, name in zip(places, (entry["name"], *entry.get("names", ())), strict=True):
            owner = owners.setdefault(name, entry["id"])
            if owner != entry["id"]:
                issues.append(
                    file.document.issue(at, "duplicate-id", f"名称“{name}”已属于 {owner}", "只留在一个部门下")
                )
    return issues


CHECKS: tuple[Callable[[Files], list[Issue]], ...] = (_check_parents, _check_units, _check_themes, _check_names)
