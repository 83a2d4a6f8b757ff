"""Reports and edits: the forms' fields are those that the links fill in, and no title breaks out of a link."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from macros.build.code_host import LONGEST_TITLE, CodeHost

from .support import ROOT

FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"
HOST = "https://github.com/yibao-guihuaku/yibao-guihuaku"
CODE_HOST = CodeHost.configured(HOST + "/", "edit/main/docs/")
# What GitHub's issue forms may hold.
KINDS = {"markdown": set(), "input": {"placeholder", "value"}, "dropdown": {"options", "multiple", "default"}}
KINDS |= {"textarea": {"placeholder", "value", "render"}, "checkboxes": {"options"}}


def read_form(path: Path) -> dict[str, Any]:
    form: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return form


def fields(name: str) -> dict[str, dict[str, Any]]:
    return {part["id"]: part for part in read_form(FORMS / name)["body"] if "id" in part}


def query(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query, strict_parsing=True).items()}


@pytest.mark.parametrize("name", ["report-error.yml", "submit-document.yml"])
def test_a_form_is_one_that_github_takes(name: str) -> None:
    form = read_form(FORMS / name)
    assert set(form) <= {"name", "description", "title", "labels", "body", "assignees", "projects", "type"}
    assert all(isinstance(form[key], str) and form[key] for key in ("name", "description", "title"))
    ids = [part["id"] for part in form["body"] if part["type"] != "markdown"]
    assert len(ids) == len(set(ids)) and all(re.fullmatch(r"[A-Za-z0-9_-]+", i) for i in ids)
    assert not {"title", "labels", "template", "assignees", "projects", "body"} & set(ids), "GitHub's own parameters"
    for part in form["body"]:
        assert set(part) <= {"type", "id", "attributes", "validations"}
        attributes = set(part["attributes"])
        if part["type"] == "markdown":
            assert attributes == {"value"}
            continue
        assert attributes <= {"label", "description", *KINDS[part["type"]]}
        assert re.search("[一-鿿]", part["attributes"]["label"])
        options = part["attributes"].get("options", [])
        assert len(options) == len(set(options)) and (options or part["type"] != "dropdown")
        assert set(part.get("validations", {})) <= {"required"}


def test_the_link_fills_in_fields_that_the_form_has() -> None:
    url = CODE_HOST.report_url("320500-suzhou-145", "chp_3__sec_1", "苏州市规划")
    assert url.startswith(f"{HOST}/issues/new?")
    given = query(url)
    assert given.pop("template") == "report-error.yml"
    assert given.pop("title") == "报错：苏州市规划"
    assert given == {"plan": "320500-suzhou-145", "provision": "chp_3__sec_1"}
    for name in given:
        assert fields("report-error.yml")[name]["type"] == "input", "a dropdown takes no text"


@pytest.mark.parametrize(
    "title", ['"><script>alert(1)</script>', "甲&template=evil.yml&plan=x", "甲#乙?丙=丁+戊%20", "甲\n乙", "长" * 500]
)
def test_a_hostile_title_stays_a_title(title: str) -> None:
    url = CODE_HOST.report_url("320500-suzhou-145", "p_1", title)
    assert re.fullmatch(r"[A-Za-z0-9:/?&=%._+*-]+", url)
    assert len(url) < 2000
    given = query(url)
    assert given["title"].removeprefix("报错：") == title[:LONGEST_TITLE]
    assert (given["template"], given["plan"], given["provision"]) == ("report-error.yml", "320500-suzhou-145", "p_1")


def test_the_web_editor_opens_the_yaml() -> None:
    assert CODE_HOST.edit_url("data/plans/x.yaml") == f"{HOST}/edit/main/data/plans/x.yaml"


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "/somewhere", "https://"])
def test_without_a_host_there_are_no_links(url: str | None) -> None:
    host = CodeHost.configured(url, "edit/main/docs/")
    assert (host.report_url("x", "p_1"), host.edit_url("y")) == ("", "")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("a.b+c@x.example", "mailto:a.b+c@x.example?subject=%E6%8A%A5%E9%94%99&body=%E7%8E%B0%E5%9C%A8%0A%E6%98%AF"),
        ("", ""),
        (None, ""),
        ("a@x.example?cc=b@x.example", ""),
        ('"><script>@x.example', ""),
        ("nobody", ""),
    ],
)
def test_a_letter_goes_to_the_address_that_is_configured_or_to_none(written: str | None, address: str) -> None:
    assert CodeHost.configured(HOST, "edit/main/docs/", written).mail_url("报错", "现在\n是") == address
