"""Read who is in charge and by when: the end of a line, or a line of its own, in; the plan's fields and their form out.

Only what prints the same again is taken: what is neither a field nor a known remark leaves the whole as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from medplan.language.schedule import read_schedule
from medplan.plan.model import DUTY_LABELS, UNIT_FIELDS

UNREAD = "末尾括号里写有分工，写法认不出，照录在正文里"
WITHIN = "正文中间的括号里写有分工，照录在正文里；要收为分工，请把它前后的文字分成几条自然段"
_LONGEST = 600
_CLOSERS = {"）": "（", "】": "【", "〕": "〔", "]": "[", ")": "("}
_WORK = "(?:单位|部门|处室|科室|主体|机构)"
_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("lead", re.compile(rf"(?:牵头(?:责任|负责)?|主办|主责|主要责任){_WORK}|牵头")),
    ("supporting", re.compile(rf"(?:配合|协办|参与|参加|协同|协助|协作|支持)(?:责任)?{_WORK}|配合")),
    ("responsible", re.compile(rf"(?:责任|负责|承办|落实|实施|执行|分工|任务分工){_WORK}|责任分工")),
    (
        "schedule",
        re.compile(
            "(?:完成|办结|推进|落实|实施|整改|工作)?(?:时限|时间|期限)(?:要求|节点|安排)?|进度(?:要求|安排)|完成日期|时间进度"
        ),
    ),
)
_SUPPORT = "(?:积极|密切|协同|共同|负责)?(?:配合|参与|参加|协办|协助)(?:实施|落实|做好|推进)?"
_CHARGE = "(?:按照?(?:各自)?职[责能]|分别|共同|具体|分工|组织){0,6}+(?:负责(?:落实|实施|推进)?|落实|承担|实施)"
_LEADS = "(?:共同|联合|负责)?牵头(?:负责|落实|组织实施|组织|实施|推进|组织落实)?|主办"
_VERBS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("supporting", re.compile(rf"{_SUPPORT}$")),
    ("lead", re.compile(rf"(?:{_LEADS})$")),
    ("responsible", re.compile(rf"{_CHARGE}$")),
)
_TOGETHER = re.compile(
    rf"(?P<lead>(?:[^会牵]|会(?!同)){{2,200}}?)(?P<with>(?:{_LEADS})?[，、]?会同)(?P<supporting>.{{2,200}})"
)
_BODY_END = frozenset("局委部厅办室院行会府司团位门构处科署组校所站园学协区县市旗州盟等镇道村社联队关业属台馆心方体）")
_NO_BODY = re.compile("[的：:“”《》]|以下简称|\\d{4}年")
# What a bracket of duties may say beside them.
_REMARK = re.compile(
    r"适用(?:范围|区域).*|(?:(?:责任|分管|牵头|配合)领导|责任人|负责人|联系人)：.*"
    r"|[列排]在?第一位.*|.{0,20}为牵头(?:单位|部门)|(?:以?下|余)同|以下(?!简称).*|均?不再(?:一一)?列出"
)
_CLAUSE_END = re.compile("[，；。,;]|(?<=牵头)、|(?<=配合)、|(?<=负责)、")
_HINT = re.compile("牵头|配合|负责|责任|主办")
_WITHIN = re.compile("（[^（）]{2,300}(?:负责|牵头|配合|参与)）")


@dataclass(slots=True)
class _Reading:
    """The form read so far, the fields in it, and names that no verb or label has claimed yet."""

    form: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    waiting: str = ""
    labelled: str = ""

    def put(self, name: str, value: str, before: str = "", after: str = "") -> bool:
        """Take a field with the words around it; False for one taken already or too long."""
        if name in self.fields or not 0 < len(value) <= (200 if name == "schedule" else 500):
            return False
        self.fields[name] = value
        self.form += [before, f"{{{name}}}", after]
        return True


def part_duties(text: str) -> tuple[str, dict[str, Any]]:
    """Return a line without the duties at its end, and these as the plan's fields, {} without any.

    A line that is nothing else has nothing before them.
    """
    if "{" in text or "}" in text:
        return text, {}
    if line := _whole_line(text):
        return "", line
    start, ended = _last_bracket(text)
    if start is None:
        # …，做到应保尽保。责任单位：甲局、乙局
        last = text.rstrip("。 ").rfind("。") + 1
        line = _whole_line(text[last:]) if last else {}
        fits = line and all(_are_bodies(line[name]) for name in UNIT_FIELDS if name in line)
        return (text[:last], line) if fits else (text, {})
    inner = text[start + 1 : ended]
    duties = _own_form(inner) if text[start] == "（" else {}
    if not duties and (read := _read(inner)):
        duties = read.fields | {"printed_as": text[start] + "".join(read.form) + text[ended:]}
    return (text[:start].strip(), _ordered(duties)) if duties else (text, {})


def unread_duties(text: str) -> str | None:
    """Return what to tell of duties that a text without those read still names in brackets, None without any."""
    start, ended = _last_bracket(text)
    if start is not None and _HINT.search(text[start + 1 : ended]):
        return UNREAD
    return WITHIN if any(_read(found.group()[1:-1]) for found in _WITHIN.finditer(text)) else None


def join_duties(unit: dict[str, Any], duties: dict[str, Any]) -> bool:
    """Add duties printed in a line of their own to what they follow; return whether they fit what it has already."""
    named = [*UNIT_FIELDS, "schedule"]
    if any(name in unit for name in named):
        lines = [*_lines(unit), *_lines(duties)]
        apart = all(line[:1] not in _CLOSERS.values() for line in lines) and _lines(unit) and len(lines) <= 10
        if not apart or any(name in unit for name in named if name in duties):
            return False
        duties = duties | {"printed_as": lines}
    both = unit | duties
    for name in (*named, "printed_as"):
        unit.pop(name, None)
    unit |= _ordered(both)
    return True


def _lines(duties: dict[str, Any]) -> list[str]:
    """Return the lines of a form of duties, none for the form that the plan prints itself."""
    form = duties.get("printed_as", [])
    return [form] if isinstance(form, str) else list(form)


def _ordered(duties: dict[str, Any]) -> dict[str, Any]:
    return {key: duties[key] for key in (*UNIT_FIELDS, "schedule", "printed_as") if key in duties}


def _whole_line(text: str) -> dict[str, Any]:
    """Return the duties of a line that begins with a label and has nothing else."""
    label, colon, _ = text.partition("：")
    if not colon or len(text) > _LONGEST or not _label(label):
        return {}
    read = _read(text)
    return _ordered(read.fields | {"printed_as": "".join(read.form)}) if read else {}


def _last_bracket(text: str) -> tuple[int | None, int]:
    """Return where the bracket that ends a text opens and closes, None for a text that ends with none."""
    end = len(text.rstrip("。 ")) - 1
    opener = _CLOSERS.get(text[end : end + 1])
    depth = 0
    for at in range(end, max(-1, end - _LONGEST), -1):
        depth += (text[at] == text[end]) - (text[at] == opener)
        if opener and not depth:
            return at, end
    return None, end


def _own_form(inner: str) -> dict[str, str]:
    """Return the fields of a bracket in the form that the plan prints itself: 牵头单位：…；责任单位：…；schedule."""
    labels = {label: key for key, label in DUTY_LABELS.items()}
    order = [*DUTY_LABELS, "schedule"]
    duties: dict[str, str] = {}
    for part in inner.rstrip("。").split("；"):
        label, colon, units = part.partition("：")
        key = labels.get(label) if colon else None
        if key is None and not colon and duties:
            key, units = "schedule", part
        elif "：" in units or ("，" in units and _is_schedule(units.rpartition("，")[2])):
            return {}
        if key is None or not units or (duties and order.index(key) <= order.index(list(duties)[-1])):
            return {}
        duties[key] = units
    fits = all(len(value) <= (200 if key == "schedule" else 500) for key, value in duties.items())
    return duties if fits else {}


def _read(sentence: str) -> _Reading | None:
    """Return a sentence of duties as read clause by clause, None where a clause is neither duty nor remark."""
    read = _Reading()
    at = 0
    for found in [*_CLAUSE_END.finditer(sentence), None]:
        end = found.start() if found else len(sentence)
        clause = sentence[at:end]
        if clause.count("（") > clause.count("）"):
            continue  # a mark within a bracket parts nothing
        mark = found.group() if found else ""
        if not clause.strip() and not read.fields:
            return None
        if not _take(read, clause, mark):
            return None
        at = end + len(mark)
    whole = len(sentence) <= _LONGEST and len("".join(read.form)) <= _LONGEST - 4
    return read if read.fields and not read.waiting and whole else None


def _take(read: _Reading, clause: str, mark: str) -> bool:
    label, colon, value = clause.partition("：")
    name = _label(label) if colon else None
    if name and "：" not in value:
        taken = not read.waiting and read.put(name, value, f"{label}：")
    elif _take_verb(read, read.waiting + clause):
        taken = True
        read.waiting = ""
    elif _is_schedule(clause) and not read.waiting:
        taken = read.put("schedule", clause)
    elif _REMARK.fullmatch(clause) and not read.waiting:
        read.form.append(clause)
        taken = True
    elif not clause.strip() and not read.waiting:
        taken = True
    elif read.labelled in UNIT_FIELDS and _are_bodies(clause):
        # 责任单位：甲局，乙局: the label still holds.
        read.fields[read.labelled] += read.form.pop() + clause
        read.form.append(mark)
        return len(read.fields[read.labelled]) <= 500
    elif _are_bodies(clause) and mark in ("，", ","):
        read.waiting += clause + mark
        return True
    else:
        taken = False
    read.labelled = name or ""
    read.form += [mark] if taken else []
    return taken


def _take_verb(read: _Reading, clause: str) -> bool:
    """Take 甲局牵头, 乙局配合, 由丙局负责, 甲局会同乙局负责, 会同乙局落实."""
    by = "由" if clause.startswith("由") else "会同" if clause.startswith("会同") else ""
    for name, verb in _VERBS:
        found = verb.search(clause)
        if not found or found.start() <= len(by):
            continue
        units, done = clause[len(by) : found.start()], found.group()
        if not by or by == "由":
            together = _TOGETHER.fullmatch(units)
            if together and _are_bodies(together["lead"]) and _are_bodies(together["supporting"]):
                return read.put("lead", together["lead"], by, together["with"]) and read.put(
                    "supporting", together["supporting"], "", done
                )
        role = "supporting" if by == "会同" else name
        return _are_bodies(units) and read.put(role, units, by, done)
    return False


def _label(text: str) -> str | None:
    return next((name for name, form in _LABELS if form.fullmatch(text.strip())), None)


def _is_schedule(text: str) -> bool:
    try:
        read = read_schedule(text)
    except ValueError:
        return False
    dated = read is not None and (read.due or read.recurring or read.ongoing)
    return bool(dated) and len(text) <= 40 and bool(re.search("完成|前|底|持续|长期|每年|常态|推进|坚持", text))


def _are_bodies(text: str) -> bool:
    """Whether each name is one that a body may have: 市医保局, 各县（市、区）政府, 有关部门."""
    if _NO_BODY.search(text) or len(text) > 500:
        return False
    flat = re.sub("（[^（）]*）", "", text)
    names = [re.sub("等$", "", name.strip()) for name in re.split("[、，,；;]|(?<=[局委部厅])和", flat) if name.strip()]
    return bool(names) and all(len(name) <= 40 and name[-1:] in _BODY_END for name in names)
