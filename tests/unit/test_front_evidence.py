"""Every value of a draft's head tells where it was read, and a reading that was not taken is kept beside it."""

from __future__ import annotations

from medplan.importing.read.blocks import Block, Furniture, Meta, Paragraph
from medplan.importing.recognise.frame import set_frame_aside
from medplan.importing.recognise.front import Front, read_front
from medplan.importing.recognise.front.evidence import Evidence, settle

LINES = (
    "甲市人民政府关于加强医保基金监管的意见",
    "甲政发〔2021〕3号",
    "各区人民政府：",
    "为加强监管，提出以下意见。",
    "一、工作目标",
    "建立长效机制。",
    "甲市人民政府",
    "二〇二一年九月二十三日",
)
BOX = "发文机关： 甲市人民政府 成文日期： 2021年09月20日 发文字号： 甲政发〔2021〕3号"


def front_of(*more: Block) -> Front:
    """Return the head of the document, with more blocks before it."""
    blocks: list[Block] = [*more, *(Paragraph(text=text, line=i) for i, text in enumerate(LINES, start=10))]
    kept = set_frame_aside(blocks)
    return read_front(kept.blocks, kept.excluded, kept.meta)


def test_each_value_says_where_it_was_read() -> None:
    front = front_of(Furniture(text=BOX, why="网页信息表", line=1))
    told = {(e.field, e.place): (e.value, e.line, e.own) for e in front.evidence}
    assert told["title", "文首标题行"] == (LINES[0], 10, True)
    assert told["document_number", "标题下"] == (LINES[1], 11, True)
    assert told["issuer", "标题"] == ("甲市人民政府", 10, True)
    assert told["issuer", "落款"] == ("甲市人民政府", 16, True)
    assert told["published", "落款"] == ("2021-09-23", 17, True)
    assert told["published", "网页信息表"] == ("2021-09-20", 0, False)
    assert front.published == "2021-09-23"
    assert [words for _, words in front.doubts if "日期" in words] == [
        "日期两处不同：落款作“2021-09-23”，网页信息表作“2021-09-20”；取了落款的"
    ]


def test_a_page_that_names_another_title_is_doubted_and_one_that_names_the_same_is_not() -> None:
    assert front_of(Meta(name="title", value=LINES[0])).doubts == []
    (doubt,) = front_of(Meta(name="title", value="甲市人民政府关于加强价格监管的意见")).doubts
    assert doubt[1].startswith("文件标题两处不同")


def test_the_documents_own_word_goes_before_the_sites_and_the_sure_before_the_weak() -> None:
    def reading(value: str, *, own: bool = True, weak: bool = False) -> Evidence:
        return Evidence(field="issuer", value=value, place=f"{value}处", own=own, weak=weak)

    site, own, weak = reading("甲局", own=False), reading("乙局"), reading("丙局", weak=True)
    assert settle([]) == (None, [])
    assert settle([site, own])[0] == own
    assert settle([weak, site])[0] == site
    # The document's own, however weak, is told of beside a site's word; a site's weak word is not beside the sure.
    assert [words for _, words in settle([weak, site])[1]] == [
        "发布机关两处不同：甲局处作“甲局”，丙局处作“丙局”；取了甲局处的"
    ]
    assert settle([reading("丙局", own=False, weak=True), site])[1] == []
    taken, doubts = settle([weak])
    assert taken == weak
    assert doubts == [(0, "发布机关取自丙局处“丙局”，是不是本文件的，请核对")]
    assert settle([weak, reading("丙局", own=False, weak=True)])[1] == []


def test_the_days_of_a_site_and_a_number_of_another_year_are_told_of() -> None:
    front = front_of(
        Furniture(text="文号： 甲政发〔2015〕3号", why="网页信息表", line=1), Meta(name="posted", value="2024-01-01")
    )
    assert front.published == "2021-09-23"
    assert any("文号两处不同" in words for _, words in front.doubts)
    assert not any("2024" in words for _, words in front.doubts)
