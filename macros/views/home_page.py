"""What the home page is filled with: a build in; ways in, a grid of provinces, what is held, as HTML out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from macros.build.facts import Build
from macros.views.place_pages import totals_by_level
from medplan.compare.indicators import ComparedRow
from medplan.facts.commitments import Commitment
from medplan.library.index import LibraryIndex
from medplan.library.summary import PlanSummary

NEWEST = 6
FIGURES_SHOWN = 3
PLACES_NAMED = 3
WORDS_SHOWN = 48
ASKED_FOR = "long-term-care"  # the theme that most readers come for
# Each province's short name and its place in the grid, row and column: roughly where it lies, and no map.
TILES = MappingProxyType(
    {
        **{"23": ("黑龙江", 1, 8), "15": ("内蒙古", 2, 5), "22": ("吉林", 2, 8)},
        **{
            "65": ("新疆", 3, 1),
            "62": ("甘肃", 3, 3),
            "64": ("宁夏", 3, 4),
            "14": ("山西", 3, 5),
            "11": ("北京", 3, 6),
        },
        **{"12": ("天津", 3, 7), "21": ("辽宁", 3, 8)},
        **{
            "63": ("青海", 4, 2),
            "61": ("陕西", 4, 4),
            "41": ("河南", 4, 5),
            "13": ("河北", 4, 6),
            "37": ("山东", 4, 7),
        },
        **{
            "54": ("西藏", 5, 1),
            "51": ("四川", 5, 3),
            "50": ("重庆", 5, 4),
            "42": ("湖北", 5, 5),
            "34": ("安徽", 5, 6),
        },
        **{"32": ("江苏", 5, 7), "31": ("上海", 5, 8)},
        **{
            "53": ("云南", 6, 3),
            "52": ("贵州", 6, 4),
            "43": ("湖南", 6, 5),
            "36": ("江西", 6, 6),
            "33": ("浙江", 6, 7),
        },
        **{"45": ("广西", 7, 5), "44": ("广东", 7, 6), "35": ("福建", 7, 7), "71": ("台湾", 7, 8)},
        **{"46": ("海南", 8, 5), "82": ("澳门", 8, 6), "81": ("香港", 8, 7)},
    }
)
_STEPS = (1, 2, 5)  # shades of a tile: one plan, two to four, five and more


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A province in the grid: `shade` from 0, nothing held, to 3; `said` is its name with what is held, in words."""

    code: str
    short: str
    row: int
    column: int
    plans: int
    shade: int
    said: str


def home_page(build: Build, root: str) -> str:
    """Return the home page below its search: ways in, each with an example, what the library holds and what not."""
    index = build.index
    tiles = tiles_of(index)
    held = sum(tile.plans > 0 for tile in tiles)
    return build.render(
        "macros/home",
        root=root,
        plans=len(index.plans),
        sample=_sample_plan(index),
        theme=_sample_theme(build),
        themes=len(index.catalogues.themes),
        figures=_sample_figures(build),
        due=_sample_commitment(build),
        dated=len(build.time_line.entries),
        past=build.time_line.states.get("past", 0),
        today=build.day.isoformat(),
        document=_sample_document(build),
        tiles=tiles,
        held=held,
        absent=len(tiles) - held,
        levels=list(_levels(build)),
        newest=sorted(index.plans, key=lambda plan: plan.published or "", reverse=True)[:NEWEST],
        labels=build.labels,
    )


def tiles_of(index: LibraryIndex) -> list[Tile]:
    """Return the grid of provinces with what the library holds of each."""
    return list(_tiles(index))


def _tiles(index: LibraryIndex) -> Iterator[Tile]:
    for place in index.children_of("100000"):
        short, row, column = TILES.get(place.code[:2], (place.name, 9, 1 + int(place.code[:2]) % 8))
        plans = index.plans_under(place.code)
        names = list(dict.fromkeys(plan.place.name for plan in plans))
        more = " 等" if len(names) > PLACES_NAMED else ""
        named = f"{len(plans)} 份（{'、'.join(names[:PLACES_NAMED])}{more}）" if plans else "未收录"
        yield Tile(
            code=place.code,
            short=short,
            row=row,
            column=column,
            plans=len(plans),
            shade=sum(len(plans) >= step for step in _STEPS),
            said=f"{place.name}：{named}",
        )


def _levels(build: Build) -> Iterator[tuple[str, int, int, int, list[PlanSummary]]]:
    """Yield each level: its name, its places, those with a plan, the plans, and those plans where they are few."""
    for level, (places, held, plans) in totals_by_level(build.index).items():
        few = [plan for plan in build.index.plans if plan.place.level == level] if plans <= PLACES_NAMED else []
        yield build.labels["level"][level], places, held, plans, few


def _sample_plan(index: LibraryIndex) -> PlanSummary | None:
    """Return the longest of the plans in the narrow sense, or of all."""
    whole = [plan for plan in index.plans if plan.kind == "plan" and plan.stage == "issued"]
    return max(whole or index.plans, key=lambda plan: plan.provisions, default=None)


def _sample_theme(build: Build) -> tuple[str, str, list[PlanSummary], int] | None:
    """Return a theme's id, name, first plans and their number: what is asked for most, else what most plans address."""
    plans = {theme: groups["addressed"] for theme, groups in build.theme_groups.items() if groups["addressed"]}
    if not plans:
        return None
    theme = ASKED_FOR if ASKED_FOR in plans else max(plans, key=lambda name: len(plans[name]))
    name = build.index.catalogues.themes[theme].name
    return theme, name, list(plans[theme][:PLACES_NAMED]), len(plans[theme])


def _sample_figures(build: Build) -> tuple[str, str, list[ComparedRow]] | None:
    """Return the indicator that most plans set, with the targets of the first places that can be compared."""
    rows = build.index.rows
    best = max(rows, key=lambda name: len({plan.id for plan, _ in rows[name]}), default=None)
    if best is None:
        return None
    comparison = build.comparisons.of(best)
    shown = {row.plan.id: row for row in comparison.comparable if row.printed_target}
    return best, build.index.catalogues.indicators[best].name, list(shown.values())[:FIGURES_SHOWN]


def _sample_commitment(build: Build) -> tuple[PlanSummary, Commitment, str] | None:
    """Return the dated commitment that comes due next, else the last that did, with its first words."""
    # What comes next stands first, then what returns every year, then what is past, the latest first.
    chosen = next(((plan, one) for plan, one in build.time_line.entries if one.due), None)
    if chosen is None:
        return None
    plan, found = chosen
    words = found.text if len(found.text) <= WORDS_SHOWN else found.text[:WORDS_SHOWN] + "……"
    return plan, found, words


def _sample_document(build: Build) -> str:
    """Return the number of the document that most plans cite, "" when none has one."""
    numbered = [entry for entry in build.cited.entries if entry.number]
    return max(numbered, key=lambda entry: entry.plan_count).number or "" if numbered else ""
