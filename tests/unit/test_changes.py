"""What a change means: two versions of a small plan, and the sentences an editor reads about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from medplan.catalogue.catalogues import Catalogues
from medplan.library.repository import Repository
from medplan.plan.address import Eid
from medplan.review.changes import PlanChanges, compare_plans
from medplan.review.report import describe_plan_changes
from medplan.review.reworded import reworded, similarity

from .support import CASES, FIVE, HEAD, Held, copied, make_root, read_sample, rebuild
from .test_scripts import load_script

BODY = """\
body:
  - 为推进工作，制定本规划。
  - num: 第一章
    heading: 总则
    body:
      - num: 一、
        heading: 扩大覆盖面。
        text: 应参尽参，巩固成果。
        lead: 市医保局
        supporting: 市教育局、市民政局、市财政局
        schedule: 2023年6月完成
        themes: [enrolment]
      - {num: 二、, heading: 完善制度。, text: 健全基本医疗保险制度，稳定待遇水平。}
  - num: 第二章
    heading: 目标
    body:
      - indicators:
          caption: 主要指标
          columns: {name: 指标, baseline: 2020年, target: 2025年, nature: 属性}
          rows:
            - indicator: enrolment-rate
              match: exact
              name: 参保率（%）
              baseline: "95"
              target: "80"
              nature: binding
            - indicator: enrolment-number
              match: exact
              name: 参保人数
              baseline: 300万人
              target: 保持稳定
              nature: anticipatory
emendations:
  - {at: chp_1__para_2, printed: 健全基本, reads: 健全城乡基本, why: 脱字}
remarks:
  - {at: chp_1__para_1, kind: note, text: 与上级规划一致。}
"""


def lost(found: PlanChanges) -> dict[Eid, Eid | None]:
    """Return the addresses that are no more, each with where its provision stands now."""
    alignment = found.alignment
    return {eid: alignment.new_eids.get(eid) for eid in alignment.old_all if eid not in alignment.new_all}


def changes(old: str, new: str, head: str = HEAD, new_head: str | None = None) -> PlanChanges:
    plans = [read_sample(body, h)[1] for body, h in ((old, head), (new, new_head or head))]
    return compare_plans(plans[0], plans[1], CATALOGUES[0])


CATALOGUES: list[Catalogues] = []


@pytest.fixture(autouse=True)
def _catalogues(repository: Repository) -> None:
    CATALOGUES[:] = [repository.catalogues]


def said(old: str, new: str, **more: str) -> list[str]:
    """Return the sentences on a change, each with its group and its address."""
    found = changes(old, new, **more)
    return [f"{c.group} {c.eid or ''} {''.join(c.words)}" for c in found.changes]


def swap(*pairs: tuple[str, str]) -> str:
    body = BODY
    for before, after in pairs:
        assert before in body
        body = body.replace(before, after)
    return body


def test_a_target_moved() -> None:
    new = swap(('target: "80"', 'target: "85"'))
    row = "chp_2__ind_1__row_1"
    assert said(BODY, new) == [f"indicator {row} 指标参保率（%）：目标值由 80 改为 85（上调 5 个百分点）"]


@pytest.mark.parametrize(
    ("before", "after", "meaning"),
    [
        ('target: "80"', 'target: ">80"', "目标值由 80 改为 >80（由“等于”改为“大于”，数值没有变）"),
        ('target: "80"', 'target: "75.5"', "目标值由 80 改为 75.5（下调 4.5 个百分点）"),
        ('target: "80"', "target: 80.0%", "目标值由 80 改为 80.0%（写法不同，数值没有变）"),
        ('target: "80"', 'target: "85—90"', "目标值由 80 改为 85—90"),
        ("target: 保持稳定", "target: 310万人", "目标值由 保持稳定 改为 310万人（由定性改为定量）"),
        ("baseline: 300万人", "baseline: 3200000人", "基期值由 300万人 改为 3200000人（上调 200,000 人）"),
        ("baseline: 300万人", "baseline: 300亿元", "基期值由 300万人 改为 300亿元（单位不同，不能直接相比）"),
        ("nature: binding", "nature: anticipatory", "属性由 约束性 改为 预期性"),
        (
            "exact\n              name: 参保率",
            "narrower\n              name: 参保率",
            "与目录的对应程度由 完全对应 改为 范围更宽",
        ),
        ("exact\n", "exact\n              why: 限于窗口\n", "对应的理由由 未列 改为 限于窗口"),
        ("2025年, nature", "2026年, nature", "目标年由 2025 改为 2026"),
    ],
)
def test_figures_are_told_by_their_meaning(before: str, after: str, meaning: str) -> None:
    lines = said(BODY, swap((before, after)))
    assert any(line.endswith(f"：{meaning}") for line in lines), lines


def test_an_indicator_added_and_removed() -> None:
    start, end = BODY.index("            - indicator: enrolment-number"), BODY.index("emendations:")
    without = BODY[:start] + BODY[end:]
    assert "indicator chp_2__ind_1__row_2 删去指标 参保人数：基期值 300万人，目标值 保持稳定" in said(BODY, without)
    assert "indicator chp_2__ind_1__row_2 新增指标 参保人数：基期值 300万人，目标值 保持稳定" in said(without, BODY)


def test_a_sentence_reworded_shows_the_words() -> None:
    new = swap(("健全基本医疗保险制度，稳定", "健全基本医疗保险制度体系，提高"))
    (line,) = said(BODY, new)
    assert line.startswith("wording chp_1__para_2 正文改动：")
    assert "〔增“体系”〕" in line
    assert "〔“稳定”改作“提高”〕" in line


def test_punctuation_alone_is_called_so() -> None:
    (line,) = said(BODY, swap(("应参尽参，巩固", "应参尽参、巩固")))
    assert line.startswith("wording chp_1__para_1 正文只改标点、空格：")


def test_a_paragraph_put_in_before_others_makes_them_move_not_change() -> None:
    new = swap(("body:\n  - 为推进", "body:\n  - 另加一段，说明编制的背景。\n  - 为推进"))
    assert said(BODY, new) == [
        "address p_2 地址由 p_1 变为 p_2；原地址现在是另一条",
        "address p_1 新增一条：另加一段，说明编制的背景。",
    ]


def test_a_provision_put_under_another_is_moved_not_rewritten() -> None:
    body = "body:\n  - {num: 一、, text: 健全基本医疗保险制度，稳定待遇水平。}\n"
    new = f"body:\n  - num: 第一章\n    heading: 总则\n    body:\n    {body[8:]}".replace("一、", "（二）")
    assert said(body, new) == [
        "address chp_1__subpara_2 编号由 一、 改为 （二），移到这里，地址由 para_1 变为 chp_1__subpara_2；原地址失效",
        "address chp_1 新增一条：总则",
    ]


def test_a_provision_both_moved_and_reworded_is_still_the_same() -> None:
    old = "body: [健全基本医疗保险制度，稳定待遇水平。, 完善医疗救助制度，托住民生底线。]\n"
    new = "body: [另加的一段写在最前面。, 健全基本医疗保险制度，提高待遇水平。, 完善医疗救助制度，兜住民生底线。]\n"
    assert said(old, new) == [
        "address p_2 地址由 p_1 变为 p_2；原地址现在是另一条",
        "address p_3 地址由 p_2 变为 p_3；原地址现在是另一条",
        "address p_1 新增一条：另加的一段写在最前面。",
        "wording p_2 正文改动：健全基本医疗保险制度，〔“稳定”改作“提高”〕待遇水平。",
        "wording p_3 正文改动：完善医疗救助制度，〔“托”改作“兜”〕住民生底线。",
    ]


def test_an_unsigned_answer_goes_with_its_words() -> None:
    answers = [
        "  - {answer: null, body: [第一位的回答在这里。]}\n",
        "  - {answer: null, body: [第二位的回答在这里。]}\n",
    ]
    found = said("body:\n" + answers[1], "body:\n" + "".join(answers))
    assert found == [
        "address answer_2 地址由 answer_1 变为 answer_2，其下 1 条随之改变；原地址现在是另一条",
        "address answer_1 新增一条及其下 1 条",
    ]


def test_a_provision_that_lost_its_address_is_told_of_with_what_lies_below() -> None:
    new = swap(("num: 第二章", "num: 第四章"))
    found = changes(BODY, new)
    line = "编号由 第二章 改为 第四章，地址由 chp_2 变为 chp_4，其下 3 条随之改变；原地址失效"
    assert ["".join(c.words) for c in found.changes] == [line]
    assert lost(found)["chp_2__ind_1__row_2"] == "chp_4__ind_1__row_2"
    assert len(lost(found)) == 4


def test_a_provision_renumbered_at_the_same_address() -> None:
    new = swap(("num: 二、", "num: 二．"))
    assert said(BODY, new) == ["address chp_1__para_2 编号由 二、 改为 二．"]


def test_a_provision_removed_is_quoted() -> None:
    gone = [line + "\n" for line in BODY.splitlines() if "完善制度" in line or "脱字" in line]
    new = swap(*((line, "") for line in gone), ("emendations:\n", ""))
    quoted = "删去一条：完善制度。健全基本医疗保险制度，稳定待遇水平。；原地址失效"
    assert f"address chp_1__para_2 {quoted}" in said(BODY, new)


def test_who_is_in_charge_and_by_when() -> None:
    new = swap(
        ("lead: 市医保局", "lead: 市卫健委"),
        ("市教育局、市民政局、", "市民政局、市残联、"),
        ("2023年6月完成", "2024年底前"),
    )
    assert said(BODY, new) == [
        "measure chp_1__para_1 牵头单位由 市医保局 改为 市卫健委",
        "measure chp_1__para_1 配合单位由 市教育局、市民政局、市财政局 改为 市民政局、市残联、市财政局"
        "（少了 市教育局，多了 市残联）",
        "measure chp_1__para_1 进度要求由 2023年6月完成 改为 2024年底前（推迟：2023-06 → 2024-12）",
    ]


def test_how_duties_are_printed() -> None:
    form = "printed_as: （{lead}牵头，{supporting}配合，{schedule}）"
    new = swap(("schedule: 2023年6月完成", f"schedule: 2023年6月完成\n        {form}"))
    words = "分工的印法由 未列 改为 （{lead}牵头，{supporting}配合，{schedule}）"
    assert said(BODY, new) == [f"measure chp_1__para_1 {words}"]


def test_themes_notes_and_emendations() -> None:
    new = swap(
        ("themes: [enrolment]", "themes: [benefits]"),
        ("why: 脱字", "why: 原件脱“城乡”二字"),
        ("与上级规划一致。", "与上级规划不一致。"),
    )
    lines = said(BODY, new)
    assert [line.split(" ")[0] for line in lines] == ["theme", "theme", "apparatus", "apparatus"]
    assert "校订的理由改动" in lines[2]
    assert "编者注改动" in lines[3] and "〔增“不”〕" in lines[3]
    gone = said(BODY, swap(("reads: 健全城乡基本", "reads: 健全我市基本")))
    assert "原文作 健全基本，读作 健全我市基本" in gone[0]


def test_metadata_and_source() -> None:
    head = HEAD.replace("issuer: null", "issuer: 苏州市医疗保障局").replace("stage: issued", "stage: consultation")
    head = head.replace("excluded: []", "excluded: [{text: 网页导航, why: 导航}]")
    assert said(BODY, BODY, new_head=head) == [
        "metadata  效力阶段由 已印发 改为 征求意见稿",
        "metadata  发布机关由 未列 改为 苏州市医疗保障局",
        "source  不收的文字多了 网页导航",
    ]


def test_layout_alone_is_no_change() -> None:
    new = BODY.replace("{num: 二、, heading: 完善制度。, text:", "{num: '二、', heading: \"完善制度。\",   text:")
    new = new.replace("  - num: 第二章\n", "\n  # 第二章\n  - num: 第二章\n")
    assert new != BODY
    assert said(BODY, new) == []
    old, changed = read_sample(BODY)[1], read_sample(new)[1]
    assert "只改了 YAML 的写法" in describe_plan_changes(compare_plans(old, changed, CATALOGUES[0]), "text")


@pytest.mark.parametrize("plan_id", FIVE)
def test_a_plan_is_the_same_as_itself(held: dict[str, Held], plan_id: str) -> None:
    found = compare_plans(held[plan_id].plan, held[plan_id].plan, CATALOGUES[0])
    assert (found.changes, lost(found)) == ((), {})


@pytest.mark.parametrize("plan_id", FIVE)
def test_taking_out_a_real_provision_is_one_change_and_names_no_other(held: dict[str, Held], plan_id: str) -> None:
    data = copied(held[plan_id].document)
    data["body"].append("末尾另加的一段，别处没有这样的话。")
    longer = rebuild(held[plan_id].document, plan_id, data)
    found = compare_plans(held[plan_id].plan, longer, CATALOGUES[0])
    assert len(found.changes) == 1
    assert not lost(found)
    back = compare_plans(longer, held[plan_id].plan, CATALOGUES[0])
    assert len(back.changes) == len(lost(back)) == 1


def test_rewording_keeps_figures_whole() -> None:
    assert reworded("提高到85%以上", "提高到95%以上") == "提高到〔“85%”改作“95%”〕以上"
    assert reworded("一二三四五六七八九十" * 5 + "甲", "一二三四五六七八九十" * 5 + "乙", 4).startswith("…七八九十〔")


def test_similarity_is_between_none_and_all() -> None:
    assert similarity("甲", "甲") == 1
    assert similarity("完善制度", "天地玄黄") == 0
    assert 0.5 < similarity("完善医疗保障制度", "完善医疗保险制度") < 1


@pytest.mark.parametrize(
    ("good", "bad", "rule"),
    [("'>95'", "'9O%'", "unread-value"), ("2023年6月完成", "2023年13月完成", "unread-schedule")],
)
def test_a_version_whose_values_can_t_be_read_is_told_of_not_compared(
    good: str, bad: str, rule: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = make_root(tmp_path)
    text = (CASES / "hostile" / "base.yaml").read_text("utf-8").replace("SOURCE.txt", "320500-suzhou-sample.txt")
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(text, "utf-8")
    new.write_text(text.replace(good, bad), "utf-8")
    for pair, which in (((old, new), "新版本读不出"), ((new, old), "旧版本读不出")):
        assert load_script("compare_plans").main([*map(str, pair), "--data", str(data)]) == 1
        told = capsys.readouterr().out
        assert which in told and rule in told
