"""Made-up plans: the five real plans' clauses shuffled; a data root of N plans that validates and is proved, out.

The same N gives the same files. A clause is a real one, or two real ones crossed over at a shared pair of characters
(a Markov chain of order two with few jumps), with its figures drawn anew and the plan's own place in it; every plan
also has names of its own (towns, hospitals, projects) in less common characters, so that the tail of rare n-grams
grows with the library as that of real text does.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medplan.library.repository import ROOT, Repository
from medplan.plan.model import Plan
from medplan.running.arguments import Arguments

SEED = 20211008
QUOTED = "320500-suzhou-145"  # the plan that hand-written pages of docs/ quote: every data root needs it
FIRST_PROVINCE = 45  # no province of the quoted plan's
PLACES_A_PROVINCE = 100
PREFECTURES_A_PROVINCE = 9
# Characters of place names with their one reading.
SYLLABLES = dict(
    re.findall(
        r"(.)([a-z]+)",
        "云yun岭ling江jiang河he石shi林lin山shan泉quan安an平ping宁ning永yong清qing东dong南nan西xi北bei龙long凤feng"
        "金jin玉yu青qing白bai松song竹zhu梅mei兰lan沙sha湖hu海hai岩yan溪xi桥qiao塔ta沟gou坪ping滩tan湾wan州zhou阳yang"
        "丰feng泰tai康kang福fu昌chang明ming光guang源yuan川chuan洪hong武wu文wen德de义yi仁ren和he兴xing隆long",
    )
)
HAN_NUMBERS = "一二三四五六七八九十"
PARAGRAPH = (480, 860)  # characters
MEASURE = (260, 680)
REAL_PLACES = re.compile(
    "苏州市?|正宁县?|鹤山市?|江门市?|包头市?|山东省?|庆阳市?|江苏省?|甘肃省?|广东省?|内蒙古(?:自治区)?"
)
YEARS = re.compile(r"20[0-3]\d(?=年)")
FIGURES = re.compile(r"(?<![\d.“])\d{1,5}(?:\.\d{1,2})?(?![\d.]*年|[\d.]*月|[\d.]*日|\d*号)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A made-up place."""

    code: str
    name: str
    pinyin: str
    level: str
    parent: str


def make_places(count: int) -> list[Place]:
    """Return `count` places, each province with its prefectures and their counties in order of code."""
    draw = random.Random(SEED)
    pairs = [a + b for a in SYLLABLES for b in SYLLABLES if a != b]
    draw.shuffle(pairs)
    places: list[Place] = []

    def add(code: str, suffix: str, level: str, parent: str) -> None:
        name = pairs[len(places)]
        first, second = SYLLABLES[name[0]], SYLLABLES[name[1]]
        pinyin = first.capitalize() + ("'" if second[0] in "aoe" else "") + second
        places.append(Place(code=code, name=name + suffix, pinyin=pinyin, level=level, parent=parent))

    counties = (PLACES_A_PROVINCE - 1 - PREFECTURES_A_PROVINCE) // PREFECTURES_A_PROVINCE
    for province in range(-(-count // PLACES_A_PROVINCE)):
        top = f"{FIRST_PROVINCE + province}0000"
        add(top, "省", "province", "100000")
        for prefecture in range(1, PREFECTURES_A_PROVINCE + 1):
            middle = f"{top[:2]}{prefecture:02}00"
            add(middle, "市", "prefecture", top)
            for county in range(1, counties + 1):
                add(f"{middle[:4]}{20 + county}", "县", "county", middle)
    return places[:count]


class Clauses:
    """The clauses of the real plans, to be drawn and crossed over."""

    def __init__(self, plans: list[Plan]) -> None:
        self.clauses: list[str] = []
        self.headings: list[str] = []
        known: set[str] = set()
        for plan in plans:
            for node, _ in plan.walk():
                heading = REAL_PLACES.sub("本地", node.printed("heading"))
                if 4 <= len(heading) <= 24 and "heading" in node.fields and _sound(heading):
                    self.headings.append(heading.rstrip("。"))
                if node.kind.endswith("_row"):
                    continue
                for clause in re.split(r"(?<=[，。；：！？])", node.printed("text")):
                    bare = REAL_PLACES.sub("\0", clause.rstrip("，。；：！？").lstrip())
                    if 5 <= len(bare) <= 60 and _sound(bare) and bare not in known:
                        known.add(bare)
                        self.clauses.append(bare)
        self.after: dict[str, list[str]] = {}
        for clause in self.clauses:
            for i in range(1, len(clause) - 2):
                if _even(clause[i + 2 :]):
                    self.after.setdefault(clause[i : i + 2], []).append(clause[i + 2 :])
        self.characters = _less_common(self.clauses)

    def draw(self, random_: random.Random, place: str, own: list[str]) -> str:
        """Return a clause: half of them as printed, half crossed over; figures and years drawn anew."""
        roll = random_.random()
        clause = self.clauses[int(roll * 1e6) % len(self.clauses)]
        if roll < 0.5 and len(clause) > 6:
            at = 2 + int(roll * 1e9) % (len(clause) - 5)
            head = clause[: at + 2]
            tails = self.after.get(clause[at : at + 2])
            if tails and _even(head):
                clause = head + tails[int(random_.random() * len(tails))]
        if "\0" in clause:
            clause = clause.replace("\0", place)
        if any("0" <= c <= "9" for c in clause):
            clause = YEARS.sub(lambda _: str(random_.randint(2012, 2030)), clause)
            clause = FIGURES.sub(lambda m: _figure(m.group(), random_), clause)
        if roll > 0.96:
            clause = own[int(random_.random() * len(own))] + clause
        return clause

    def text(self, random_: random.Random, length: tuple[int, int], place: str, own: list[str]) -> str:
        """Return sentences of about so many characters."""
        wanted = random_.randint(*length)
        out: list[str] = []
        size = 0
        while size < wanted:
            clause = self.draw(random_, place, own)
            size += len(clause) + 1
            out += (clause, "。" if size >= wanted or random_.random() < 0.24 else "，")
        return "".join(out)


_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("〔", "〕"), ("‘", "’"))


def _even(text: str) -> bool:
    return all(text.count(a) == text.count(b) for a, b in _PAIRS)


def _sound(text: str) -> bool:
    plain = all(unicodedata.category(c)[0] not in "CZ" for c in text)
    return plain and _even(text) and not re.search(r"[;:?!,()\"'#{}\[\]&*|>@`]|^[-%\d]", text)


def _figure(printed: str, random_: random.Random) -> str:
    whole, _, rest = printed.partition(".")
    made = str(random_.randint(10 ** (len(whole) - 1), 10 ** len(whole) - 1))
    return made + (f".{random_.randint(1, 10 ** len(rest) - 1):0{len(rest)}}" if rest else "")


def _less_common(clauses: list[str]) -> list[str]:
    """Return characters of GB 2312's first level that the clauses do not use, in order of code point."""
    used = {c for clause in clauses for c in clause}
    rows = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    level = {raw.decode("gb2312", "ignore") for raw in rows}
    return sorted(c for c in level if c and c not in used)


class PlanWriter:
    """Writes made-up plans with their sources under a data root."""

    def __init__(self, data: Path, scale: float) -> None:
        self.scale = scale
        repository = Repository.open(ROOT / "data")
        self.data = data
        self.clauses = Clauses(list(repository.plans()))
        catalogues = repository.catalogues
        self.themes = list(catalogues.themes)
        self.indicators = list(catalogues.indicators.values())
        self.units = [
            a.names[0] for a in catalogues.agencies.agencies.values() if a.names and a.names[0][-1] in "局委厅办"
        ]

    def write(self, place: Place, province: Place) -> None:
        """Write one plan and its source."""
        slug = re.sub("[^a-z]", "", place.pinyin.lower())
        plan_id = f"{place.code}-{slug}-145"
        folder = self.data / "plans" / f"{province.code[:2]}-{re.sub('[^a-z]', '', province.pinyin.lower())}"
        folder.mkdir(exist_ok=True)
        made = _Writing(self, place, random.Random(f"{SEED}-{plan_id}"))
        made.title(f"{place.name}医疗保障事业发展“十四五”规划")
        made.chapters()
        excluded = [f"您当前所在位置： 首页>{place.name}政务公开>政策法规", f"打印本页 关闭窗口 {place.code}网站"]
        source = "\n".join([excluded[0], *made.source, excluded[1], ""])
        raw = source.encode()
        name = f"data/sources/{plan_id}.txt"
        head = [
            "# yaml-language-server: $schema=../../../schema/plan.schema.json",
            f"title: {place.name}医疗保障事业发展“十四五”规划",
            f'jurisdiction: "{place.code}"',
            "kind: plan",
            f"stage: {'consultation' if made.random.random() < 0.1 else 'issued'}",
            "period: {start: 2021, end: 2025}",
            f"issuer: {place.name}医疗保障局",
            "document_number: null",
            f'published: "2021-{made.random.randint(1, 12):02}-{made.random.randint(1, 28):02}"',
            "source:",
            f"  file: {name}",
            f"  sha256: {hashlib.sha256(raw).hexdigest()}",
            "  origin: null",
            "  excluded:",
            *(f"    - {{text: {_scalar(text)}, why: 网页导航}}" for text in excluded),
            "implements: []",
            "body:",
        ]
        (folder / f"{plan_id}.yaml").write_text("\n".join([*head, *made.lines, ""]), "utf-8", newline="\n")
        (self.data / "sources" / f"{plan_id}.txt").write_bytes(raw)


def _scalar(text: str) -> str:
    """Return text as YAML: plain where it surely is text, else in quotation marks."""
    plain = text[:1] >= "㐀" and ": " not in text and " #" not in text and not text.endswith(":")
    return text if plain else json.dumps(text, ensure_ascii=False)


def _flow(text: str) -> str:
    return text if re.fullmatch("[㐀-鿿]+", text) else json.dumps(text, ensure_ascii=False)


class _Writing:
    """One plan under way: the lines of its YAML and of its source."""

    def __init__(self, writer: PlanWriter, place: Place, random_: random.Random) -> None:
        self.writer = writer
        self.place = place
        self.random = random_
        self.lines: list[str] = []
        self.source: list[str] = []
        letters = writer.clauses.characters
        size = len(letters)

        def rare() -> str:
            # The square makes some of the characters much more common than others.
            return "".join(letters[int(random_.random() ** 2 * size)] for _ in range(random_.choice((2, 2, 3))))

        kinds = ("镇", "街道", "医院", "工程", "片区", "药业", "中医院", "项目")
        self.own = [rare() + random_.choice(kinds) for _ in range(24)]

    def title(self, title: str) -> None:
        self.source.append(title)

    def chapters(self) -> None:
        names = ("发展基础和形势", "总体要求", "主要任务", "保障措施")
        sections = (2, 2, 3, 2)
        for c, (name, many) in enumerate(zip(names, sections, strict=True)):
            self._open(0, f"第{HAN_NUMBERS[c]}章", name)
            for s in range(many):
                self._open(2, f"第{HAN_NUMBERS[s]}节", self._heading())
                self._section(c, s)

    def _section(self, chapter: int, section: int) -> None:
        self._paragraph(4)
        if chapter == 1 and section == 1:
            self._indicators(4)
            return
        if chapter == 2:
            for n in range(3):
                self._measure(4, f"{HAN_NUMBERS[n]}、")
            if section < 2:
                self._box(4, section + 1)
            return
        self._open(4, "一、", self._heading(), theme=True)
        self._paragraph(6)

    def _heading(self) -> str:
        return self.random.choice(self.writer.clauses.headings)

    def _text(self, length: tuple[int, int] = PARAGRAPH) -> str:
        shortest, longest = (int(bound * self.writer.scale) for bound in length)
        return self.writer.clauses.text(self.random, (shortest, longest), self.place.name, self.own)

    def _open(self, indent: int, number: str, heading: str, *, theme: bool = False) -> None:
        gap = "  " * (indent + 1)
        self.lines += [f"{gap}- num: {number}", f"{gap}  heading: {_scalar(heading)}"]
        if theme:
            self.lines.append(f"{gap}  themes: [{self._theme()}]")
        self.lines.append(f"{gap}  body:")
        self.source.append(f"{number} {heading}")

    def _theme(self) -> str:
        return self.random.choice(self.writer.themes)

    def _paragraph(self, indent: int) -> None:
        text = self._text()
        self.lines.append(f"{'  ' * (indent + 1)}- {_scalar(text)}")
        self.source.append(text)

    def _measure(self, indent: int, number: str) -> None:
        gap = "  " * (indent + 1)
        heading, text = self._heading() + "。", self._text(MEASURE)
        level = {"province": "省", "prefecture": "市", "county": "县"}[self.place.level]
        lead, *others = (level + name for name in self.random.sample(self.writer.units, 4))
        schedule = self.random.choice(
            ("持续推进", "2025年底前", "每年12月底前", "2023年6月底前", "2022年完成，并持续推进")
        )
        self.lines += [
            f"{gap}- num: {number}",
            f"{gap}  heading: {_scalar(heading)}",
            f"{gap}  text: {_scalar(text)}",
            f"{gap}  lead: {lead}",
            f"{gap}  supporting: [{', '.join(others)}]",
            f"{gap}  schedule: {_scalar(schedule)}",
            f"{gap}  themes: [{self._theme()}]",
        ]
        self.source.append(f"{number}{heading}{text}（牵头单位：{lead}；配合单位：{'、'.join(others)}；{schedule}）")

    def _box(self, indent: int, number: int) -> None:
        gap = "  " * (indent + 1)
        heading = self._heading()
        self.lines += [f"{gap}- box: 专栏{number}", f"{gap}  heading: {_scalar(heading)}", f"{gap}  body:"]
        self.source.append(f"专栏{number} {heading}")
        for n in range(1, 4):
            title, text = self._heading() + "。", self._text(MEASURE)
            deep = gap + "    "
            self.lines += [
                f'{deep}- num: "{n}."',
                f"{deep}  heading: {_scalar(title)}",
                f"{deep}  text: {_scalar(text)}",
            ]
            self.source.append(f"{n}. {title}{text}")

    def _indicators(self, indent: int) -> None:
        gap = "  " * (indent + 1)
        columns = {
            "num": "序号",
            "name": "主要指标",
            "baseline": "2020年实现值",
            "target": "2025年目标值",
            "nature": "指标属性",
        }
        caption = "医疗保障事业发展主要指标与预期目标"
        self.lines += [f"{gap}- indicators:", f"{gap}    caption: {caption}", f"{gap}    columns:"]
        self.lines += [f"{gap}      {key}: {label}" for key, label in columns.items()]
        self.lines.append(f"{gap}    rows:")
        self.source += [caption, " ".join(columns.values())]
        for n, indicator in enumerate(self.random.sample(self.writer.indicators, 11), start=1):
            baseline, target = self._values()
            nature = self.random.choice(("binding", "anticipatory"))
            label = {"binding": "约束性", "anticipatory": "预期性"}[nature]
            self.lines.append(
                f"{gap}      - {{indicator: {indicator.id}, match: exact, num: '{n}', name: {_flow(indicator.name)}, "
                f"baseline: {_flow(baseline)}, target: {_flow(target)}, nature: {nature}}}"
            )
            self.source.append(f"{n} {indicator.name} {baseline} {target} {label}")

    def _values(self) -> tuple[str, str]:
        number = self.random.randint(10, 95)
        forms = (
            (f"{number}%", f"{number + 4}%"),
            (f">{number}%", f">{number + 3}%"),
            (f"{number}.{self.random.randint(1, 9)}%", f"≥{number + 4}%"),
            (f"{number}", f"{number + 20}"),
            ("——", f"{number}%左右"),
            (f"{number}%", "保持稳定"),
        )
        return self.random.choice(forms)


def write_data(folder: Path, count: int, scale: float = 1.0) -> Path:
    """Write a data root of `count` made-up plans, their texts `scale` times as long, and the plan that docs/ quotes."""
    for name in ("plans", "sources"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for path in (ROOT / "data").glob("*.yaml"):
        shutil.copy(path, folder)  # jurisdictions.yaml is written anew below
    places = make_places(count)
    lines = ['- {code: "100000", name: 中国, pinyin: Zhongguo, level: national, parent: null}']
    lines += [
        f'- {{code: "{p.code}", name: {p.name}, pinyin: {json.dumps(p.pinyin)}, level: {p.level}, '
        f'parent: "{p.parent}"}}'
        for p in places
    ]
    real = (ROOT / "data" / "jurisdictions.yaml").read_text("utf-8")
    lines += [line for line in real.splitlines() if f'"{QUOTED[:2]}0000"' in line or f'"{QUOTED[:6]}"' in line]
    for path in (ROOT / "data").glob(f"*/**/{QUOTED}.*"):
        copy = folder / path.relative_to(ROOT / "data")
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(path, copy)
    (folder / "jurisdictions.yaml").write_text("\n".join([*lines, ""]), "utf-8")
    writer = PlanWriter(folder, scale)
    for place, province in _with_province(places):
        writer.write(place, province)
    return folder


def _with_province(places: list[Place]) -> Iterator[tuple[Place, Place]]:
    province = places[0]
    for place in places:
        if place.level == "province":
            province = place
        yield place, province


def data_root(out: Path, count: int, scale: float = 1.0) -> Path:
    """Return a data root of `count` plans under `out`, written unless this very generator wrote it before."""
    folder = out / (f"data-{count}" + (f"-x{scale}" if scale != 1 else ""))
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted((ROOT / "data").rglob("*.yaml")):
        digest.update(path.read_bytes())
    stamp = folder / ".made-by"
    if not stamp.exists() or stamp.read_text("utf-8") != digest.hexdigest():
        shutil.rmtree(folder, ignore_errors=True)
        write_data(folder, count, scale)
        stamp.write_text(digest.hexdigest(), "utf-8")
    return folder


def describe(data: Path, sample: int = 40) -> dict[str, Any]:
    """Return means over a sample of plans: bytes of YAML, records searched, characters a record; and broken proofs."""
    from medplan.search.records import plan_records

    repository = Repository.open(data)
    files = repository.plan_files()
    chosen = files[:: max(1, len(files) // sample)][:sample]
    sizes, records, characters, unproved, issues = 0, 0, 0, 0, 0
    for path in chosen:
        plan, found = repository.read_plan(path)
        issues += len(found)
        assert plan is not None, [i.as_text() for i in found]
        texts = [record.text for record in plan_records(plan)]
        sizes += path.stat().st_size
        records += len(texts)
        characters += sum(map(len, texts))
        unproved += not repository.prove(plan).holds
    many = len(chosen)
    return {
        "plans": len(files),
        "yaml_bytes": round(sizes / many),
        "records": round(records / many, 1),
        "characters_a_record": round(characters / records, 1),
        "sampled": many,
        "issues": issues,
        "unproved": unproved,
    }


def main(argv: list[str] | None = None) -> int:
    """Write a data root: `python -m benchmarks.synthetic N [FOLDER]`."""
    parser = Arguments(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--scale", type=float, default=1.0, help="how long texts are (1: a mean of 290 characters)")
    options = parser.parse_args(argv)
    out = ROOT / "benchmarks" / "out"
    make = (options.count, options.scale)
    folder = write_data(options.folder, *make) if options.folder else data_root(out, *make)
    print(folder)
    print(json.dumps(describe(folder), ensure_ascii=False))
    return 0


__all__ = ["data_root", "describe", "write_data"]

if __name__ == "__main__":
    sys.exit(main())
