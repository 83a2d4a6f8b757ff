"""Every rule of the validator: its code, what it asks for and why; the guide's page of rules is made from this."""

from __future__ import annotations

from dataclasses import dataclass

from medplan.issues import ERROR, HINT


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: `asks` is what must hold, `cure` what to do; `level` tells an error from a hint."""

    code: str
    asks: str
    cure: str
    level: str = ERROR


_HINTS = frozenset({"numbering-gap", "original-unchecked", "source-missing", "unknown-agency"})


def _rules(*rows: tuple[str, str, str]) -> tuple[Rule, ...]:
    return tuple(
        Rule(code=code, asks=asks, cure=cure, level=HINT if code in _HINTS else ERROR) for code, asks, cure in rows
    )


# In the order in which a file is read: what comes first is found first.
GROUPS: dict[str, tuple[Rule, ...]] = {
    "文件": _rules(
        ("file-kind", "规划和目录都是普通文件；链接、文件夹、管道一律不读", "把文件本身放在那里"),
        ("file-size", "一份 YAML 不超过 4 MB", "拆分；图片、附件不放进 YAML"),
        ("file-unreadable", "文件和文件夹须能读取", "改好读取权限，或重新放一份"),
        ("encoding", "编码是 UTF-8，不带 BOM；换行用 LF 或 CRLF 都可以", "用编辑器另存为 UTF-8"),
        ("stray-file", "plans/ 下只有 省级文件夹/代号.yaml", "移走，或改名"),
        (
            "file-name",
            "文件名由行政区代码、拼音和名称组成，只用小写字母、数字和连字符，不超过 120 个字符",
            "照提示改名",
        ),
        ("file-folder", "规划放在它所属省级行政区的文件夹里", "照提示移动"),
        ("source-file", "source.file 写的原文文件是普通文件，能读取", "把收到的原文放到 data/sources/"),
        ("original-differs", "从原件重新取出的文字与所存的相同", "重新导入原件；文字有误的写校订，不改原文"),
        ("original-unchecked", "原件能由现在的程序读出，与所存的文字比较", "对照原件看一遍，或重新导入"),
        ("source-missing", "source.file 写的原文文件在；没有它，逐字核对不能通过", "把收到的原文放到 data/sources/"),
    ),
    "看不见的和危险的字符": _rules(
        (
            "hidden-character",
            "没有看不见、改变方向、私用或控制字符，没有特殊的空格和叠在别的字上的符号",
            "删去；原文用私用字符的，查出是什么字",
        ),
        ("look-alike", "没有与常用字看起来一样的部首、兼容字、外文字母", "改为键盘上打出的字"),
        ("template-syntax", "没有模板语法：两个左花括号相连，或左花括号后面紧接百分号、井号", "删去"),
    ),
    "YAML 写法": _rules(
        ("yaml-syntax", "缩进、冒号、短横、引号、括号合乎 YAML", "照提示改，先改第一处"),
        ("broken-line", "一段文字写在一行里；断成几行的，多半是短横或引号丢了", "补上短横、键名或引号，或并成一行"),
        ("duplicate-key", "同一层里一个键只写一次", "删去一个；是列表的另一项，前面加“- ”"),
        ("one-document", "一个文件只写一份规划", "另存一个文件"),
        ("key-text", "键是英文文字", "写一个键名"),
        ("no-anchor", "不用 & 锚点、* 引用和 << 合并键", "照写全文；文字以 * 或 & 开头的，用引号括起"),
        ("no-tag", "不用 ! 标签", "删去；文字以 ! 开头的，用引号括起"),
        ("too-deep", "嵌套不超过 40 层", "减少层次"),
        ("too-large", "一个文件不超过 60,000 项", "拆分"),
        ("more-issues", "一个文件的问题超过 100 处时，其余的不再列出", "先改好列出的，再校验"),
    ),
    "键和值": _rules(
        ("unknown-key", "只用参考里有的键", "照提示改；文字里有冒号加空格的，用引号括起"),
        ("missing-key", "必填的键都在", "补上；原文没有的，写 null"),
        ("wrong-type", "值的类型合乎参考：文字、整数、列表、一组键值", "照提示改写"),
        ("unknown-value", "有固定取值的，从中选一个", "照提示改"),
        ("wrong-form", "代码、日期、网址、地址的写法合乎参考", "照提示改"),
        ("empty", "文字和列表不空着", "填写，或删去这一项"),
        ("too-long", "文字和列表不超过上限", "拆分"),
        ("out-of-range", "数在范围之内", "核对"),
        ("repeated-item", "列表里没有重复的项", "删去重复的"),
    ),
    "条文": _rules(
        ("duplicate-eid", "一个地址只属于一条条文", "编号印重了的，给后一条写 id"),
        ("no-address", "由编号能定出地址", "写 id"),
        ("row-ids", "表的 ids 一行一个", "照提示补上或删去"),
        ("half-width", "中文里用全角标点（GB/T 15834）", "照提示改"),
        ("unread-value", "基期值、目标值读得出数值，或是一句话", "照录原文；写法特殊的，请提出增加"),
        ("unread-schedule", "进度要求里的月、日存在", "核对原文；确系原文之误的，加校订"),
        ("duty-form", "分工的印法里，每一项分工的位置恰好有一处", "照提示改，或删去 printed_as"),
        ("numbering-gap", "编号连续，或有编者注说明", "核对原文；原文如此的，加 discrepancy 编者注"),
    ),
    "引用和目录": _rules(
        ("unknown-id", "指标、主题、规划、单位的代号在目录里", "照提示改，或先登记"),
        ("unknown-eid", "引用的条文地址存在", "照提示改"),
        ("unknown-jurisdiction", "行政区划代码在目录里", "照提示改"),
        ("unknown-parent", "目录里的上级行政区存在", "先登记上级"),
        ("parent-level", "上级行政区的级别更高；只有国家没有上级", "照提示改 parent 或 level"),
        ("unknown-agency", "部门在目录里，或有编者注说明", "在 data/agencies.yaml 登记，或加编者注"),
        ("duplicate-id", "目录里的代号和名称不重复", "改用别的"),
        ("not-in-text", "引文、指标数值、引用的文件在条文里找得到", "照录条文里的写法"),
    ),
    "取代、废止和版本": _rules(
        ("succession-loop", "取代、废止、前一版有先后，不绕成圈，也不指向自己", "核对哪一份在先，只留对的"),
        ("succession-date", "取代或废止别的文件的、是别的文件后一版的，日期不早于它", "核对两份文件的日期"),
        (
            "succession-differs",
            "两份文件的说法一致：标题、文号、日期，由谁取代；前一版是同一个行政区的同一种文件，只有一个后一版",
            "核对，改好其中一处",
        ),
    ),
    "改址": _rules(
        ("redirect-source", "改址只用于已经没有的网址", "删去这一条"),
        ("redirect-target", "改址指向现有的网址", "写现有的网址"),
        ("redirect-chain", "改址一步到位，不经过另一条改址", "直接写最后的网址"),
        ("redirect-page", "条文改址的规划还在，或整份规划也写了改址", "先给整份规划写一条改址"),
    ),
    "校订": _rules(
        ("emendation-count", "校订的文字在那一条里恰有所说的处数", "前后多抄几个字，或写 field、times"),
        ("emendation-overlap", "两条校订不重叠", "并为一条"),
    ),
}


def all_rules() -> dict[str, Rule]:
    """Return every rule by its code, in the order of the page."""
    return {rule.code: rule for rules in GROUPS.values() for rule in rules}
