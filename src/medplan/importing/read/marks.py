"""By what a line tells its part: a line in; whether it is a title's, a date's, a body's or a site's, out."""

from __future__ import annotations

import re

NUMBERED = re.compile(
    r"(第[〇零一二三四五六七八九十百]{1,4}[编篇章节条]|[〇零一二三四五六七八九十百]{1,4}、|[（(][〇零一二三四五六七八九十百]{1,4}[)）])"
)
# The words that the names of official documents end in (公文种类, 规章名称, 计划类).
FORMS = (
    "规划|方案|意见|纲要|办法|计划|条例|细则|通知|决定|报告|公告|批复|函|要点|清单|规定|规则|预案|通报|议案|答复|通告|公报|决议|纪要|命令"
    "|章程|准则|制度|规范|规程|标准|指南|指引|措施|目录|建议|倡议书?|提案|说明|解读|解释|总结|讲话|讲话稿|公约|守则|须知|任务分工|分工方案|安排"
    "|部署|行动|战略|蓝图|政策|流程|协议|大纲|要求|事项|意见稿|征求意见稿|送审稿|草案|复函|来函|工作法|暂行法|保险法|管理法|促进法|保护法|监督法|名单|职责|体系|汇编|发布会|通气会|吹风会|实录|访谈录?"
)
_BRACKETS = r"(?:\s*[（(【\[〔][^（）()【】\[\]〔〕]{1,40}[)）】\]〕])"
_ENDS_AS_TITLE = re.compile(rf"(?:{FORMS})(?:文本|全文|草案|正文|修订稿|（?修订）?)?[》”]?{_BRACKETS}{{0,3}}[》”]?$")
_NO_TITLE = re.compile(
    r"[（(【〔\[].*[)）】〕\]]|附\s*(?:件|表|录|图)(?!.{0,30}(?:管理|条例)).*|[—－-].*|[（(]?\d{1,3}[)）.．、].*|[①-⑳].*|注[:：].*|抄\s*送.*|.*(?:人民)?政府公报|(?:目|附)\s*(?:录|则)|.*[>＞»|丨]\s?.*"
)
_LONGEST = 150


def is_title(text: str) -> bool:
    """Whether a line, or lines joined, ends as the title of an official document does, and is no other thing."""
    text = text.strip()
    bare = re.sub("《[^》]{0,150}》", "", text)
    return (
        4 <= len(text) <= _LONGEST
        and not NUMBERED.match(text)
        and not re.search("[。；！？;!?]|[:：，,、]$", bare)
        and not re.search("[:：]", bare)
        and _ENDS_AS_TITLE.search(text) is not None
        and not _NO_TITLE.fullmatch(text)
    )


def is_full_title(text: str) -> bool:
    """Whether a line is so plainly a title that it can't be the name of a column of a site: 关于…的意见, 某市…规划."""
    return is_title(text) and (
        len(text.strip()) >= 9 or bool(re.search("关于|[“《]|[12]\\d{3}年|第.{1,3}个五年", text))
    )
