"""The library's macros for hand-written pages: data in, HTML out; the same views serve generated pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from macros import (
    compare_views,
    guide,
    indicator_views,
    lineage_views,
    measure_views,
    place_views,
    slots,
    views,
    wording_views,
)


def define_env(env: Any) -> None:
    """Register the macros with mkdocs-macros; each reads the library of the build under way.

    Links are relative to the page that calls, so that the site works under any path.
    """

    def register(view: Callable[..., str]) -> None:
        def call(*args: Any, **options: Any) -> str:
            return slots.keep(view(views.root_of(env.page.url), *args, **options))

        call.__doc__ = view.__doc__
        env.macro(call, view.__name__)

    for view in (
        views.plan_list,
        views.indicator_table,
        views.provision,
        views.sample_provision,
        place_views.coverage,
        views.quality_report,
        views.library_counts,
        views.download_list,
        views.search_page,
        lineage_views.compare_page,
        indicator_views.indicator_matrix,
        measure_views.measures,
        measure_views.timeline,
        compare_views.theme_matrix,
        guide.rule_list,
        guide.schema_reference,
        wording_views.wording,
        wording_views.citations,
    ):
        register(view)
