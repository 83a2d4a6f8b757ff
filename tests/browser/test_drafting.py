"""The page for those who draft: choosing, the address, what it lays out, what is taken away, a phone, no scripts."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import docx
import pytest
from browsing import OpenPage, phone
from playwright.sync_api import Page, expect
from surveying import CONTRASTS, FAULTS, sideways

pytestmark = pytest.mark.browser
CHOSEN = "drafting/?j=621025&t=medical-assistance,long-term-care"


def open_drafting(open_page: OpenPage, url: str = CHOSEN, **given) -> Page:
    page = open_page(url, **given)
    expect(page.locator(".drafted h2")).to_have_count(5)
    return page


def rows_of(page: Page, part: str) -> list[list[str]]:
    cells = "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    return page.locator(f"section:has(#{part}) tbody tr").evaluate_all(cells)


def test_it_lays_out_what_plans_print_each_with_its_place(open_page: OpenPage) -> None:
    page = open_drafting(open_page)
    review = rows_of(page, "review")
    assert len(review) == 4
    assert re.search("2025年前完成.*到期", review[0][2])
    assert review[0][1] == "县医疗保障局"
    assert [re.search("到期|每年|没有期限", row[2])[0] for row in review] == ["到期", "每年", "没有期限", "没有期限"]
    assert not re.search("已完成|未完成|逾期", page.locator(".drafted").inner_text())
    targets = {row[0].split("\n")[0]: row for row in rows_of(page, "targets")}
    assert "可以比较" in targets["重点救助对象符合规定的住院医疗费用救助比例"][0]
    assert "只有一份" in targets["长期护理保险合规护理服务费用支付比例"][0]
    assert "不能直接比较：基期不同" in targets["医疗救助年度最高支付限额"][0]
    words = {row[0]: row for row in rows_of(page, "wording")}
    assert "18 字，3 份" in words["“全面落实资助重点救助对象参保缴费政策”"][1]
    assert "中发〔2020〕5号" in [row[1] for row in rows_of(page, "documents")]
    blank = {row[0].split("\n")[0]: row for row in rows_of(page, "blank")}
    assert "由医疗救助资金支付的部分" in blank["重点救助对象符合规定的住院医疗费用救助比例"][0]
    assert blank["重点救助对象符合规定的住院医疗费用救助比例"][2] == "70 → 70（预期性）"
    # Every quotation leads to where it stands.
    href = page.locator("section:has(#wording) td a").first.get_attribute("href")
    page.goto(page.url.split("drafting/")[0] + href.removeprefix("../"))
    expect(page.locator(":target")).to_have_count(1)


def test_the_address_holds_the_choice_and_back_leads_back(open_page: OpenPage) -> None:
    page = open_page("drafting/")
    expect(page.locator(".drafting > .count")).to_have_text("请选一个地方和主题。")
    page.get_by_role("combobox", name="地方").fill("hangzhou")
    page.keyboard.press("Enter")
    expect(page.locator(".drafting > .count")).to_contain_text("请选主题")
    page.get_by_role("checkbox", name="支付方式改革").check()
    expect(page.locator(".drafted h2")).to_have_count(5)
    assert page.url.endswith("drafting/?j=330100&t=payment-reform")
    assert "本库没有收录杭州市的规划" in page.locator(".drafted").inner_text()
    assert len(rows_of(page, "targets")) > 5
    page.go_back()
    expect(page.locator(".drafted h2")).to_have_count(0)
    expect(page.get_by_role("checkbox", name="支付方式改革")).not_to_be_checked()


def test_a_wrong_address_says_what_to_choose(open_page: OpenPage) -> None:
    page = open_page("drafting/?j=999999&t=medical-assistance,<b>")
    expect(page.locator(".drafting > .count")).to_have_text("没有代码为 999999 的行政区。请选地方。")


def test_word_and_csv_hold_what_the_page_shows_and_what_was_typed(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_drafting(open_page)
    field = page.get_by_role("textbox", name=re.compile("核对情况")).first
    field.fill("=1+1 <已>建立 & 试点")
    page.reload()
    expect(field).to_have_value("=1+1 <已>建立 & 试点")
    with page.expect_download() as taken:
        page.get_by_role("button", name="导出 Word（整页）").click()
    assert taken.value.suggested_filename == "编制参考-正宁县.docx"
    taken.value.save_as(tmp_path / "taken.docx")
    document = docx.Document(str(tmp_path / "taken.docx"))
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == [
        page.locator(".drafted h2").nth(n).evaluate("e => e.firstChild.textContent") for n in range(5)
    ]
    assert len(document.tables) == 5
    review = document.tables[0]
    assert len(review.rows) == 5
    assert review.rows[1].cells[4].text == "=1+1 <已>建立 & 试点"
    links = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert any("/plans/621025-zhengning-145/#" in link for link in links)
    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV", exact=True).first.click()
    taken.value.save_as(tmp_path / "taken.csv")
    raw = (tmp_path / "taken.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[1] == ["任务和承诺（原文）", "单位", "原定进度", "已核", "核对情况"]
    assert rows[2][4] == "'=1+1 <已>建立 & 试点"
    assert len(rows) == 6


@pytest.mark.parametrize(("scheme", "options"), [("light", {}), ("dark", phone())], ids=["desk", "phone"])
def test_it_can_be_read_wherever_it_is_opened(open_page: OpenPage, scheme: str, options: dict) -> None:
    page = open_drafting(open_page, color_scheme=scheme, **options)
    assert not sideways(page, page.viewport_size["width"])
    assert not page.evaluate(FAULTS)
    assert not page.evaluate(CONTRASTS)


def test_without_scripts_it_says_where_the_same_stands(open_page: OpenPage) -> None:
    page = open_page("drafting/", java_script_enabled=False)
    expect(page.locator("form.choose")).to_be_hidden()
    said = page.locator(".doc").last.inner_text()
    assert "需要脚本" in said
    for name in ("时间表", "指标", "用语异同", "引用文件", "长期护理保险"):
        expect(page.locator("[data-start]").get_by_role("link", name=name, exact=True).first).to_be_visible()
