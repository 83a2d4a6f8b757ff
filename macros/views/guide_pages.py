"""The guide's generated parts: rules with their examples, the reference of the YAML, texts to copy for a report."""

from __future__ import annotations

import yaml

from macros.build.facts import Build
from medplan.library.repository import ROOT
from medplan.rules.cases import Case, lines_by_rule, read_case
from medplan.rules.rulebook import GROUPS
from medplan.schema.reference import sections

CASES = ROOT / "tests" / "cases"
# What whoever has no account copies, fills in and sends.
LETTERS = (
    ("报错", "报错\n规划：\n条文：\n网址：\n现在是：\n应当是：\n依据："),
    ("提供一份规划", "提供一份规划\n地方：\n文件名称：\n发布机关和日期：\n网址：\n附件："),
)


def rule_list(build: Build, root: str) -> str:
    """Return every rule of the validator: what it asks, an example with what is printed of it, the cure."""
    printed = lines_by_rule(yaml.safe_load((CASES / "hostile" / "printed.yaml").read_text("utf-8")))
    cases = {rule.code: _case(rule.code) for rules in GROUPS.values() for rule in rules}
    return build.render("macros/rules", root=root, groups=GROUPS, cases=cases, printed=printed)


def _case(code: str) -> Case | None:
    """Return the case named after a rule; None where no editor could write such a file."""
    path = CASES / "invalid" / f"{code}.yaml"
    return read_case(path) if path.exists() else None


def schema_reference(build: Build, root: str, name: str) -> str:
    """Return the keys of one kind of file (`plan`, `themes` …), section by section."""
    return build.render("macros/reference", root=root, sections=sections(name))


def hand_in(build: Build, root: str) -> str:
    """Return the texts by which someone without an account reports an error or hands in a plan."""
    return build.render("macros/hand_in", letters=LETTERS)
