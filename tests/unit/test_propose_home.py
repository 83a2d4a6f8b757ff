"""Where a document belongs, read from its title, issuer and text; and the end of its id."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from medplan.importing.draft.propose_home import Home, propose_home
from medplan.importing.read.limits import Refused
from medplan.importing.read.txt import read_txt
from medplan.library.repository import Repository

from .support import ROOT, make_root

TEXT = "一、总则\n甲。\n"


def home_of(
    text: str, repository: Repository, taken: tuple[str, ...] = (), code: str | None = None, slug: str | None = None
) -> Home:
    """Return the proposed home of a text."""
    return propose_home(
        read_txt(text), repository.catalogues, code=code, slug=slug, is_taken=lambda name: name in taken
    )


@pytest.mark.parametrize(
    ("text", "code", "slug"),
    [
        ("苏州市医疗保障事业“十四五”规划\n", "320500", "145"),
        ("江苏省苏州市吴江区医疗保障第十五个五年规划\n", "320509", "155"),
        ("正宁县医疗保障局关于调整缴费的通知\n正医保〔2023〕4号\n", "621025", "notice-2023"),
        ("内蒙古自治区医疗保障局 内蒙古自治区财政厅关于规范收费的意见\n（2021年3月2日）\n", "150000", "opinions-2021"),
        ("国务院办公厅关于健全门诊保障的指导意见\n国办发〔2021〕14号\n", "100000", "opinions-2021"),
        ("国家医疗保障局办公室关于做好结算的通知\n", "100000", "notice"),
        ("国家税务总局苏州市税务局关于征缴的公告\n2023年第5号\n", "320500", "announcement-2023"),
        ("江苏省人民政府关于苏州市医保改革方案的批复\n苏政复〔2020〕3号\n", "320000", "reply-2020"),
        (
            "上海市医疗救助条例\n（2019年5月1日上海市第十五届人民代表大会常务委员会第九次会议通过）\n",
            "310000",
            "regulations-2019",
        ),
        ("鹤山市医疗保障“十四五”规划\n（征求意见稿）\n", "440784", "145-consultation"),
        ("凉山州医保基金监管办法（2022—2024年）\n", "513400", "measures-2022"),
        ("关于印发《苏州市医保经办规程》的通知\n各区：\n", "320500", "notice"),
    ],
)
def test_a_home_is_proposed(text: str, code: str, slug: str, repository: Repository) -> None:
    home = home_of(text + TEXT, repository)
    assert (home.place.code, home.slug, home.doubts) == (code, slug, ())


def test_a_name_of_several_places_is_told_apart_by_what_is_around(repository: Repository) -> None:
    text = "朝阳区医疗保障局关于参保的通知\n各街道：\n"
    assert home_of(f"{text}按照北京市统一部署执行。\n{TEXT}", repository).place.code == "110105"
    assert home_of(f"{text}按照长春市统一部署执行。\n{TEXT}", repository).place.code == "220104"
    with pytest.raises(Refused) as refused:
        home_of(text + TEXT, repository)
    assert "110105 北京市朝阳区" in refused.value.message
    assert "220104 吉林省长春市朝阳区" in refused.value.message
    assert "--jurisdiction" in refused.value.cure


def test_a_place_named_in_the_text_only_is_doubted(repository: Repository) -> None:
    home = home_of(f"关于做好参保工作的通知\n各单位：\n根据苏州市的部署，现通知如下。\n{TEXT}", repository)
    assert home.place.code == "320500"
    assert [words[:3] for _, words in home.doubts] == ["行政区"]


def test_places_that_disagree_are_told_of(repository: Repository) -> None:
    text = f"苏州市医保监管办法\n{TEXT}二、附则\n乙。\n无锡市医疗保障局\n2022年3月4日\n"
    home = home_of(text, repository)
    assert home.place.code == "320200"
    assert any("320500" in words for _, words in home.doubts)


def test_a_text_without_a_place_asks_for_one(repository: Repository) -> None:
    with pytest.raises(Refused) as refused:
        home_of(f"关于做好参保工作的通知\n{TEXT}", repository)
    assert "都没有地名" in refused.value.message


def test_what_is_given_wins(repository: Repository) -> None:
    text = f"苏州市医疗保障“十四五”规划\n{TEXT}"
    assert home_of(text, repository, code="320200").place.code == "320200"
    assert home_of(text, repository, code="320200").slug == "145"
    assert home_of(text, repository, slug="mine").slug == "mine"
    assert home_of(f"甲\n{TEXT}", repository, code="320200", slug="mine").slug == "mine"


def test_an_id_that_another_document_has_is_not_proposed(repository: Repository) -> None:
    notice = f"苏州市医疗保障局关于参保的通知\n苏医保〔2023〕7号\n{TEXT}"
    taken = ["320500-suzhou-notice-2023"]
    assert home_of(notice, repository, tuple(taken)).slug == "notice-2023-7"
    taken.append("320500-suzhou-notice-2023-7")
    assert home_of(notice, repository, tuple(taken)).slug == "notice-2023-2"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "import_plan.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_file_alone_is_enough(tmp_path: Path) -> None:
    data = make_root(tmp_path)
    incoming = tmp_path / "收到.txt"
    incoming.write_text(f"苏州市医疗保障局关于参保的通知\n苏医保〔2023〕7号\n{TEXT}", "utf-8")
    assert run(str(incoming), "--data", str(data)).returncode == 0
    assert (data / "plans" / "32-jiangsu" / "320500-suzhou-notice-2023.yaml").is_file()
    again = run(str(incoming), "--data", str(data))
    assert again.returncode == 1, "the same document was taken in twice"
    assert "--force" in again.stderr
    incoming.write_text(f"苏州市医疗保障局关于缴费的通知\n苏医保〔2023〕8号\n{TEXT}", "utf-8")
    assert run(str(incoming), "--data", str(data)).returncode == 0
    assert (data / "plans" / "32-jiangsu" / "320500-suzhou-notice-2023-8.yaml").is_file()
    incoming.write_text("朝阳区医疗保障局关于参保的通知\n一、总则\n甲。\n", "utf-8")
    refused = run(str(incoming), "--data", str(data))
    assert refused.returncode == 1
    assert "--jurisdiction" in refused.stderr
    assert "Traceback" not in refused.stderr
