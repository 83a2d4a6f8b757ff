"""Templates in fewer bytes: what they fill with is the same, and so is what a browser reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment

from macros.build.lean import lean
from macros.build.templates import FOLDER

NAMES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))


@pytest.mark.parametrize("name", NAMES)
def test_what_a_template_does_is_as_it_was(name: str) -> None:
    text = Path(FOLDER / name).read_text("utf-8")
    told = [
        [(kind, words) for _, kind, words in Environment().lex(some) if kind not in ("data", "whitespace")]
        for some in (text, lean(text))
    ]
    assert told[0] == told[1]
    assert len(lean(text)) <= len(text)


def test_quotes_and_breaks_go_where_nobody_needs_them() -> None:
    page = (
        '<ul class="a b">\n<li class="c" id="d" data-e="f"><a class="g" href="h">i</a></li>\n<li>j</li>\n</ul>\n'
        '<meta charset="utf-8"><p class="k">l</p>\n<p>m{% set n="o" %} q="r" s</p><i title="t u" hidden class="v">w</i>'
    )
    wanted = (
        '<ul class="a b">\n<li class=c id="d" data-e="f"><a class=g href="h">i</a></li><li>j</li></ul>\n'
        '<meta charset="utf-8"><p class=k>l</p>\n<p>m{% set n="o" %} q="r" s</p><i title="t u" hidden class=v>w</i>'
    )
    assert lean(page) == wanted
    before, after = (
        [
            (tag.name, {key: str(value) for key, value in tag.attrs.items()})
            for tag in BeautifulSoup(p, "html.parser")(True)
        ]
        for p in (page, wanted)
    )
    assert before == after
