"""Fill templates: the only place where HTML is made; autoescaping, and strict about names."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from jinja2.runtime import Context

from macros.build.code_host import CodeHost
from macros.build.compiled import CompiledTemplates
from macros.build.lean import lean
from macros.build.plain_text import PlainText, break_lines
from medplan.language.dates import chinese_date
from medplan.plan.address import Address, Eid

FOLDER = Path(__file__).parents[1] / "templates"
# This file makes the environment: what it compiles is another thing when it changes.
_OWN = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
_FIGURE = re.compile(r"([^0-9]{0,3}[0-9]+)(\.[0-9]+)?(.*)", re.S)


def figure_parts(printed: str) -> tuple[str, str, str] | None:
    """Return a figure's whole part, decimals and rest, so that decimals align; None for words."""
    found = _FIGURE.fullmatch(printed)
    return (found[1], found[2] or "", found[3]) if found else None


def address(plan_id: str, eid: Eid | None = None) -> str:
    """Return the address of a plan's page, or of a provision on it, from the site's root."""
    return str(Address.of_plan(plan_id, eid))


class _Direct(Context):
    """What a template's names stand for. What it calls is called as it is: no function or macro asks for these."""

    def call(self, what: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
        """Return what a function, or a macro, makes of its arguments."""
        if named:
            named.pop("_loop_vars", None)
            named.pop("_block_vars", None)
        return what(*args, **named)


@dataclass(frozen=True, kw_only=True)
class Templates:
    """The library's templates as read once, by name, and the addresses of the code host that they may ask for.

    Two of the same texts and host are equal and fill alike; one sent to another process is compiled there.
    """

    texts: Mapping[str, str]
    host: CodeHost

    @classmethod
    def read(cls, host: CodeHost = CodeHost()) -> Templates:  # noqa: B008  (frozen)
        """Return the templates as they are on disk now."""
        files = sorted(FOLDER.rglob("*.html"))
        return cls(
            texts={path.relative_to(FOLDER).as_posix(): lean(path.read_text("utf-8")) for path in files}, host=host
        )

    def render(self, template: str, **facts: Any) -> str:
        """Return a template (`plan`, `plan_list` …) filled with facts."""
        return self._environment.get_template(f"{template}.html").render(**facts)

    def macro(self, template: str, name: str) -> Callable[..., str]:
        """Return a template's macro: what is filled many times over is filled quicker so."""
        return self._macros(template, name)

    @cached_property
    def _macros(self) -> Callable[[str, str], Callable[..., str]]:
        @cache
        def found(template: str, name: str) -> Callable[..., str]:
            filled: Callable[..., str] = getattr(self._environment.get_template(f"{template}.html").module, name)
            return filled

        return found

    def _once(self, template: str, name: str, key: str, what: object) -> str:
        """Return a macro filled with a key and what goes with it, as it was filled before when that is the same."""
        known = self._filled.get((template, name, key))
        if known is None or known[0] is not what:
            known = self._filled[template, name, key] = what, self.macro(template, name)(key, what)
        return known[1]

    @cached_property
    def _filled(self) -> dict[tuple[str, str, str], tuple[object, str]]:
        return {}

    @cached_property
    def _environment(self) -> Environment:
        """Return the library's own environment, apart from the engine's and mkdocs-macros's."""
        made = Environment(
            loader=FunctionLoader(self._load),
            autoescape=True,
            undefined=StrictUndefined,
            bytecode_cache=CompiledTemplates(_OWN),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        made.context_class = _Direct
        made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
        made.globals["address"] = address
        made.globals["report_url"] = self.host.report_url
        made.globals["edit_url"] = self.host.edit_url
        made.globals["once"] = self._once
        made.globals["mail_url"] = self.host.mail_url
        made.filters["chinese_date"] = chinese_date
        made.filters["figure_parts"] = figure_parts
        made.filters["break_lines"] = break_lines
        made.globals |= PlainText(macro=self.macro).asked()
        return made

    def _load(self, name: str) -> tuple[str, str, None] | None:
        return (self.texts[name], str(FOLDER / name), None) if name in self.texts else None

    def __getstate__(self) -> dict[str, Any]:
        return {"texts": self.texts, "host": self.host}
