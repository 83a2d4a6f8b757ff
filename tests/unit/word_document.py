"""Make a Word document as an office would send one: an invented plan of Taojiang, for tests only, never in data/.

Word counts its chapters, sections and items by the styles of its headings. It has a contents, a header, a footer, a
footnote, an indicator table with merged cells and a head of two lines, a box, brackets of duties, tasks as an annex.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

TITLE = "桃江县医疗保障事业发展“十四五”规划"
CODE, SLUG, PLAN_ID = "430922", "145", "430922-taojiang-145"
NUMBERS = (
    ("chineseCountingThousand", "第%1章", "space"),
    ("chineseCountingThousand", "第%2节", "space"),
    ("chineseCountingThousand", "%3、", "nothing"),
    ("chineseCountingThousand", "（%4）", "nothing"),
)
# Each line is a paragraph; #, ## and ### are Word's headings, - an item that Word counts, the rest is text.
CHAPTERS = """
# 发展基础
## 主要成效
“十三五”时期，全县医疗保障系统坚持以人民为中心，深化改革，医疗保障事业取得明显进步。
- 参保覆盖巩固拓展。2020年，全县基本医疗保险参保76.4万人，参保率稳定在95%以上。
- 待遇水平稳步提高。城乡居民医保政策范围内住院费用支付比例达到70.3%，大病保险起付线降至1.2万元。
- 基金监管持续加强。五年累计检查定点医药机构1386家次，追回医保基金2147.6万元。
## 面临挑战
人口老龄化加快，慢性病患者增多，基金收支平衡压力加大；基层经办力量薄弱，信息化水平有待提高。
# 总体要求
## 指导思想
以习近平新时代中国特色社会主义思想为指导，全面贯彻党的十九大和十九届历次全会精神，坚持稳中求进，推动医疗保障高质量发展。
## 基本原则
### 坚持保障基本、尽力而为。
实事求是确定保障范围和标准，防止保障不足和过度保障。
### 坚持公平统一、协调推进。
逐步缩小制度、待遇和服务差距。
## 发展目标
到2025年，待遇保障更加公平，基金运行更加安全，医保服务更加便捷。主要指标如下：
@indicators
# 主要任务
## 健全多层次保障体系
### 完善基本医疗保险制度
- 推进全民参保。落实参保登记制度,加强部门数据比对,做到应保尽保。（牵头单位：县医疗保障局；配合单位：县税务局、县民政局）
- 完善门诊共济^保障机制。到2023年底，将普通门诊费用纳入职工医保统筹基金支付范围。（责任单位：县医疗保障局、县财政局）
### 健全医疗救助制度
对特困人员、低保对象参加城乡居民医保的个人缴费部分给予资助，救助比例不低于70%。
@box
## 深化支付方式改革
全面推行按病种分值付费（DIP），2024年底前覆盖全县所有开展住院服务的定点医疗机构。
## 强化基金监管
建立“双随机、一公开”检查机制，定点医药机构检查每年实现全覆盖。
# 保障措施
## 加强组织领导
县医疗保障局牵头组织实施本规划，有关部门按职责分工落实。
## 严格监测评估
2023年开展中期评估，2025年开展总结评估，结果向社会公布。
"""
INDICATORS = (
    ("类别", "主要指标", "发展目标", None, "指标属性"),
    (None, None, "2020年", "2025年", None),
    ("参保覆盖", "基本医疗保险参保率（%）", "95.2", ">95", "约束性"),
    ("基金安全", "基本医疗保险（含生育保险）基金收入（亿元）", "6.83", "收入规模与经济社会发展水平更加适应", "预期性"),
    (None, "基本医疗保险（含生育保险）基金支出（亿元）", "6.41", "支出规模与群众健康需求更加适应", "预期性"),
    ("待遇保障", "职工基本医疗保险政策范围内住院费用基金支付比例（%）", "81.5", "保持稳定", "预期性"),
    (None, "城乡居民基本医疗保险政策范围内住院费用基金支付比例（%）", "70.3", "70左右", "预期性"),
    ("优质服务", "住院费用跨省直接结算率（%）", "——", "≥70", "预期性"),
)
TASKS = (
    ("序号", "重点任务", "牵头单位", "配合单位", "完成时限"),
    ("1", "实施全民参保计划", "县医疗保障局", "县税务局、县教育局、县民政局", "持续推进"),
    ("2", "建立职工医保门诊共济保障机制", "县医疗保障局", "县财政局、县卫生健康局", "2023年12月底前"),
    ("3", "推行按病种分值付费", "县医疗保障局", "县卫生健康局", "2024年12月底前"),
    ("4", "建设医保服务示范点", "县医疗保障局", "各乡镇人民政府", "2025年12月底前"),
)
NOTE = "门诊共济保障机制：由职工医保统筹基金支付普通门诊费用，相应减少划入个人账户的资金。"


def write_document(path: Path) -> None:
    """Write the document."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(16)
    section = document.sections[0]
    section.header.paragraphs[0].text = TITLE
    section.footer.paragraphs[0].text = "— 1 —"
    _number_headings(document)
    _add_note(document)
    _centre(document, "桃政办发〔2022〕0号")
    _centre(document, "桃江县人民政府办公室").add_run().add_break(WD_BREAK.LINE)
    document.paragraphs[-1].add_run(f"关于印发《{TITLE}》的通知")
    document.add_paragraph("各乡镇人民政府，县直有关单位：")
    document.add_paragraph(f"《{TITLE}》已经县人民政府同意，现印发给你们，请认真贯彻执行。")
    for line in ("桃江县人民政府办公室", "2022年3月15日"):
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    title = _centre(document, "桃江县医疗保障事业发展")
    title.add_run().add_break(WD_BREAK.LINE)
    title.add_run("“十四五”规划")
    _contents(document)
    for line in CHAPTERS.strip().splitlines():
        _line(document, line)
    document.add_paragraph("附件").paragraph_format.page_break_before = True
    _centre(document, "重点任务分工表")
    _grid(document, TASKS)
    document.save(str(path))


def _number_headings(document: Any) -> None:
    """Have Word count headings of three depths, and items, by their styles."""
    styles = ("Heading 1", "Heading 2", "Heading 3", "List Number")
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:pStyle w:val="{name.replace(" ", "")}"/><w:suff w:val="{gap}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, ((form, text, gap), name) in enumerate(zip(NUMBERS, styles, strict=True))
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="51">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="51"><w:abstractNumId w:val="51"/></w:num>'))
    for depth, name in enumerate(styles):
        properties = document.styles[name].element.get_or_add_pPr()
        for old in properties.findall(f"{{{properties.nsmap['w']}}}numPr"):
            properties.remove(old)
        numbering = properties._add_numPr()
        numbering.get_or_add_ilvl().val = depth
        numbering.get_or_add_numId().val = 51


def _add_note(document: Any) -> None:
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r>'
        f"<w:r><w:t>{NOTE}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _centre(document: Any, text: str) -> Any:
    paragraph = document.add_paragraph(text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _contents(document: Any) -> None:
    """Write the contents as Word leaves it: a heading, and lines whose style is of the contents."""
    _centre(document, "目  录")
    style = document.styles.add_style("toc 1", 1)
    chapters = [line[2:] for line in CHAPTERS.splitlines() if line.startswith("# ")]
    for page, (number, heading) in enumerate(zip("一二三四", chapters, strict=True)):
        document.add_paragraph(f"第{number}章 {heading}\t{3 * page + 1}", style=style)


def _line(document: Any, line: str) -> None:
    mark, _, text = line.partition(" ")
    if line == "@indicators":
        _centre(document, "表1 桃江县“十四五”医疗保障主要指标")
        _grid(document, INDICATORS)
        document.add_paragraph("注：2020年住院费用跨省直接结算率未统计。")
    elif line == "@box":
        cell = document.add_table(rows=1, cols=1, style="Table Grid").cell(0, 0)
        cell.paragraphs[0].text = "专栏1 医疗救助重点工程"
        cell.add_paragraph("1.困难群众参保资助工程。建立部门信息共享机制，动态管理资助对象。")
        cell.add_paragraph("2.防范因病致贫工程。对高额医疗费用支出户每月预警一次。")
    elif mark in ("#", "##", "###"):
        document.add_heading(text, level=len(mark))
    elif mark == "-":
        before, noted, after = text.partition("^")
        paragraph = document.add_paragraph(before, style="List Number")
        if noted:
            paragraph.add_run()._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="1"/>'))
            paragraph.add_run(after)
    else:
        document.add_paragraph(line)


def _grid(document: Any, rows: tuple[tuple[str | None, ...], ...]) -> None:
    """Add a table; a cell None is merged with the one to its left in the head, else with the one above."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text is not None:
                table.cell(r, c).text = text
                continue
            upward = r > 1 or (r == 1 and rows[0][c] is not None)
            table.cell(r, c).merge(table.cell(r - 1, c) if upward else table.cell(r, c - 1))
