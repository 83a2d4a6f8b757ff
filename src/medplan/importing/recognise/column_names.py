"""How plans head the columns of their tables: printed headings in, the library's names of columns out."""

from __future__ import annotations

import re
from collections.abc import Sequence

NATURE = {"约束性": "binding", "预期性": "anticipatory"}
Forms = tuple[tuple[str, re.Pattern[str]], ...]
# A heading names a column by what it says, not by how: 2025年目标值, 2025年, 目标值 are the target.
INDICATOR_COLUMNS: Forms = (
    ("num", re.compile(r"序\s*号|编\s*号")),
    ("category", re.compile(r"(指标)?(类\s*别|分\s*类|类\s*型)|领域|维度")),
    ("name", re.compile(r"(主要|具体|核心)?指\s*标(名\s*称|内容)?|指标项")),
    ("unit", re.compile(r"(计量)?单\s*位")),
    (
        "baseline",
        re.compile(r"20\d[05]年?\s*(实际|实现|完成|基期|基础|现状)[值数情况]*|20[12]0年?|基[期准础]值|现状值?"),
    ),
    ("target", re.compile(r"20\d\d年?\s*(目标|预期|规划)[值数]?|20[23]5年?|(规划)?目标值?|预期值")),
    ("nature", re.compile(r"(指标)?(属\s*性|性质)")),
)
TASK_COLUMNS: Forms = (
    ("num", re.compile(r"序\s*号|编\s*号")),
    ("group", re.compile(r"主要内容|类\s*别|分\s*类|重点领域|主要任务|领域|项目")),
    (
        "text",
        re.compile(r"(重点|主要|具体)?(工作)?任务(内容)?|工作内容|具体(措施|举措)|重点工作|任务分工|工作举措|主要举措"),
    ),
    ("lead", re.compile(r"牵头(单位|部门|处室|科室)|主办单位|负责单位")),
    ("supporting", re.compile(r"(配合|协办|参与|协同)(单位|部门|处室|科室)")),
    ("responsible", re.compile(r"责任(单位|部门|处室|科室)|任务分工单位")),
    ("schedule", re.compile(r"进度(要求|安排)|(完成|推进)(时限|时间|期限)|时间(要求|安排|节点)|时限要求|完成时间")),
)


def name_columns(cells: Sequence[str], forms: Forms) -> list[tuple[str, str]]:
    """Return (name, printed heading) of each cell that heads a column, up to the first that heads none or one again."""
    columns: list[tuple[str, str]] = []
    for cell in cells:
        flat = re.sub(r"\s", "", cell)
        taken = {name for name, _ in columns}
        last = cell.rpartition("\n")[2].strip()  # under a heading that reaches over several columns
        name = next((n for n, form in forms if n not in taken and (form.fullmatch(flat) or form.fullmatch(last))), None)
        if name is None:
            break
        columns.append((name, flat))
    return columns
