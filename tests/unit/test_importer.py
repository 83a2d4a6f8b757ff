"""Drafts made from the five sources in four formats: valid, proved, nearly the finished plans; and the command."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from forks import run_command
from playwright.sync_api import Browser, Page

from benchmarks.importing import FORMATS, KEYS, count_right, draft_of, letters_lost, make_version
from medplan.importing.draft.draft_plan import Draft, Place, draft_plan
from medplan.importing.read.blocks import Block, Furniture, Grid, Paragraph, lay_out
from medplan.importing.read.txt import read_txt
from medplan.importing.recognise.column_names import TASK_COLUMNS, name_all_columns
from medplan.library.repository import Repository

from .support import BAOTOU, FIVE, HESHAN, ROOT, SHANDONG, SUZHOU, ZHENGNING, Held, make_root

pytestmark = pytest.mark.slow

# The least share that must need no correction; a narrow column of a PDF runs some names of offices together.
LEAST = {"provisions": 0.97, "rows": 0.95, "measures": 0.95}
PATH = "data/plans/32-jiangsu/320500-suzhou-x.yaml"
LEAST_PDF = LEAST | {"measures": 0.9}


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("plan_id", FIVE)
def test_a_draft_is_valid_proved_and_nearly_the_plan(
    held: dict[str, Held], repository: Repository, tmp_path: Path, page: Page, plan_id: str, form: str
) -> None:
    path = next(p for p in repository.plan_files() if p.stem == plan_id)
    document = make_version(path, form, tmp_path, repository, page)
    _, plan, faults, proved = draft_of(path, document, repository)
    assert faults == []
    assert proved
    finished = held[plan_id].plan
    assert letters_lost(finished, plan) == 0
    for name, keys in KEYS.items():
        right, of = count_right(list(keys(finished)), list(keys(plan)))
        least = (LEAST_PDF if form == "pdf" else LEAST)[name]
        wrong = [key for key in keys(finished) if key not in set(keys(plan))]
        assert right >= least * of, (name, right, of, wrong[:3])


def draft(text: str, repository: Repository) -> Draft:
    place = Place(
        code="320500",
        plan_id="320500-suzhou-x",
        path=PATH,
        source_file="data/sources/320500-suzhou-x.txt",
    )
    return draft_plan(read_txt(text), text.encode(), None, place, repository.catalogues)


def body(text: str, repository: Repository) -> list[object]:
    def bare(items: list[object]) -> list[object]:
        return [bare_item(item) for item in items]

    def bare_item(item: object) -> object:
        if not isinstance(item, dict):
            return item
        made = {k: bare(v) if k == "body" else v for k, v in item.items() if k != "themes"}
        return made["text"] if list(made) == ["text"] else made

    return bare(draft(text, repository).data["body"])


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return run_command(str(ROOT / "scripts" / "import_plan.py"), *arguments, apart=True)


def test_the_command_writes_the_draft_and_keeps_the_source(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    incoming = tmp_path / "收到的文件.txt"
    incoming.write_bytes((ROOT / "data" / "sources" / f"{BAOTOU}.txt").read_bytes())
    done = run(str(incoming), "--jurisdiction", "150200", "--slug", "reform-2023", "--data", str(data))
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{BAOTOU}.yaml" in done.stdout
    assert "须核对" in done.stdout
    assert (data / "plans" / "15-neimongol" / f"{BAOTOU}.yaml").is_file()
    assert (data / "sources" / f"{BAOTOU}.txt").read_bytes() == incoming.read_bytes()
    assert Repository.open(data).check() == []


def test_a_draft_elsewhere_has_its_source_beside_it(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    incoming = tmp_path / "a.txt"
    incoming.write_bytes("苏州市医疗保障规划\n\n一、总则\n\n甲。".encode("gb18030"))
    out = tmp_path / "out" / "draft.yaml"
    given = [str(incoming), "--jurisdiction", "320500", "--slug", "x", "--data", str(data), "--out", str(out)]
    assert run(*given).returncode == 0
    assert out.is_file()
    assert (tmp_path / "out" / "320500-suzhou-x.txt").read_text("utf-8") == "苏州市医疗保障规划\n\n一、总则\n\n甲。"
    assert (tmp_path / "out" / "320500-suzhou-x.original.txt").read_bytes() == incoming.read_bytes()
    assert not list((data / "plans").iterdir())


def test_what_is_there_is_replaced_only_when_told_so(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    incoming = tmp_path / "a.txt"
    incoming.write_text("苏州市医疗保障规划\n\n甲。", "utf-8")
    given = [str(incoming), "--jurisdiction", "320500", "--slug", "x", "--data", str(data)]
    assert run(*given).returncode == 0
    made = data / "plans" / "32-jiangsu" / "320500-suzhou-x.yaml"
    source = data / "sources" / "320500-suzhou-x.txt"
    made.unlink()
    incoming.write_text("苏州市医疗保障规划\n\n乙。", "utf-8")
    refused = run(*given)
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert not made.exists(), "half of the files were written"
    assert "甲" in source.read_text("utf-8")
    assert run(*given, "--force").returncode == 0
    assert "乙" in made.read_text("utf-8")
    assert "乙" in source.read_text("utf-8")
    assert not list(data.rglob(".writing-*"))


def test_a_changed_original_breaks_the_proof(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    incoming = tmp_path / "a.html"
    incoming.write_text("<h1>苏州市医疗保障规划</h1><p>一、总则</p><p>甲，乙。</p>", "utf-8")
    assert run(str(incoming), "--jurisdiction", "320500", "--slug", "x", "--data", str(data)).returncode == 0
    repository = Repository.open(data)
    plan = next(repository.plans())
    assert plan.source.original is not None
    assert repository.prove(plan).holds
    kept = data / "sources" / "320500-suzhou-x.html"
    kept.write_bytes(kept.read_bytes() + b" ")
    assert not repository.prove(plan).holds


def test_an_unknown_place_is_wrong_usage(tmp_path: Path) -> None:
    incoming = tmp_path / "a.txt"
    incoming.write_text("甲", encoding="utf-8")
    done = run(str(incoming), "--jurisdiction", "999999", "--slug", "145", "--out", str(tmp_path / "a.yaml"))
    assert done.returncode == 2
    assert "999999" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "a.yaml").exists()


def test_numbered_units_nest_by_their_numbers(repository: Repository) -> None:
    text = "一、总则\n\n(一)目标\n\n1.甲甲甲甲。乙乙乙,丙。\n\n2.丁。\n\n(二)原则\n\n二、附则\n\n末段。\n\n末段。"
    assert body(text, repository) == [
        {
            "num": "一、",
            "heading": "总则",
            "body": [
                {
                    "num": "（一）",
                    "heading": "目标",
                    "body": [
                        {"num": "1.", "heading": "甲甲甲甲。", "text": "乙乙乙，丙。"},
                        {"num": "2.", "text": "丁。"},
                    ],
                },
                {"num": "（二）", "heading": "原则"},
            ],
        },
        {"num": "二、", "heading": "附则", "body": ["末段。", "末段。"]},
    ]


def test_damaged_numbers_get_the_address_of_their_place(repository: Repository) -> None:
    text = "一、总则\n\n（一）甲甲\n\n(%1) 乙乙\n\n三）丙丙\n\n1）丁丁\n\n1）丁丁"
    made = draft(text, repository)
    (unit,) = made.data["body"]
    assert [(item["num"], item.get("id")) for item in unit["body"]] == [
        ("（一）", None),
        ("（%1）", "subpara_2"),
        ("三）", "subpara_3"),
    ]
    assert [item["id"] for item in unit["body"][2]["body"]] == ["subpoint_1", "subpoint_1b"]
    assert any("（%1）" in words for _, words in made.doubts)


@pytest.mark.parametrize(
    ("printed", "fields"),
    [
        (
            "(牵头单位:市医保局;配合单位:市财政局、民政局;2023年6月完成、持续推进)",
            {"lead": "市医保局", "supporting": "市财政局、民政局", "schedule": "2023年6月完成、持续推进"},
        ),
        ("（责任单位：市医保局）。", {"responsible": "市医保局"}),
        # Another form than the usual one is kept beside what it says, so that it is printed the same again.
        (
            "（责任单位：市医保局；牵头单位：市财政局）",
            {
                "lead": "市财政局",
                "responsible": "市医保局",
                "printed_as": "（责任单位：{responsible}；牵头单位：{lead}）",
            },
        ),
        (
            "（市医保局牵头，市财政局配合）",
            {"lead": "市医保局", "supporting": "市财政局", "printed_as": "（{lead}牵头，{supporting}配合）"},
        ),
        # 会 is a character of names too.
        (
            "（市人力资源社会保障局会同市医保局负责）",
            {
                "lead": "市人力资源社会保障局",
                "supporting": "市医保局",
                "printed_as": "（{lead}会同{supporting}负责）",
            },
        ),
        # What is no list of bodies stays in the text.
        ("（市医保局负责参保，市财政局负责补助）", {}),
    ],
)
def test_a_bracket_of_duties_becomes_fields(printed: str, fields: dict[str, str], repository: Repository) -> None:
    (unit,) = body(f"1.扩大覆盖面。应参尽参。{printed}", repository)
    assert isinstance(unit, dict)
    assert {k: v for k, v in unit.items() if k not in ("num", "heading", "text")} == fields
    assert unit["text"].startswith("应参尽参。")


@pytest.mark.parametrize(
    ("printed", "doubted"),
    [
        ("（市医保局负责参保，市财政局负责补助）", True),
        ("（牵头单位另行确定，责任由各地承担）", True),
        ("（市医保局牵头，市财政局配合）", False),
        ("（由市医保局负责）。", False),
        ("（责任单位：市医保局）", False),
        ("（含市医保局）", False),
        ("", False),
    ],
)
def test_duties_that_are_not_read_are_told_of(printed: str, doubted: bool, repository: Repository) -> None:
    rest = f"应参尽参，把应当参加的人员全部纳入保障的范围。{printed}"
    made = draft(f"1.扩大覆盖面。{rest}", repository)
    said = [words for _, words in made.doubts if "分工" in words]
    assert said == ["末尾括号里写有分工，写法认不出，照录在正文里"] * doubted
    (unit,) = made.data["body"]
    assert not doubted or (unit.get("heading", "") + unit["text"]).endswith(printed)


@pytest.mark.parametrize(
    ("bracket", "fields"),
    [
        (f"牵头单位：{'局' * 500}", {"lead": "局" * 500}),
        (f"牵头单位：{'局' * 501}", {}),
        (f"牵头单位：医保局；{'年' * 200}", {"lead": "医保局", "schedule": "年" * 200}),
        (f"牵头单位：医保局；{'年' * 201}", {}),
    ],
)
def test_duties_longer_than_a_plan_may_hold_stay_in_the_text(
    bracket: str, fields: dict[str, str], repository: Repository
) -> None:
    (unit,) = body(f"1.扩大覆盖面。应参尽参。（{bracket}）", repository)
    assert isinstance(unit, dict)
    assert (
        unit
        == {
            "num": "1.",
            "heading": "扩大覆盖面。",
            "text": "应参尽参。" if fields else f"应参尽参。（{bracket}）",
        }
        | fields
    )


def test_a_box_ends_where_the_numbers_around_it_go_on(repository: Repository) -> None:
    units = (
        "（一）甲甲",
        "1. 子丑寅卯。辰巳午未。",
        "专栏1 重点工程",
        "1. 工程一。",
        "2. 工程二。",
        "2. 申酉戌亥。天地玄黄。",
    )
    text = "\n\n".join(units)
    (unit,) = body(text, repository)
    assert isinstance(unit, dict)
    assert [item.get("num", item.get("box")) for item in unit["body"]] == ["1.", "专栏1", "2."]
    assert [item["num"] for item in unit["body"][1]["body"]] == ["1.", "2."]


def test_a_paragraph_broken_in_a_word_is_made_whole(repository: Repository) -> None:
    broken = "深入贯彻落实国家和省组织的药品和\n\n医用耗材集中带量采购政策。"
    text = f"一、总则\n\n{broken}\n\n初步建立了基本医保制度体系\n\n扶贫成效明显。"
    (unit,) = body(text, repository)
    assert isinstance(unit, dict)
    assert unit["body"] == [
        "深入贯彻落实国家和省组织的药品和医用耗材集中带量采购政策。",
        "初步建立了基本医保制度体系",
        "扶贫成效明显。",
    ]


def test_lines_of_one_width_are_rejoined(repository: Repository) -> None:
    sentence = (
        "加快建立覆盖全民统筹城乡权责清晰保障适度可持续的多层次医疗保障体系，努力提供全方位全周期的医疗保障服务。"
    )
    words = "　　" + sentence * 6
    lines = "\n".join(words[i : i + 30] for i in range(0, len(words), 30))
    (unit,) = body(f"一、总则\n\n{lines}\n　　第二段到此为止。\n", repository)
    assert isinstance(unit, dict)
    assert unit["body"] == [sentence * 6, "第二段到此为止。"]


def test_contents_covers_and_frames_are_set_aside_with_reasons(repository: Repository) -> None:
    text = (
        "首页\n您当前的位置：首页>规划\n苏州市医疗保障规划\n发布日期：2021-10-08 来源：苏州市医疗保障局\n\n"
        "目  录\n一、总则\t1\n二、附则……2\n\n一、总则\n\n甲。\n\n二、附则\n\n乙。\n\n主办单位：某某 网站地图\n"
    )
    whole = draft(text, repository)
    made = whole.data
    assert made["title"] == "苏州市医疗保障规划"
    # A site's day is never the document's, and where its text comes from is not who issued it.
    assert made["published"] is None
    assert any("日期没有找到；网页的发布日期是 2021-10-08" in words for _, words in whole.doubts)
    assert (made["issuer"], made["published_on"]) == (None, "苏州市医疗保障局")
    assert any("没有找到发布机关" in words for _, words in whole.doubts)
    assert [(e["text"], e["why"]) for e in made["source"]["excluded"]] == [
        ("首页 您当前的位置：首页>规划", "网页导航"),
        ("发布日期：2021-10-08 来源：苏州市医疗保障局", "网页信息行"),
        ("目  录 一、总则\t1 二、附则……2", "目录"),
        ("主办单位：某某 网站地图", "网页页脚"),
    ]
    assert len(made["body"]) == 2


def test_a_notice_goes_before_the_plan(repository: Repository) -> None:
    text = (
        "苏州市人民政府办公室关于印发苏州市医疗保障规划的通知\n\n苏府办〔2021〕35号\n\n各市、区人民政府：\n\n"
        "现将规划印发给你们。\n\n苏州市人民政府办公室\n\n2021年10月8日\n\n苏州市“十四五”\n医疗保障规划\n\n一、总则\n\n甲。"
    )
    made = draft(text, repository).data
    assert made["title"] == "苏州市“十四五”医疗保障规划"
    assert (made["document_number"], made["issuer"], made["published"]) == (
        "苏府办〔2021〕35号",
        "苏州市人民政府办公室",
        "2021-10-08",
    )
    assert len(made["notice"]) == 6
    assert made["period"] == {"start": 2021, "end": 2025}


TABLES = [
    "序号\t指标\t2020年\t2025年\t属性\n1\t参保率（%）\t>95\t>96\t约束性\n2\t知晓率\t——\t90\t预期性",
    "序号\n\n指标\n\n2020年\n\n2025年\n\n属性\n\n1\n\n参保率（%）\n\n>95\n\n>96\n\n约束性\n\n2\n\n知晓率\n\n——\n\n90\n\n预期性",
    "\t序号\n\t指标\n\t2020年\n\t2025年\n\t属性\n\n\t1\n\t参保率（%）\n\t>95\n\t>96\n\t约束性\n\n\t2\n\t知晓率\n\t——\n\t90\n\t预期性",
]


@pytest.mark.parametrize("table", TABLES)
def test_an_indicator_table_is_read_however_a_text_holds_it(table: str, repository: Repository) -> None:
    (unit,) = body(f"一、主要目标\n\n主要指标\n\n{table}\n\n注：据实填报。", repository)
    assert isinstance(unit, dict)
    (item,) = unit["body"]
    assert item["indicators"] == {
        "caption": "主要指标",
        "columns": {"num": "序号", "name": "指标", "baseline": "2020年", "target": "2025年", "nature": "属性"},
        "rows": [
            {
                "indicator": "enrolment-rate",
                "num": "1",
                "name": "参保率（%）",
                "baseline": ">95",
                "target": ">96",
                "nature": "binding",
                "match": "exact",
                "themes": ["enrolment"],
            },
            {
                "indicator": None,
                "num": "2",
                "name": "知晓率",
                "baseline": "——",
                "target": "90",
                "nature": "anticipatory",
            },
        ],
        "notes": [{"text": "注：据实填报。"}],
    }


def test_a_table_that_is_neither_stands_as_it_is(repository: Repository) -> None:
    (unit,) = body("一、名单\n\n姓名\t职务\n张三\t局长\n李四\t处长", repository)
    assert isinstance(unit, dict)
    assert unit["body"] == [{"table": {"columns": ["姓名", "职务"], "rows": [["张三", "局长"], ["李四", "处长"]]}}]


def test_named_speakers_are_told_apart(repository: Repository) -> None:
    text = (
        "主持人：各位记者，大家上午好！今天请局长介绍情况。\n\n张局长：下面我介绍规划情况。\n\n规划有三章。\n\n"
        "主持人：下面请提问。\n\n新华社记者：请问有何新举措？\n\n张局长：谢谢提问。\n\n某报记者：如何落实？\n\n张局长：抓好落实。"
    )
    made = draft(text, repository).data
    assert made["kind"] == "press-conference"
    parts = [(next(iter(part)), part[next(iter(part))], len(part["body"])) for part in made["body"]]
    assert parts == [
        ("speech", "主持人：", 1),
        ("speech", "张局长：", 2),
        ("speech", "主持人：", 1),
        ("question", "新华社记者：", 1),
        ("answer", "张局长：", 1),
        ("question", "某报记者：", 1),
        ("answer", "张局长：", 1),
    ]


def test_words_strewn_in_by_a_site_are_found_and_real_ones_kept(repository: Repository) -> None:
    real = "到2025年实现参保全覆盖。\n\n推动异地结算全覆盖。\n\n智能监控全覆盖。\n\n信用监管基本全覆盖。\n\n"
    real += "某地样板3月推出，甲。\n\n打造服务的某地样板。\n\n形成服务的某地样板。\n\n再建服务的某地样板。\n\n"
    strewn = (
        "蓝鲸娱乐3月，省局发布规划。",
        "压实责任蓝鲸娱乐，抓好落实。",
        "加强分析蓝鲸娱乐。",
        "目前蓝鲸娱乐，方案已定。",
    )
    text = real + "\n\n".join(strewn)
    made = draft(text, repository)
    assert [e["text"] for e in made.data["source"]["excluded"]] == ["蓝鲸娱乐"]
    assert made.data["source"]["excluded"][0]["times"] == 4
    assert any("蓝鲸娱乐" in words for _, words in made.doubts)


@pytest.mark.parametrize(
    "text",
    ["甲", "一、", "专栏1", "附件", "附件\n\n附件", "序号\n主要指标\n2025年\n指标属性", "目录\n一、\t1", "①", "“", "%"],
)
def test_small_texts_break_nothing(text: str, repository: Repository) -> None:
    assert draft(text, repository).data["jurisdiction"] == "320500"


def test_kinds_and_stages_are_proposed(held: dict[str, Held], repository: Repository) -> None:
    def data(plan_id: str) -> dict[str, object]:
        return draft(held[plan_id].source.decode("utf-8"), repository).data

    assert data(SHANDONG)["kind"] == "press-conference"
    assert data(BAOTOU)["kind"] == "scheme"
    assert (data(HESHAN)["kind"], data(HESHAN)["stage"]) == ("plan", "consultation")
    assert data(SUZHOU)["title"] == "苏州市医疗保障事业发展“十四五”规划"
    assert data(ZHENGNING)["period"] == {"start": 2021, "end": 2025}


def test_the_themes_proposed_are_mostly_the_editors(held: dict[str, Held], repository: Repository) -> None:
    right = proposed = 0
    for plan_id in FIVE:
        path = next(p for p in repository.plan_files() if p.stem == plan_id)
        document = repository.data / held[plan_id].plan.source.file.removeprefix("data/")
        _, plan, _, _ = draft_of(path, document, repository)
        # An editor's theme on a heading is of all that stands under it, and the other way round.
        themes: dict[str, set[str]] = {}
        for node, above in held[plan_id].plan.walk():
            themes[node.eid] = set(node.themes).union(*(upper.themes for upper in above))
            for upper in above:
                themes[upper.eid] |= set(node.themes)
        for node, _ in plan.walk():
            proposed += len(node.themes)
            right += len(set(node.themes) & themes.get(node.eid, set()))
    assert right > 150
    assert right / proposed > 0.9, (right, proposed)


def test_doubts_name_lines_of_the_source(repository: Repository) -> None:
    made = draft("一、总则\n\n（一）甲甲\n\n(%1) 乙乙\n", repository)
    assert [line for line, words in made.doubts if "%1" in words] == [5]
    assert isinstance(read_txt("甲\r\n\r\n乙")[1], Paragraph)
    assert read_txt("甲\r\n\r\n乙")[1].line == 3


def test_a_table_may_draw_a_box_and_notes_belong_to_the_table_above(repository: Repository) -> None:
    indicators = Grid(rows=(("指标", "2020年", "2025年"), ("参保率①", ">95", ">95")), line=3)
    works = Grid(rows=(("专栏2  重点工程", None), ("结算工程", "完善制度。")), line=9)
    blocks: list[Block] = [
        Paragraph(text="一、总体要求", line=1),
        Paragraph(text="（一）发展目标。", line=1),
        Paragraph(text="专栏1 主要指标", line=2, frame=1),
        indicators,
        Paragraph(text="注：①指常住人口。", line=5),
        Paragraph(text="（二）主要任务。", line=6),
        Paragraph(text="1.优化服务。提高效率。", line=7),
        works,
        Paragraph(text="附件：1.任务分工", line=12),
        Paragraph(text="2.名词解释", line=13),
    ]
    text, placed = lay_out(blocks)
    place = Place(code="320500", plan_id="320500-suzhou-x", path=PATH, source_file="data/sources/320500-suzhou-x.txt")
    made = draft_plan(placed, text.encode(), None, place, repository.catalogues).data["body"]
    whole, *listed = made
    first, box, second = whole["body"]
    assert first == {"num": "（一）", "text": "发展目标。"}
    assert box["box"] == "专栏1"
    assert box["body"][0]["indicators"]["notes"] == [{"text": "注：①指常住人口。"}]
    assert second["heading"] == "主要任务。"
    assert second["body"][1] == {
        "box": "专栏2",
        "heading": "重点工程",
        "body": [{"table": {"rows": [["结算工程", "完善制度。"]]}}],
    }
    assert listed == ["附件：1.任务分工", "2.名词解释"]


def test_page_numbers_between_dashes_are_no_range(repository: Repository) -> None:
    marks = [Furniture(text=f"— {n} —", why="页眉、页脚、页码") for n in (1, 2, 3)]
    text, _ = lay_out([Paragraph(text="某市规划"), Paragraph(text="一、目标"), Paragraph(text="提高能力。"), *marks])
    excluded = draft(text, repository).data["source"]["excluded"]
    assert excluded == [{"text": "— 1 —；— 2 —；— 3 —", "why": "页眉、页脚、页码"}]


@pytest.mark.parametrize("heading", ["领域", "改革领域", "重点领域", "工作领域"])
def test_a_column_of_fields_of_work_groups_the_tasks(heading: str) -> None:
    columns = name_all_columns([heading, "任务举措", "责任单位"], TASK_COLUMNS)
    assert columns == [("group", heading), ("text", "任务举措"), ("responsible", "责任单位")]


def test_a_places_name_is_no_word_that_a_site_put_in(repository: Repository) -> None:
    lines = [
        "港北区应急预案",
        "一、总则",
        "加强管理。",
        "港北区财政局",
        "港北区民政局",
        "港北区医疗保障局",
        "2024年6月14日",
    ]
    data = draft("\n".join(lines), repository).data
    assert data["title"] == "港北区应急预案"
    assert data["issuer"] == "港北区财政局 港北区民政局 港北区医疗保障局"
    assert data["source"]["excluded"] == []
