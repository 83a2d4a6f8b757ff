"""Hostile lines cost the recognisers work in proportion to their length, not to its square."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from medplan.importing.read.blocks import Grid, Paragraph
from medplan.importing.recognise.frame import set_frame_aside
from medplan.importing.recognise.front import read_front
from medplan.importing.recognise.rejoin import rejoin
from medplan.importing.recognise.structure import read_structure
from medplan.importing.recognise.text_tables import find_text_tables

pytestmark = pytest.mark.slow

SHORT, LONG = 6_000, 24_000
# Twice four for noise; work that grows with the square would be sixteen times as much.
MOST = 8.0
# What comes before a part that is repeated, the part, and what comes after.
LINES = (
    ("目录", ".", "甲"),
    ("", "…", ""),
    ("附件", " ", "甲"),
    ("（", "负责", "甲"),
    ("（牵头单位：", "甲局、", ""),
    ("责任单位：", "甲局，", "。"),
    ("", "（甲负责", "）"),
    ("《", "甲", ""),
    ("", "《", ""),
    ("", "“", ""),
    ("", "（", "）"),
    ("2021年", " ", "1月1日"),
    ("", "2021年1月1日甲令第1号公布", ""),
    ("有效性", " ", "废止"),
    ("", "索引号", ""),
    ("1", ".1", ""),
    ("第一条 ", "下列", "："),
    ("", "第一条 ", ""),
    ("甲局", "会同甲局", "负责"),
    ("", "甲 ", "局"),
    ("抄送：", "甲，", "日印发"),
)


def work(recognise: Callable[[str], object], line: str) -> float:
    """Return the least processor time of three runs."""
    spent = []
    for _ in range(3):
        began = time.process_time()
        recognise(line)
        spent.append(time.process_time() - began)
    return min(spent)


def of_paragraph(line: str) -> object:
    blocks, _ = rejoin([Paragraph(text="甲市医疗保障规划", line=1, starts=True), Paragraph(text=line, line=2)])
    kept = set_frame_aside(blocks)
    front = read_front(kept.blocks, kept.excluded, kept.meta)
    return read_structure(front.rest)


def of_cell(line: str) -> object:
    return read_structure([Grid(rows=(("序号", "工作任务", "牵头单位", "完成时限"), ("1", line, line, line)))])


def of_lines(line: str) -> object:
    size = 40
    found = [Paragraph(text=line[i : i + size], line=i + 1) for i in range(0, len(line), size)]
    blocks, _ = rejoin(find_text_tables(found))
    kept = set_frame_aside(blocks)
    return read_structure(read_front(kept.blocks, kept.excluded, kept.meta).rest)


@pytest.mark.parametrize("recognise", [of_paragraph, of_cell, of_lines])
@pytest.mark.parametrize(("before", "part", "after"), LINES, ids=[f"{b}{p}{a}" for b, p, a in LINES])
def test_work_grows_with_the_length(recognise: Callable[[str], object], before: str, part: str, after: str) -> None:
    short, long = (before + part * (size // len(part)) + after for size in (SHORT, LONG))
    # A busy machine may spoil one measurement; what grows with the square fails them all.
    ratios = (work(recognise, long) / max(work(recognise, short), 0.002) for _ in range(4))
    assert any(ratio < MOST for ratio in ratios)
