"""Say which documents to take in: a folder, files or a manifest (CSV) in; entries in order, or issues, out."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from medplan.catalogue.catalogues import Catalogues, full_name
from medplan.files.ordinary import read_ordinary
from medplan.importing.draft.scaffold import SLUG, find_places
from medplan.importing.read.forms import FORMS
from medplan.importing.take_in.one import Given
from medplan.issues import Issue, limited
from medplan.library.survey import SHEET
from medplan.schema.schemas import load_schema
from medplan.schema.suggest import suggest

COLUMNS = {
    "file": ("文件", "文件名", "file"),
    "jurisdiction": ("行政区", "行政区划代码", "行政区代码", "地方", "jurisdiction"),
    "slug": ("代号末段", "代号的末段", "末段", "slug"),
    "url": ("网址", "url"),
    "origin": ("出处", "来源", "origin"),
}
# Documents that can't be read are told of one by one; what else lies in a folder (tables, archives) is none.
_UNREADABLE = frozenset({".docm", ".ofd", ".ceb", ".cebx", ".caj"})
_SAVED_WITH = re.compile(r".*(_files|\.files|_文件)")  # what a browser saves beside a page
_MOST_BYTES, _MOST_ROWS = 4_000_000, 10_000
_RULE = "manifest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document to take in: its file, its name as it is shown and logged, what an editor gave with it."""

    file: Path
    name: str
    given: Given


def entries_of_folder(folder: Path, given: Given) -> list[Entry]:
    """Return the documents under a folder by name, without hidden ones and what belongs to a saved page.

    Pictures are documents only where `given` asks for their text to be read.
    """
    readable = {suffix for form in FORMS if given.ocr or form.by != "tesseract" for suffix in form.suffixes}
    found: list[Path] = []
    for at, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and not _SAVED_WITH.fullmatch(name)]
        found += [Path(at) / name for name in files if not name.startswith((".", "~$"))]
    kinds = readable | _UNREADABLE
    documents = [path for path in found if path.suffix.lower() in kinds and not path.name.endswith(SHEET)]
    entries = [Entry(file=path, name=path.relative_to(folder).as_posix(), given=given) for path in documents]
    return sorted(entries, key=lambda entry: entry.name)


def read_manifest(path: Path, catalogues: Catalogues, given: Given) -> tuple[list[Entry], list[Issue]]:
    """Return the documents that a manifest lists, in its order; `given` fills what it leaves open.

    A manifest with any fault gives no entry: each fault names the line, the column (1 the first) and the cure.
    """
    content, fault = read_ordinary(path, _MOST_BYTES)
    if fault is not None:
        return [], [Issue(path=str(path), rule=_RULE, message=fault.message, cure=fault.cure)]
    text = _decoded(content)
    if text is None:
        words = "编码不是 UTF-8，也不是 GB18030"
        cure = "在 Excel 里另存为“CSV UTF-8（逗号分隔）”"
        return [], [Issue(path=str(path), rule=_RULE, message=words, cure=cure)]
    reader = _Reader(path=path, catalogues=catalogues, given=given)
    try:
        entries = list(reader.read(text))
    except csv.Error:
        reader.tell(1, 1, "不是表格：引号没有成对，或有不能用的字符", "用 Excel 打开核对，另存为 CSV")
    return ([], limited(reader.issues)) if reader.issues else (entries, [])


def _decoded(content: bytes) -> str | None:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


@dataclass(slots=True, kw_only=True)
class _Reader:
    path: Path
    catalogues: Catalogues
    given: Given
    issues: list[Issue] = field(default_factory=list)
    seen: dict[Path, int] = field(default_factory=dict)

    def tell(self, line: int, column: int, message: str, cure: str) -> None:
        self.issues.append(Issue(path=str(self.path), line=line, column=column, rule=_RULE, message=message, cure=cure))

    def read(self, text: str) -> Iterator[Entry]:
        head = text.partition("\n")[0]
        # Excel parts by tabs in its “Unicode text”, by semicolons where the comma is a decimal one.
        separator = max(",\t;", key=head.count)
        rows = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
        names: list[str | None] = []
        count = 0
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if not names:
                names = self.columns(row, rows.line_num)
                if "file" not in names:
                    return
                continue
            count += 1
            if count > _MOST_ROWS:
                self.tell(rows.line_num, 1, f"超过 {_MOST_ROWS:,} 行", "拆成几份清单")
                return
            if entry := self.entry(row, names, rows.line_num):
                yield entry
        if not count and not self.issues:
            self.tell(1, 1, "清单是空的", "第一行写栏名，以下一行一份文件")

    def columns(self, row: Sequence[str], line: int) -> list[str | None]:
        known = {word: key for key, words in COLUMNS.items() for word in words}
        names: list[str | None] = []
        for at, cell in enumerate(row, start=1):
            label = re.sub(r"\s", "", cell).lower()
            name = known.get(label)
            if name is not None and name in names:
                self.tell(line, at, f"“{cell.strip()}”一栏写了两次", "留一栏")
            elif name is None and label:
                cure = suggest(label, known) or "可以写的栏名：" + "、".join(words[0] for words in COLUMNS.values())
                self.tell(line, at, f"不认识的栏名“{cell.strip()[:30]}”", f"{cure}；别的栏删去")
            names.append(name)
        if "file" not in names:
            words = "第一行里没有“文件”一栏"
            cure = "第一行写栏名：文件,行政区,网址" + ("（用英文逗号）" if "，" in "".join(row) else "")
            self.issues = []
            self.tell(line, 1, words, cure)
        return names

    def entry(self, row: Sequence[str], names: Sequence[str | None], line: int) -> Entry | None:
        before = len(self.issues)
        cells = [cell.strip() for cell in row]
        if len(cells) > len(names) and any(cells[len(names) :]):
            cure = "多出来的逗号所在的格子用英文双引号括起"
            self.tell(line, len(names) + 1, f"这一行有 {len(cells)} 格，栏名只有 {len(names)} 个", cure)
            return None
        said = {name: (at, cell) for at, (name, cell) in enumerate(zip(names, cells, strict=False), start=1) if name}
        said = {name: place for name, place in said.items() if place[1]}
        file = self.file(said.get("file"), line, names.index("file") + 1)
        given = replace(
            self.given,
            code=self.code(*said["jurisdiction"], line) if "jurisdiction" in said else self.given.code,
            slug=self.slug(*said["slug"], line) if "slug" in said else None,
            url=self.kept("url", *said["url"], line) if "url" in said else None,
            origin=self.kept("origin", *said["origin"], line) if "origin" in said else self.given.origin,
        )
        if file is None or len(self.issues) > before:
            return None
        return Entry(file=file, name=said["file"][1], given=given)

    def file(self, said: tuple[int, str] | None, line: int, column: int) -> Path | None:
        if said is None:
            self.tell(line, column, "“文件”一栏空着", "写文件名，相对于清单所在的文件夹")
            return None
        at, name = said
        if "\0" in name or len(name) > 1000:
            self.tell(line, at, "文件名里有不能用的字符，或太长", "照文件的名称写")
            return None
        file = self.path.parent / name.replace("\\", "/")
        if not file.is_file():
            there = {path.name: "" for path in file.parent.iterdir()} if file.parent.is_dir() else {}
            near = suggest(file.name, there)
            self.tell(line, at, f"没有文件“{name[:80]}”", near or "文件名相对于清单所在的文件夹，连同扩展名写全")
            return None
        if (first := self.seen.setdefault(file.resolve(), line)) != line:
            self.tell(line, at, f"“{name[:80]}”在第 {first} 行已经列过", "留一行")
            return None
        return file

    def code(self, at: int, words: str, line: int) -> str | None:
        places = find_places(words, self.catalogues)
        if len(places) == 1:
            return places[0].code
        listed = "、".join(f"{p.code} {full_name(self.catalogues.ancestors(p.code), p)}" for p in places[:6])
        names = {} if words.isdigit() else {p.code: p.name for p in self.catalogues.jurisdictions.values()}
        cure = (
            f"写六位代码：{listed}" if places else f"{suggest(words, names)}写六位代码或全名，如 320500、江苏省苏州市"
        )
        self.tell(line, at, f"行政区“{words[:30]}”{'不止一处' if places else '在目录里没有'}", cure)
        return None

    def slug(self, at: int, words: str, line: int) -> str | None:
        if SLUG.fullmatch(words) and len(words) <= 60:
            return words
        self.tell(line, at, f"代号末段“{words[:30]}”不合写法", "只用小写字母、数字和连字符，如 145")
        return None

    def kept(self, key: str, at: int, words: str, line: int) -> str | None:
        form = load_schema("plan")["properties"]["source"]["properties"][key]
        if len(words) <= form["maxLength"] and re.search(form.get("pattern", ""), words) and words.isprintable():
            return words
        self.tell(line, at, f"{COLUMNS[key][0]}“{words[:40]}”不合写法", form.get("patternErrorMessage", "写短一些"))
        return None
