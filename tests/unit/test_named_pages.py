"""Pages that plans keep alive: of each indicator, agency and place that is named, and of no other."""

from __future__ import annotations

from medplan.facts.named_pages import NAMED_KINDS, named_pages, standing_pages

from .library import catalogues, head_of
from .support import read_sample


def test_a_plan_keeps_alive_what_it_names_and_nothing_else() -> None:
    _, plan, _ = read_sample(
        """\
        body:
          - {num: 一、, text: 做好参保。, lead: [市医保局, 专班], supporting: [政府办公室], responsible: [医保中心]}
          - indicators:
              caption: 主要指标
              columns: {name: 指标, target: 2025年}
              rows:
                - {indicator: enrolment-rate, match: exact, name: 参保率, target: 95%}
                - {indicator: no-such-indicator, match: exact, name: 别的, target: 95%}
                - {indicator: null, name: 别的, target: 95%}
        """
    )
    found = {str(address) for address in named_pages(plan, catalogues())}
    assert found == {
        "indicators/enrolment-rate/",
        "agencies/healthcare-security/",
        "agencies/healthcare-security-agency/",
        "agencies/government-office/",
        "jurisdictions/100000/",
        "jurisdictions/320000/",
        "jurisdictions/320500/",
    }
    assert {address.split("/")[0] for address in found} == NAMED_KINDS


def test_a_plan_of_a_place_that_is_not_in_the_catalogue_names_no_place() -> None:
    _, plan, _ = read_sample("body: [甲。]\n", head_of("999999"))
    assert named_pages(plan, catalogues()) == frozenset()


def test_themes_the_country_and_the_provinces_have_pages_whatever_plans_say() -> None:
    found = {str(address) for address in standing_pages(catalogues())}
    assert {"themes/enrolment/", "jurisdictions/100000/", "jurisdictions/320000/"} <= found
    assert "jurisdictions/320500/" not in found
    places = {code for code, place in catalogues().jurisdictions.items() if place.level in ("national", "province")}
    themes = {f"themes/{theme}/" for theme in catalogues().themes}
    assert found == themes | {f"jurisdictions/{code}/" for code in places}
