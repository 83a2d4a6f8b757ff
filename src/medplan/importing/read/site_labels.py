"""The box of information that government sites print over a document: a table or lines in, the values by field out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from medplan.importing.read.blocks import Cell

# What a label tells: "written" is the day of the document, "posted" the site's, "dated" may be either.
_LABELS = {
    "issuer": ("发文机关 发文单位 制定机关 制发机关 印发机关 发文机构 发布机关 公布机关 发文部门 制定单位 成文机关"),
    "publisher": ("发布机构 公开机构 公开单位 发布单位 公开责任部门 责任部门 信息来源 来源 稿件来源 文章来源 供稿单位"),
    "number": "发文字号 文号 发文文号 公文文号 文件编号 文件文号 公文编号 发文号 公文字号 文件字号",
    "title": "标题 名称 信息名称 文件名称 公文名称 文件标题 公文标题 信息标题 法规名称",
    "written": "成文日期 成文时间 制定日期 印发日期 印发时间 签发日期 签署日期 制发日期 公文成文日期",
    "dated": "发文日期 发文时间 公布日期 公布时间 生成日期 产生日期 文件日期",
    "posted": (
        "日期 时间 发布日期 发布时间 公开日期 公开时间 上网日期 上网时间 "
        "更新日期 更新时间 录入时间 信息发布日期 发表时间"
    ),
    "validity": "有效性 文件状态 效力状态 时效性 是否有效 文件有效性 时效状态 效力级别",
    "other": (
        "索引号 信息索引号 索引码 索取号 主题分类 主题词 信息分类 公文种类 组配分类 体裁分类 "
        "公开方式 公开范围 公开类别 公开形式 公开属性 服务对象 关键词 关键字 内容概述 内容摘要 "
        "信息内容 废止日期 废止时间 生效日期 生效时间 施行日期 实施日期 实施时间 失效日期 "
        "失效时间 所属主题 体裁 统一编号 统一登记号 规范性文件统一编号 登记号 备案号 浏览次数 "
        "访问量 点击数 点击率 阅读次数 浏览量 点击量 字号 字体 语种 载体类型 记录形式 文件类型 "
        "文种 所属机构 作者 编辑 责任编辑 审核 事项类型 主题导航 专题分类 信息类别 公开时限 "
        "公开程序 公开载体 分类 主题 附件下载 保护视力色 视力保护色 打印 分享到 来源网站 "
        "效力范围 行业分类 所属行业"
    ),
}
_FIELDS = {name: field for field, names in _LABELS.items() for name in names.split()}
_NAMES = sorted(_FIELDS, key=len, reverse=True)
_SPACE = r"[\s　]{0,6}"
_LABEL = "|".join(_SPACE.join(name) for name in _NAMES)
# In running text a label needs its colon; letters right before it make it a part of another word.
_IN_TEXT = re.compile(rf"(?<![㐀-鿿])[【\[]?({_LABEL})[】\]]?{_SPACE}[:：]")
# In a table that is a box a label may go without, between the spaces that part the cells.
_IN_BOX = re.compile(rf"(?<!\S)[【\[]?({_LABEL})[】\]]?{_SPACE}(?:[:：]|(?=\s|$))")
_AS_CELL = re.compile(rf"[【\[]?({_LABEL})[】\]]?{_SPACE}[:：]?")
_TELLING_NAMES = (
    "索引号 信息索引号 索取号 索引码 发文机关 发文单位 制定机关 发布机构 公开机构 发文字号 文号 "
    "成文日期 主题分类 主题词 有效性 信息分类 组配分类 公开方式 公开类别 体裁分类"
)
_TELLING = frozenset(_TELLING_NAMES.split())


# Bare elements may glue a label to its value and to the next label: 索引号甲-2015-1发布机构某市政府.
_GLUED = re.compile("|".join(name for name in _NAMES if len(name) > 2))
_GLUED_FIRST = re.compile("|".join(sorted(_TELLING, key=len, reverse=True)))
_GLUED_VALUE = re.compile(r"(?:已|现行|全文)?(?:有效|废止|失效|无效)|.{0,20}\d.{0,20}")


def _bare(label: str) -> str:
    return re.sub(r"[\s　]", "", label)


def label_in(text: str) -> str | None:
    """Return the label that a cell or a line of its own is, None when it is none."""
    found = _AS_CELL.fullmatch(text.strip()) if len(text) < 40 else None
    return _bare(found[1]) if found else None


def labels_at(text: str) -> list[str]:
    """Return the labels with a colon that stand in a line."""
    return [_bare(found[1]) for found in _IN_TEXT.finditer(text[:2_000])]


def is_box(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table is such a box: at least two cells are labels, one of them a telling one."""
    cells = [cell for row in rows[:20] for cell in row if cell]
    names = [name for cell in cells if (name := label_in(cell))]
    names += [name for cell in cells if len(cell) < 200 for name in labels_at(cell)[:1]]
    return len(set(names)) >= 2 and not _TELLING.isdisjoint(names) and 2 * len(names) + 4 >= len(cells)


def is_label_line(text: str) -> bool:
    """Whether a line begins with a label and its colon, and tells nothing else than a site does."""
    text = text.strip()
    told = len(text) < 300 and not re.search("[。；]", text)
    return told and bool(_IN_TEXT.match(text) or is_glued(text))


def is_glued(text: str) -> bool:
    """Whether a line is labels and values with nothing between: two labels at least, or one and a value of its kind."""
    text = text.strip()
    first = _GLUED_FIRST.match(text) if len(text) < 300 else None
    if first is None or re.search("[。；，:：]", text):
        return False
    return len(_GLUED.findall(text)) > 1 or _GLUED_VALUE.fullmatch(text[first.end() :].strip()) is not None


def read_labels(texts: Iterable[str], *, boxed: bool = False) -> list[tuple[str, str]]:
    """Return (field, value) for each label with a value in the texts, in their order; other labels end a value.

    In the rows of a box (`boxed`) a label needs no colon.
    """
    parted = (_GLUED.sub(r" \g<0>：", text) if is_glued(text) else text for text in texts)
    whole = "\n".join(parted)[:20_000]
    found = list((_IN_BOX if boxed else _IN_TEXT).finditer(whole))
    values: list[tuple[str, str]] = []
    ends = [after.start() for after in found[1:]] + [len(whole)]
    for here, end in zip(found, ends, strict=False):
        # A value ends with its line; its label may stand on a line of its own.
        value = whole[here.end() : min(end, here.end() + 200)].strip().split("\n")[0].strip(" \t　[【|丨")
        if value and (field := _FIELDS[_bare(here[1])]) != "other":
            values.append((field, value))
    return values
