"""Read who issued a document: a title, a signature, a heading or a law's heading in; the offices as printed out."""

from __future__ import annotations

import re

from medplan.importing.recognise.front.dates import dates_in, squeeze_widths

_HAN = "㐀-鿿"
_ENDS = (
    "局|厅|委员会|委|政府|办公室|办公厅|院|部|署|中心|党组|党委|支队|总队|领导小组|工作组|协调小组|指挥部|联席会议|代表大会|常委会|人大|政协"
    "|协会|学会|联合会|总会|工会|法院|检察院|银行|分行|支行|大学|学院|医院|集团|公司|服务站|管理处|管理所|办事处|事务所|总社|联社|供销社|残联|妇联|总工会|民主党派|军区|兵团"
    "|管委会|开发区|街道|武装部|指导组|专班|司|处|中共中央|军委|海关|税务局|分局|商会|基金会|研究会|委员会议|会议"
)
_OFFICE = re.compile(
    rf"(?:[{_HAN}]{{1,45}}?(?:[（(][{_HAN}]{{1,20}}[)）])?[{_HAN}]{{0,20}})(?:{_ENDS})(?:办)?|中共中央"
)
_VERBS = "关于|印发|转发|批转|发布|公布|颁布|颁发|下发|公开征求|对"
_BEFORE_VERB = re.compile(rf"(?P<who>[{_HAN}（）()、，\s]{{2,120}}?)(?:{_VERBS})")
_AND_OTHERS = re.compile(
    rf"(?P<first>[{_HAN}、\s]{{2,60}})等[\d一二三四五六七八九十]{{1,3}}个?(?:部门|单位|部委|委局|厅局|机构)(?:联合)?"
)
_SEAL = re.compile(r"[（(]\s*(?:盖章|印章|代章|公章|章|印)\s*[)）]")
_HEADING = re.compile(rf"(?P<who>[{_HAN}（）()、\s]{{2,80}}?)\s*(?:文\s*件|令|公告|通告|命令)")
_LAW = re.compile(
    rf"(?P<who>[{_HAN}]{{0,40}}?(?:人民代表大会常务委员会|人大常委会|人民代表大会|人民政府|国务院|委员会|[局部厅]))"
    rf"(?:第[\d一二三四五六七八九十百]{{1,5}}次[{_HAN}]{{0,8}}会议|令第|[{_HAN}]{{0,6}}会议|[{_HAN}]{{0,4}}(?:通过|公布|发布))"
)
_TERM = re.compile(r"第[\d一二三四五六七八九十百]{1,4}届")


def offices_in(text: str) -> list[str]:
    """Return the offices that a line names and nothing else, as printed: two parted by a space or 、 are two."""
    text = _SEAL.sub("", text).strip()
    if not 2 <= len(text) <= 200 or re.search(r"[。；：:;！？\d《》“”]", text):
        return []
    whole = re.sub(r"\s", "", text)
    parts = re.split(r"[\s、，,]+", text)
    # Letters set apart to fill a line are one word.
    if any(len(part) < 3 and part not in ("国务院",) for part in parts):
        parts = [whole]
    return parts if all(_OFFICE.fullmatch(part) for part in parts) else []


def office_before(title: str) -> tuple[list[str], bool]:
    """Return the offices that a title begins with (…人民政府办公室关于…), and whether it names others without name."""
    found = _BEFORE_VERB.match(title)
    if not found:
        return [], False
    who = found["who"].strip()
    if others := _AND_OTHERS.fullmatch(who):
        return ([re.sub(r"\s+", " ", who)], True) if offices_in(others["first"]) else ([], False)
    return offices_in(who), False


def words_before(title: str) -> str:
    """Return what a title has before 关于 where that may be who issued it but is not known as an office, else ""."""
    who, about, _ = title.partition("关于")
    plain = about and re.fullmatch(rf"[{_HAN}（）()、，\s]{{4,60}}", who) and not re.search(f"(?:{_VERBS})", who)
    return who.strip() if plain and not office_before(title)[0] else ""


def office_heading(text: str) -> list[str]:
    """Return the offices of a heading of the first page: 某市人民政府文件, 某省人民政府令."""
    found = _HEADING.fullmatch(text.strip()) if len(text) < 100 else None
    # 中华人民共和国国务院令 is 国务院's; a ministry's name may have the state's before it.
    return [re.sub("^中华人民共和国(?=国务院$)", "", name) for name in offices_in(found["who"])] if found else []


def signed_above(lines: list[str], at: int) -> list[str]:
    """Return the offices signed in the lines right above the date in line `at`, or before the date in that line."""
    bare = squeeze_widths(lines[at])
    dates = dates_in(bare) if len(bare) < 120 else []
    if dates and dates[-1][2] == len(bare) and dates[-1][1]:
        # Where spaces part the names they still do in the line as printed.
        printed = re.split(
            r"[12]\s*\d\s*\d\s*\d\s*年|[一二三四五六七八九〇零○O0]\s*[一二三四五六七八九〇零○O0]\s*[一二三四五六七八九〇零○O0]{2}\s*年",
            lines[at],
            maxsplit=1,
        )[0]
        return offices_in(printed)
    signed: list[str] = []
    for i in range(at - 1, max(-1, at - 16), -1):
        text = lines[i].strip()
        if not text or _SEAL.fullmatch(text):
            continue
        offices = offices_in(text)
        if not offices:
            break
        signed = [*offices, *signed]
    return signed


def office_of_law(text: str) -> str | None:
    """Return the body that passed or issued a law, without its term: 某市第三届人大常委会 → 某市人大常委会."""
    bare = squeeze_widths(text)
    for _, _, end in dates_in(bare):
        if found := _LAW.match(bare, end):
            who = _TERM.sub("", found["who"])
            # 省人民政府 alone doesn't say which.
            return who if who == "国务院" or len(who) > 5 else None
    return None
