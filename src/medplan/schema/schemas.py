"""The JSON Schemas under schema/: their enums with labels, and a file's breaches of them as issues in Chinese.

A schema's file is looked at whenever it is asked for, its text read anew once it was written, and what is made of it
kept by that text: an edited schema is another.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from medplan.files.document import DataPath, Document
from medplan.issues import MAX_ISSUES, Issue
from medplan.schema.suggest import suggest

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

SCHEMA_DIR = Path(__file__).resolve().parents[3] / "schema"
CATALOGUES = ("jurisdictions", "units", "indicators", "themes", "agencies", "synonyms")


KEPT = 32  # texts of schemas, those of an earlier edit included
Schema = dict[str, Any]


def schema_files() -> list[Path]:
    """Return the schemas' files."""
    return sorted(SCHEMA_DIR.glob("*.json"))


def _read(name: str) -> str:
    # Asked for hundreds of times a plan: to look is far cheaper than to read. Nobody can set back when a file changed.
    path = f"{SCHEMA_DIR}{os.sep}{name}.schema.json"
    known = os.stat(path)
    return _read_as_of(path, known.st_ctime_ns, known.st_size, known.st_ino)


@lru_cache(KEPT)
def _read_as_of(path: str, *_: int) -> str:
    return Path(path).read_text("utf-8")


def load_schema(name: str) -> Schema:
    """Return the schema of one kind of file (`plan`, `indicators` …)."""
    return _parse(_read(name))


@lru_cache(KEPT)
def _parse(text: str) -> Schema:
    schema: Schema = json.loads(text)
    return schema


@lru_cache(KEPT)
def _quick_validator(text: str) -> Any:
    return jsonschema_rs.validator_for(_parse(text))


@lru_cache(KEPT)
def _validator(text: str) -> Any:
    # Imported for a broken file only: it takes longer than all five plans.
    with _without_grammars():
        from jsonschema import Draft202012Validator, validators

    made: Any = validators.extend(Draft202012Validator, {"uniqueItems": _unique_items})
    return made(_parse(text))


@contextmanager
def _without_grammars() -> Iterator[None]:
    """Let jsonschema be imported as where no grammars of web addresses are installed: they take seconds to load.

    It takes them for a format that no schema here has, and asks for them just once.
    """
    absent = {name for name in ("rfc3987_syntax",) if name not in sys.modules}
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type] # None there means: not to be found
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


def _unique_items(_: Any, wanted: bool, value: Any, __: Any) -> Iterator[ValidationError]:
    """Check as jsonschema does, but in one pass: its own way compares each item with each when kinds are mixed."""
    from jsonschema.exceptions import ValidationError

    if wanted and isinstance(value, list) and len({json.dumps(v, sort_keys=True) for v in value}) < len(value):
        yield ValidationError("repeated item")


def integer_keys(name: str) -> frozenset[str]:
    """Return the keys whose values the schema wants as integers; every other scalar stays text."""
    return _integer_keys(_read(name))


@lru_cache(KEPT)
def _integer_keys(text: str) -> frozenset[str]:
    def is_integer(schema: Any) -> bool:
        kinds = schema.get("type", ()) if isinstance(schema, dict) else ()
        return "integer" in ([kinds] if isinstance(kinds, str) else kinds)

    def keys(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            for key, value in node.get("properties", {}).items():
                if is_integer(value) or is_integer(value.get("items")):
                    yield key
        for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            yield from keys(value)

    return frozenset(keys(_parse(text)))


def enum_labels(schema: Schema, *path: str) -> dict[str, str]:
    """Return {value: Chinese label} of an enum, in the schema's order; `path` leads to it through the schema."""
    node: Any = schema
    for step in path:
        node = node[step]
    return {choice["const"]: choice["title"] for choice in node["oneOf"]}


def plan_labels() -> dict[str, dict[str, str]]:
    """Return the labels of a plan's enums: kind, stage, match, nature, remark …; under `field`, of its keys."""
    return _labels(_read("plan"), _read("jurisdictions"), _read("indicators"))


@lru_cache(KEPT)
def _labels(*texts: str) -> dict[str, dict[str, str]]:
    plan, jurisdictions, indicators = map(_parse, texts)
    defs = ("$defs", "indicator_row", "properties")
    keys = plan["properties"]
    return {
        "field": {key: described["title"] for key, described in keys.items()},
        **{key: enum_labels(plan, "properties", key) for key, described in keys.items() if "oneOf" in described},
        "text_from": enum_labels(plan, "properties", "source", "properties", "text_from"),
        "match": enum_labels(plan, *defs, "match"),
        "nature": enum_labels(plan, *defs, "nature"),
        "remark": enum_labels(plan, "$defs", "remark", "properties", "kind"),
        "level": enum_labels(jurisdictions, "items", "properties", "level"),
        "category": enum_labels(indicators, "items", "properties", "category"),
    }


def fits_schema(data: Any, name: str) -> bool:
    """Return whether data breaks nothing of a schema."""
    return bool(_quick_validator(_read(name)).is_valid(data))


def breaches(data: Any, name: str) -> Iterator[ValidationError]:
    """Yield each breach of a schema as its validator tells of it."""
    if not fits_schema(data, name):
        yield from _validator(_read(name)).iter_errors(data)


def check_schema(document: Document, name: str) -> list[Issue]:
    """Return one issue for each breach of the schema, at the value or key that breaks it."""
    text = _read(name)
    # The same schema through a compiled validator, two hundred times as fast, tells whether there is anything to say.
    if _quick_validator(text).is_valid(document.data):
        return []
    issues: dict[tuple[Any, ...], Issue] = {}
    for error in _validator(text).iter_errors(document.data):
        for issue in _issues_of(error, document):
            issues.setdefault((issue.line, issue.column, issue.rule), issue)
            if len(issues) > MAX_ISSUES:
                return list(issues.values())
    if not issues:  # the two differ only in what `$` lets pass at the end of a text
        first = next(iter(_quick_validator(text).iter_errors(document.data)))
        at: DataPath = tuple(first.instance_path)
        return [document.issue(at, "wrong-form", f"{at[-1] if at else '文件'}的写法不对", "查看有无多余的空格、换行")]
    return list(issues.values())


KIND_WORDS = {
    "string": "文字",
    "integer": "整数",
    "object": "一组键值",
    "array": "列表",
    "null": "空",
    "boolean": "true 或 false",
    "number": "数",
}


def _issues_of(error: ValidationError, document: Document) -> Iterator[Issue]:
    at: DataPath = tuple(error.absolute_path)
    schema: Any = error.schema if isinstance(error.schema, dict) else {}
    title, hint = schema.get("title", ""), schema.get("description", "")
    key = next((step for step in reversed(at) if isinstance(step, str)), "")
    named = f"{title}（{key}）" if title and key else title or key or "文件"
    wanted: Any = error.validator_value
    value: Any = error.instance
    kind = error.validator
    if kind == "additionalProperties":
        known = {key: described.get("title", "") for key, described in schema.get("properties", {}).items()}
        for key in sorted(set(value) - set(known)):
            cure = _key_cure(key) or suggest(key, known) or "可用的键：" + "、".join(known)
            yield document.issue((*at, key), "unknown-key", f"没有 {_shown(key)} 这个键", cure, key=True)
    elif kind == "required":
        for key in (k for k in wanted if k not in value):
            described = schema.get("properties", {}).get(key, {})
            words = "，".join(w for w in (described.get("title"), described.get("description")) if w)
            yield document.issue(at, "missing-key", f"缺 {key}", words or "补上这一项")
    elif kind == "type":
        kinds = [wanted] if isinstance(wanted, str) else wanted
        names = "或".join(KIND_WORDS[k] for k in kinds)
        cure = schema.get("errorMessage") or hint or f"改写成{names}"
        yield document.issue(at, "wrong-type", f"{named}应为{names}", cure)
    elif kind == "oneOf" and all("const" in choice for choice in wanted):
        choices = {c["const"]: c["title"] for c in wanted}
        listed = "、".join(f"{value}（{label}）" for value, label in choices.items())
        cure = suggest(_shown(value), choices) + f"可用：{listed}"
        yield document.issue(at, "unknown-value", f"{named}不能是“{_shown(value)}”", cure)
    elif kind == "pattern":
        cure = schema.get("patternErrorMessage", hint)
        yield document.issue(at, "wrong-form", f"{named}的写法不对：“{_shown(value)}”", cure)
    elif kind in ("minLength", "minItems", "minProperties"):
        yield document.issue(at, "empty", f"{named}不能为空", "填写，或删去这一项")
    elif kind in ("maxLength", "maxItems"):
        cure = "写短些" if "pattern" in schema else "拆分"  # ids, names of files
        yield document.issue(at, "too-long", f"{named}太长（上限 {wanted}）", cure)
    elif kind in ("minimum", "maximum"):
        yield document.issue(at, "out-of-range", f"{named}超出范围：{_shown(value)}", f"界限 {wanted}")
    elif kind == "uniqueItems":
        yield document.issue(at, "repeated-item", f"{named}里有重复的项", "删去重复的")
    elif kind == "anyOf":
        keys = "、".join(c["required"][0] for c in wanted if "required" in c)
        yield document.issue(at, "missing-key", f"{named}至少要有一项：{keys}", "补上一项")
    else:
        yield document.issue(at, "wrong-form", f"{named}不合规定（{kind}）", hint or "查看参考里这一项的写法")


def _key_cure(key: str) -> str:
    """Return the cure for a key that is no key at all, "" when it may be one misspelt."""
    if found := re.match("([a-z_]+)：", key):
        return f"键后面用半角冒号加一个空格：“{found[1]}: ”"
    if re.search("[，。、；（“]", key):
        return "文字里有冒号加空格的，整段用引号括起，或改用全角冒号"
    return ""


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:40] + "…"
