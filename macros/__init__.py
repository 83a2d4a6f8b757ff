"""The library's macros for hand-written pages: data in, HTML out; the same views serve generated pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from macros.build.page_kinds import Macro, root_of
from macros.views.table import list_macros

if TYPE_CHECKING:
    from macros.site.plugin import LibraryPlugin


def define_env(env: Any) -> None:
    """Register the macros with mkdocs-macros, on what the library's plugin knows of the build under way.

    Links are relative to the page that calls, so that the site works under any path.
    """
    library: LibraryPlugin = env.conf.plugins["library"]

    def register(macro: Macro) -> None:
        def call(*args: Any, **options: Any) -> str:
            return library.slots.keep(macro.view(library.build, root_of(env.page.url), *args, **options))

        call.__doc__ = macro.view.__doc__
        env.macro(call, macro.name)

    for macro in list_macros():
        register(macro)
