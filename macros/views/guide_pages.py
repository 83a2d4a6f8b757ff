"""The guide's generated parts: the rules with their examples, and the reference of the YAML from the schemas."""

from __future__ import annotations

import yaml

from macros.build.facts import Build
from medplan.library.repository import ROOT
from medplan.rules.cases import Case, lines_by_rule, read_case
from medplan.rules.rulebook import GROUPS
from medplan.schema.reference import sections

CASES = ROOT / "tests" / "cases"


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
