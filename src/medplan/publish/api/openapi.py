"""The description of the API: its typed rows, and true examples, in; OpenAPI 3.1 as plain data out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from medplan.plan.address import NAME
from medplan.publish.api.rows import RESOURCES, VERSION, Resource
from medplan.publish.row_schema import schema_of

_PARAMETERS = {
    "province": ("行政区划代码的前两位，见 provinces.json", "^[0-9]{2}$"),
    "id": ("规划代号，永久不变", f"^{NAME}$"),
}
_ABOUT = (
    "中国各级医疗保障规划的静态接口：只有文件，没有查询。第 1 版里的字段不删、不改名、不改类型和含义，只会增加；"
    "要改的另出一版，放在另一个地址。空值是原文没有列，不是零。"
)


def describe_api(site: str, examples: Mapping[str, Any], parameters: Mapping[str, str]) -> dict[str, Any]:
    """Return the description; `examples` are files by their resource's id, `parameters` those of the examples.

    `site` is the site's address, "" when unknown: then addresses lead from where the description stands.
    """
    schemas: dict[str, Any] = {}
    paths = {f"/{r.path}": {"get": _operation(r, schemas, examples, parameters)} for r in RESOURCES}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "医保规划库",
            "version": VERSION,
            "summary": "医疗保障规划的条文、指标、任务",
            "description": _ABOUT,
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": f"{site}/api/v1" if site else "."}],
        "paths": paths,
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def _operation(
    resource: Resource, schemas: dict[str, Any], examples: Mapping[str, Any], parameters: Mapping[str, str]
) -> dict[str, Any]:
    kind: Any = list[resource.type] if resource.many else resource.type  # type: ignore[name-defined]
    whole = schema_of(kind, name=resource.id, title=resource.title, description="", version=VERSION)
    schemas |= {name: _moved(schema) for name, schema in whole.get("$defs", {}).items()}
    kept = {key: value for key, value in whole.items() if key in ("type", "items", "$ref")}
    content: dict[str, Any] = {"schema": _moved(kept)}
    if resource.id in examples:
        content["example"] = examples[resource.id]
    given = list(_given(resource, parameters))
    responses = {"200": {"description": resource.title, "content": {"application/json": content}}}
    if given:
        responses["404"] = {"description": "没有这样的文件"}
    return {
        "operationId": resource.id,
        "summary": resource.title,
        **({"parameters": given} if given else {}),
        "responses": responses,
    }


def _given(resource: Resource, parameters: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for name, (about, pattern) in _PARAMETERS.items():
        if f"{{{name}}}" in resource.path:
            found = {
                "name": name,
                "in": "path",
                "required": True,
                "description": about,
                "schema": {"type": "string", "pattern": pattern},
            }
            yield found | ({"example": parameters[name]} if name in parameters else {})


def _moved(schema: Any) -> Any:
    """Return a schema whose references lead to the description's own list of schemas."""
    if isinstance(schema, list):
        return [_moved(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: value.replace("#/$defs/", "#/components/schemas/") if key == "$ref" else _moved(value)
        for key, value in schema.items()
    }
