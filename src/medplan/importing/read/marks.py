"""By what a line tells its part: the look of a title, and of a number that begins a unit."""

from __future__ import annotations

import re

TITLE = re.compile(r"(?![（(])[^\s。，,：:；;！？]{4,60}(规划|方案|意见|纲要|办法|计划)[^\s。，,：:；;！？]{0,6}")
NUMBERED = re.compile(
    r"(第[〇零一二三四五六七八九十百]{1,4}[编篇章节条]|[〇零一二三四五六七八九十百]{1,4}、|[（(][〇零一二三四五六七八九十百]{1,4}[)）])"
)
