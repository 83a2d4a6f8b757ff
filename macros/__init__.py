"""The library's macros for hand-written pages: data in, HTML out; the same views serve generated pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from macros.views import (
    comparison_pages,
    data_pages,
    guide_pages,
    indicator_pages,
    lineage_parts,
    measure_pages,
    place_pages,
    plan_pages,
    wording_pages,
)

if TYPE_CHECKING:
    from macros.site.plugin import LibraryPlugin


def define_env(env: Any) -> None:
    """Register the macros with mkdocs-macros, on what the library's plugin knows of the build under way.

    Links are relative to the page that calls, so that the site works under any path.
    """
    library: LibraryPlugin = env.conf.plugins["library"]

    def register(view: Callable[..., str]) -> None:
        def call(*args: Any, **options: Any) -> str:
            return library.slots.keep(view(library.build, plan_pages.root_of(env.page.url), *args, **options))

        call.__doc__ = view.__doc__
        env.macro(call, view.__name__)

    for view in (
        plan_pages.plan_list,
        plan_pages.indicator_table,
        plan_pages.provision,
        plan_pages.sample_provision,
        place_pages.coverage,
        plan_pages.quality_report,
        plan_pages.library_counts,
        data_pages.download_list,
        data_pages.download_columns,
        plan_pages.search_page,
        lineage_parts.compare_page,
        indicator_pages.indicator_matrix,
        measure_pages.measures,
        measure_pages.timeline,
        comparison_pages.theme_matrix,
        guide_pages.rule_list,
        guide_pages.schema_reference,
        wording_pages.wording,
        wording_pages.citations,
    ):
        register(view)
