"""Plans and their data described in the words of schema.org: a plan in; plain data for JSON-LD out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from medplan.library.status import Key, RelatedDocument
from medplan.library.summary import PlanSummary
from medplan.plan.address import Address
from medplan.plan.head import CitedDocument
from medplan.schema.schemas import plan_labels

_CONTEXT = "https://schema.org"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_FORCE: dict[Key, str] = {"repealed": "NotInForce", "replaced": "NotInForce", "in-period": "InForce"}
Described = dict[str, Any]


def describe_plan(plan: PlanSummary, site: str, encodings: Sequence[tuple[str, str]]) -> Described:
    """Return a plan as Legislation; what only tells of one, such as a press conference, as a work about it.

    `site` is the site's address, "" when unknown; `encodings` are (address, media type) of what it can be had in.
    """
    secondary = plan.kind == "press-conference"
    labels = plan_labels()
    found: Described = {
        "@context": _CONTEXT,
        "@type": "CreativeWork" if secondary else "Legislation",
        "name": plan.title,
        "inLanguage": "zh-CN",
    }
    if site:
        found |= {"@id": _address(site, plan.id), "url": _address(site, plan.id)}
    place = {"@type": "AdministrativeArea", "name": plan.place_names or plan.place.name, "identifier": plan.place.code}
    body = {"@type": "GovernmentOrganization", "name": plan.issuer} if plan.issuer else None
    if secondary:
        found |= {"contentLocation": place, "publisher": body}
    else:
        found |= {
            "legislationType": labels["kind"][plan.kind],
            "legislationIdentifier": plan.document_number,
            "legislationJurisdiction": place,
            "legislationPassedBy": body,
            "legislationDate": plan.published,
            "legislationLegalForce": _force(plan),
            "legislationRepeals": [_document(d, site) for d in plan.replaced if d.how == "repealed"],
        }
    found |= {
        "datePublished": plan.published,
        "creativeWorkStatus": plan.status.word,
        "temporalCoverage": f"{plan.period[0]}/{plan.period[1]}" if plan.period else None,
        "isBasedOn": [_document(document, site) for document in plan.implements],
        "encoding": [{"@type": "MediaObject", "contentUrl": url, "encodingFormat": form} for url, form in encodings],
    }
    return _set(found)


def describe_library(site: str, files: Iterable[tuple[str, str]], plans: int, version: str) -> Described:
    """Return the library's data as a Dataset; `files` are (address, media type) of what it can be had in."""
    found: Described = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "name": "医保规划库",
        "description": f"中国各级医疗保障规划 {plans} 份：规划、条文、指标、任务，逐条可引，逐字可核。",
        "inLanguage": "zh-CN",
        "license": _LICENCE,
        "isAccessibleForFree": True,
        "version": version,
        "keywords": ["医疗保障", "规划", "医保"],
        "spatialCoverage": {"@type": "Country", "name": "中国"},
        "distribution": [{"@type": "DataDownload", "contentUrl": url, "encodingFormat": form} for url, form in files],
    }
    return _set(found | ({"url": f"{site}/data/"} if site else {}))


def _force(plan: PlanSummary) -> str | None:
    """Return whether it is in force, as schema.org says it; None where that can't be said."""
    word = _FORCE.get(plan.status.key)
    return f"{_CONTEXT}/{word}" if word else None


def _document(document: CitedDocument | RelatedDocument, site: str) -> Described:
    return _set(
        {
            "@type": "Legislation",
            "name": document.title,
            "legislationIdentifier": document.number,
            "url": _address(site, document.plan) if site and document.plan else None,
        }
    )


def _address(site: str, plan_id: str) -> str:
    return Address.of_plan(plan_id).href(f"{site}/")


def _set(described: Described) -> Described:
    """Return a description without what is not known."""
    return {key: value for key, value in described.items() if value not in (None, [], "")}
