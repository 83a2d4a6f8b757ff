"""The style sheets: one list of components, one home of colours and sizes, nothing that no page has."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from pygments.token import STANDARD_TYPES

from macros.build.styles import COMPONENTS, STYLES, join_components

from .support import ROOT

SHEETS = {path.stem: re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S) for path in STYLES.glob("*.css")}
OTHERS = sorted(SHEETS.keys() - {"tokens"})
# What CSS calls colours by name, as far as anyone writes it; `transparent` and `currentColor` are none of their own.
NAMED = "black|white|gr[ae]y|silver|red|green|blue|yellow|orange|purple|brown|pink|teal|navy|maroon|olive|gold|beige"
MADE = r"(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\("
COLOUR = re.compile(rf"#[0-9a-f]{{3,8}}\b|\b{MADE}|\b(?:{NAMED})\b", re.I)
SIZE = re.compile(r"\d(?:rem|px|pt)\b")


def declarations(text: str) -> Iterator[tuple[str, str]]:
    """Return every property with its value."""
    for block in re.findall(r"\{([^{}]*)\}", text):
        for line in block.split(";"):
            name, colon, value = line.partition(":")
            if colon:
                yield name.strip(), value.strip()


def test_every_component_is_listed_once() -> None:
    assert sorted(COMPONENTS) == sorted(SHEETS)
    assert COMPONENTS[0] == "tokens"


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_a_component_is_whole(name: str) -> None:
    """A brace left open would swallow the components after it."""
    depth = 0
    for brace in re.findall(r"[{}]", SHEETS[name]):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0
    assert list(declarations(SHEETS[name]))


@pytest.mark.parametrize("name", OTHERS)
def test_colours_and_sizes_of_type_are_tokens(name: str) -> None:
    for prop, value in declarations(SHEETS[name]):
        assert not COLOUR.search(value), f"{prop}: {value}"
        if prop in ("font", "font-size"):
            assert not SIZE.search(value), f"{prop}: {value}"
        assert not prop.startswith("--"), f"{prop} belongs among the tokens"


def test_tokens_are_defined_and_used() -> None:
    defined = {prop for prop, _ in declarations(SHEETS["tokens"]) if prop.startswith("--")}
    used = {name for text in SHEETS.values() for name in re.findall(r"var\((--[\w-]+)", text)}
    scripts = "".join(path.read_text("utf-8") for path in (ROOT / "docs" / "javascripts").rglob("*.js"))
    by_script = set(re.findall(r'setProperty\("(--[\w-]+)"', scripts))
    assert used <= defined | by_script
    assert defined <= used


def test_every_colour_has_its_value_by_day_by_night_and_on_paper() -> None:
    found = re.findall(r"([^{}]+)\{([^{}]*--ink:[^{}]*)\}", SHEETS["tokens"])
    colours = [{prop for prop, _ in declarations(f"{{{block}}}") if prop.startswith("--")} for _, block in found]
    assert len(colours) == 3
    assert colours[0] == colours[1] == colours[2]


def test_no_rule_is_for_what_no_page_has() -> None:
    folders = {"macros": ("*.html", "*.py"), "docs": ("*.md", "*.js"), "src": ("*.py",)}
    paths = [p for folder, kinds in folders.items() for kind in kinds for p in (ROOT / folder).rglob(kind)]
    text = "\n".join(path.read_text("utf-8") for path in paths)
    words = set(re.findall(r"[\w-]+", text))
    # A class put together where the page is made: nature--{{ row.nature }}.
    stems = set(re.findall(r"([\w-]+--)(?:\{\{|\$\{)", text))
    plain = (re.sub(r'url\("[^"]*"\)', "", sheet) for sheet in SHEETS.values())
    own = {name for sheet in plain for name in re.findall(r"\.([a-z][\w-]*)", sheet)}
    unknown = {name for name in own if name not in words and not any(name.startswith(stem) for stem in stems)}
    # What Markdown's extensions make of code: a frame, a file's name, kinds of words.
    code = {"highlight", "filename", *re.findall(r"\b\w{1,2}\b", " ".join(STANDARD_TYPES.values()))}
    assert unknown <= code | {f"language-{word}" for word in words}


def test_the_order_is_the_list() -> None:
    joined = join_components()
    assert re.findall(r"^/\* ([a-z-]+) \*/$", joined, re.M) == list(COMPONENTS)
    assert "@import" not in joined
    urls = re.findall(r"url\(\s*[\"']?([^\"')]{0,20})", joined)
    assert all(url.startswith("data:") for url in urls)
