"""Write a plan's mapping as YAML in the house style: plain data in, text out."""

from __future__ import annotations

from typing import Any

import yaml

SCHEMA_LINE = "# yaml-language-server: $schema=../../../schema/plan.schema.json\n"


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _represent_map(dumper: yaml.SafeDumper, data: dict[str, Any]) -> yaml.Node:
    flat = all(not isinstance(v, dict | list) or key == "themes" for key, v in data.items())
    row = flat and ("indicator" in data or ("why" in data and "printed" not in data))
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=row)


def _represent_list(dumper: yaml.SafeDumper, data: list[Any]) -> yaml.Node:
    short = all(isinstance(v, str | int) for v in data) and sum(len(str(v)) for v in data) < 80
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=short and bool(data))


_Dumper.add_representer(dict, _represent_map)
_Dumper.add_representer(list, _represent_list)


def dump_plan(data: dict[str, Any]) -> str:
    """Return a plan's mapping as YAML: keys in their order, one provision a line, rows of tables on one line."""
    text: str = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6, indent=2)
    return text
