"""A frame cut at its marks: what a page has of its own stands in its places, and no word of it is taken for a mark."""

from __future__ import annotations

import pytest

from macros.build.frame import CONTENT, DESCRIPTION, EDIT_SOURCE, FRAME_URL, TITLE, Frame, Framed

HTML = f"""<html>
  <title>{TITLE} - 库</title><meta name="description" content="{DESCRIPTION}">
  <link rel="canonical" href="https://x.example/lib/{FRAME_URL}"><script>a = new URL("../..", location)

b = 1</script>
  <a href="../..">首页</a>
  <ul><li class="tab" data-of="plans"><ul><li><a href="../../plans/">规划</a></li></ul></li>
  <li class="tab" data-of="measures"><ul><li><a href="../../timeline/">时间表</a></li></ul></li></ul>
  <article><a href="https://host.example/edit/main/docs/{EDIT_SOURCE}" rel="edit"><svg/></a>{CONTENT}</article>
  <a href="?plan=%2Fxframex%2Fxpagex%2F">报错</a></html>"""
SECTIONS = {"plans": "plans", "measures": "measures", "timeline": "measures"}
FRAME = Frame.cut(HTML, FRAME_URL, SECTIONS, lambda html: html)


def framed(**more: str) -> str:
    facts = {"url": "plans/a/", "section": "plans", "title": "题", "description": "述", "content": "<p>文</p>"}
    return FRAME.fill(Framed(**facts | more))


def test_everything_of_a_page_stands_in_its_place() -> None:
    made = framed(edit_url="https://host.example/edit/main/data/a.yaml")
    for part in (
        "<title>题 - 库</title>",
        'content="述"',
        'href="https://x.example/lib/plans/a/"',
        '<a href="https://host.example/edit/main/data/a.yaml" rel="edit"><svg/></a><p>文</p>',
        "?plan=%2Fplans%2Fa%2F",
    ):
        assert part in made
    assert "xframe" not in made and "\0" not in made


def test_without_a_source_there_is_no_trace_of_it() -> None:
    made = framed()
    assert "<article><p>文</p></article>" in made


@pytest.mark.parametrize(
    ("url", "root"), [("", "."), ("quality/", ".."), ("plans/a/", "../.."), ("wording/a--b/2/", "../../..")]
)
def test_ways_to_the_root_are_those_of_the_page_s_depth(url: str, root: str) -> None:
    made = framed(url=url)
    assert f'<a href="{root}">首页</a>' in made
    assert f'new URL("{root}", location)\n\nb = 1' in made  # a script keeps its lines


@pytest.mark.parametrize(("section", "active"), [("plans", "plans"), ("timeline", "measures"), ("none", None)])
def test_the_group_of_the_page_s_section_is_marked(section: str, active: str | None) -> None:
    made = framed(section=section)
    shown = [name for name in ("plans", "measures") if f'tab--on" data-of="{name}"' in made]
    assert shown == ([active] if active else [])


@pytest.mark.parametrize("word", [TITLE, CONTENT, FRAME_URL, "../..", "\0url\0", EDIT_SOURCE])
def test_a_page_that_speaks_of_marks_keeps_its_words(word: str) -> None:
    assert f"<p>{word}</p></article>" in framed(content=f"<p>{word}</p>", title=word)


def test_the_policy_is_applied_at_each_depth() -> None:
    seen: list[str] = []
    Frame.cut(HTML, FRAME_URL, SECTIONS, lambda html: seen.append(html) or html)  # type: ignore[func-returns-value]
    roots = [".", "..", "../..", "../../..", "../../../.."]
    assert [f'new URL("{root}"' in html for root, html in zip(roots, seen, strict=True)] == [True] * len(seen)
