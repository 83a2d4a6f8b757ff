"""A plan's page for machines: what Zotero reads of its head, what search engines read of its JSON-LD."""

from __future__ import annotations

import json
from typing import Any

import docx
import pytest
from builds import PLAN_IDS, Build
from built_html import parse
from pyld import jsonld

from medplan.publish.plan_files import PLAN_FILES

pytestmark = pytest.mark.site

# Of Zotero's translator "Embedded Metadata": what each name becomes, and which makes the page a report.
ZOTERO = {
    "citation_title": "title",
    "citation_author": "creator",
    "citation_publication_date": "date",
    "citation_technical_report_institution": "institution",
    "citation_technical_report_number": "number",
    "citation_language": "language",
    "citation_public_url": "url",
}
SCHEMA_ORG = "http://schema.org/"
MAKES_A_REPORT = "citation_technical_report_institution"
# Of schema.org: the properties of each type that are used, with those of the types above it.
WORK = {
    "name",
    "inLanguage",
    "url",
    "publisher",
    "datePublished",
    "creativeWorkStatus",
    "temporalCoverage",
    "isBasedOn",
}
WORK |= {"encoding", "description", "license", "isAccessibleForFree", "version", "keywords", "spatialCoverage"}
PROPERTIES = {
    "CreativeWork": WORK | {"contentLocation"},
    "Legislation": WORK
    | {"legislationType", "legislationIdentifier", "legislationJurisdiction", "legislationPassedBy", "legislationDate"}
    | {"legislationLegalForce", "legislationRepeals"},
    "Dataset": WORK | {"distribution"},
    "AdministrativeArea": {"name", "identifier"},
    "Country": {"name"},
    "GovernmentOrganization": {"name"},
    "MediaObject": {"contentUrl", "encodingFormat"},
    "DataDownload": {"contentUrl", "encodingFormat"},
}


def linked(built: Build, url: str) -> dict[str, Any]:
    [script] = parse(built.site / url / "index.html").select('script[type="application/ld+json"]')
    found: dict[str, Any] = json.loads(script.string or "")
    return found


def check(described: Any) -> None:
    """Check that every object is of a known type and has the properties of that type only, none of them empty."""
    if isinstance(described, list):
        for one in described:
            check(one)
    elif isinstance(described, dict):
        names = {name for name in described if not name.startswith("@")}
        assert names <= PROPERTIES[described["@type"]], names - PROPERTIES[described["@type"]]
        for value in described.values():
            assert value not in (None, "", [])
            check(value)


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_zotero_takes_a_plan_for_a_report_with_its_facts(built: Build, read_page, plan_id: str) -> None:
    plans = json.loads((built.site / "data/plans.json").read_text("utf-8"))
    [plan] = [plan for plan in plans if plan["id"] == plan_id]
    page = read_page(f"plans/{plan_id}/")
    metas = {str(m["name"]): str(m["content"]) for m in page.select("head meta[name^=citation_]")}
    assert metas.keys() <= ZOTERO.keys()
    assert MAKES_A_REPORT in metas
    read = {ZOTERO[name]: value for name, value in metas.items()}
    assert read["title"] == plan["title"]
    assert read["creator"] == (plan["issuer"] or plan["jurisdiction"])
    assert read.get("date") == (plan["published"] and plan["published"].replace("-", "/"))
    assert read.get("number") == plan["document_number"]
    assert page.select_one('meta[name="DC.title"]')["content"] == plan["title"]
    links = [str(a["href"]) for a in page.select("a[download]")]
    assert {f"../../data/{name.format(plan_id)}" for name in PLAN_FILES} <= set(links)
    assert all((built.site / "plans" / plan_id / link).resolve().is_file() for link in links)


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_a_plan_is_legislation_with_what_the_yaml_says(built: Build, plan_id: str) -> None:
    plan = json.loads((built.site / f"data/plans/{plan_id}.json").read_text("utf-8"))
    found = linked(built, f"plans/{plan_id}/")
    check(found)
    assert found["name"] == plan["title"]
    assert found.get("datePublished") == plan["published"]
    assert [d["name"] for d in found.get("isBasedOn", [])] == [d["title"] for d in plan["implements"]]
    secondary = plan["kind"] == "press-conference"
    assert found["@type"] == ("CreativeWork" if secondary else "Legislation")
    if not secondary:
        assert found["legislationJurisdiction"]["identifier"] == plan["jurisdiction_code"]


def schema_org(url: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return the context of schema.org as far as it matters here: all names are its own, nothing is fetched."""
    assert url == "https://schema.org"
    context = {"@vocab": SCHEMA_ORG, "url": {"@type": "@id"}, "contentUrl": {"@type": "@id"}}
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": context}}


def names_in(described: Any) -> list[str]:
    """Return the name of every property at any depth, but the address of the context, in alphabetical order."""
    if isinstance(described, list):
        return sorted(name for one in described for name in names_in(one))
    if isinstance(described, dict):
        return sorted([*(described.keys() - {"@context"}), *names_in([*described.values()])])
    return []


def expanded(described: dict[str, Any], base: str) -> dict[str, Any]:
    """Return what a processor of JSON-LD makes of a description, having checked that it lost nothing."""
    options = {"documentLoader": schema_org, "base": base}
    [found] = jsonld.expand(described, options)
    assert names_in(jsonld.compact(found, described["@context"], options)) == names_in(described)
    return dict(found)


def test_a_processor_of_json_ld_makes_of_it_what_it_says(moved: Build) -> None:
    for row in json.loads((moved.site / "data/plans.json").read_text("utf-8")):
        found = expanded(linked(moved, f"plans/{row['id']}/"), "https://elsewhere.example/")
        assert found["@type"] == [f"{SCHEMA_ORG}Legislation"]
        assert found["@id"] == row["address"]
        assert found[f"{SCHEMA_ORG}url"] == [{"@id": row["address"]}]
        assert all(name.startswith(("@", SCHEMA_ORG)) for name in found)
        for encoding in found[f"{SCHEMA_ORG}encoding"]:
            assert encoding[f"{SCHEMA_ORG}contentUrl"][0]["@id"].startswith("https://library.example/library/data/")
    data = expanded(linked(moved, "data/"), "https://library.example/library/data/")
    assert data["@type"] == [f"{SCHEMA_ORG}Dataset"]
    for file in data[f"{SCHEMA_ORG}distribution"]:
        assert file[f"{SCHEMA_ORG}contentUrl"][0]["@id"].startswith("https://library.example/library/data/")


def test_the_data_page_describes_a_dataset_whose_files_are_there(built: Build) -> None:
    found = linked(built, "data/")
    check(found)
    assert found["@type"] == "Dataset"
    files = [file["contentUrl"] for file in found["distribution"]]
    assert {"../data/library.xlsx", "../data/library.sqlite", "../data/provisions.csv"} <= set(files)
    assert all((built.site / "data" / file).resolve().is_file() for file in files)


def test_addresses_are_whole_where_the_site_knows_its_own(moved: Build) -> None:
    plan_id = json.loads((moved.site / "data/plans.json").read_text("utf-8"))[0]["id"]
    found = linked(moved, f"plans/{plan_id}/")
    assert found["@id"] == f"https://library.example/library/plans/{plan_id}/"
    rows = json.loads((moved.site / "data/provisions.json").read_text("utf-8"))
    assert all(row["address"] == f"https://library.example/library{row['url']}" for row in rows)


def test_a_hostile_title_stays_within_its_script(hostile: Build) -> None:
    for path in (hostile.site / "plans").glob("*/index.html"):
        plan = json.loads((hostile.site / f"data/plans/{path.parent.name}.json").read_text("utf-8"))
        assert linked(hostile, f"plans/{path.parent.name}")["name"] == plan["title"]


def test_every_theme_has_a_collection_with_the_passages_of_its_page(built: Build, read_page) -> None:
    plans = {plan["id"]: plan for plan in json.loads((built.site / "data/plans.json").read_text("utf-8"))}
    found = sorted((built.site / "data/collections").glob("*.docx"))
    for path in found[:3]:
        page = read_page(f"themes/{path.stem}/")
        assert page.select_one(f'a[href$="data/collections/{path.name}"]')
        paragraphs = docx.Document(str(path)).paragraphs
        headings = [p.text for p in paragraphs if p.style.name == "MPHeading2"]
        addressed = [section["id"] for section in page.select("section.theme-plan")]
        assert len(headings) == len(addressed)
        assert all(plans[plan]["title"] in heading for plan, heading in zip(addressed, headings, strict=True))
        passages = [p.text for p in paragraphs if p.style.name == "MPBody"]
        assert len(passages) == len(page.select("p.passage"))
        assert sum("[EB/OL]" in p.text for p in paragraphs) == len(page.select("p.path"))
    assert found
