"""Fill templates: the only place where HTML is made; autoescaping, and strict about names."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from macros.build import reporting
from medplan.language.dates import chinese_date

TEMPLATES = Path(__file__).parents[1] / "templates"
_FIGURE = re.compile(r"([^\d]{0,3}\d+)(\.\d+)?(.*)", re.S)


def figure_parts(printed: str) -> tuple[str, str, str] | None:
    """Return a figure's whole part, decimals and rest, so that decimals align; None for words."""
    found = _FIGURE.fullmatch(printed)
    return (found[1], found[2] or "", found[3]) if found else None


def break_lines(text: str) -> Markup:
    """Return text with a line break where the source's cell has one."""
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


@cache
def environment() -> Environment:
    """Return the library's own environment, apart from the engine's and mkdocs-macros's."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["report_url"] = reporting.report_url
    made.globals["edit_url"] = reporting.edit_url
    made.filters["chinese_date"] = chinese_date
    made.filters["figure_parts"] = figure_parts
    made.filters["break_lines"] = break_lines
    return made


def render(template: str, **facts: Any) -> str:
    """Return a template (`plan`, `plan_list` …) filled with facts."""
    return environment().get_template(f"{template}.html").render(**facts)
