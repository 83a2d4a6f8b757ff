"""Rules that a schema can't say: one plan, its document and the catalogues in, issues out."""

from __future__ import annotations

from collections.abc import Iterator

from medplan.catalogue.agencies import split_units
from medplan.catalogue.catalogues import Catalogues
from medplan.catalogue.naming import MAX_ID, home_of
from medplan.files.datapath import mappings, scalars_of, value_at
from medplan.files.document import DataPath, Document, Place
from medplan.issues import ERROR, HINT, Issue
from medplan.language.fidelity_fold import fold_print
from medplan.language.numbering import read_number
from medplan.language.schedule import read_schedule
from medplan.language.values import read_value
from medplan.plan.address import is_name
from medplan.plan.model import UNIT_FIELDS, Node, Plan, reading_text
from medplan.plan.printed import duty_places, node_text
from medplan.rules.check_references import check_addresses
from medplan.rules.check_words import check_words
from medplan.schema.suggest import suggest


def check_plan(
    plan: Plan, document: Document, catalogues: Catalogues, plan_ids: frozenset[str] | None = None
) -> list[Issue]:
    """Return every breach of the rules for one plan, at the place of the value that breaks it.

    `plan_ids` are the plans that the library holds, where references to them are to be checked.
    """
    return [*check_structure(plan, document, catalogues), *check_words(document, catalogues, plan_ids)]


def check_structure(plan: Plan, document: Document, catalogues: Catalogues) -> list[Issue]:
    """Return the breaches of those rules that ask for the plan to be built."""
    checker = _Checker(plan, document, catalogues)
    for rule in (
        checker.identity,
        checker.period,
        checker.references,
        checker.measures,
        checker.indicators,
        checker.rows,
        checker.apparatus,
        checker.numbering,
    ):
        rule()
    return checker.issues


class _Checker:
    def __init__(self, plan: Plan, document: Document, catalogues: Catalogues) -> None:
        self.plan = plan
        self.document = document
        self.catalogues = catalogues
        self.issues: list[Issue] = []
        self.eids = {node.eid: node for node, _ in plan.walk()}
        self.paths: dict[Place, DataPath] = {}
        self.noted: dict[str | None, set[str | None]] = {}
        for remark in plan.remarks:
            self.noted.setdefault(remark.at, set()).add(remark.quote)

    def add(self, at: DataPath, rule: str, message: str, cure: str) -> None:
        self.issues.append(self.document.issue(at, rule, message, cure))

    def hint(self, place: Place, rule: str, message: str, cure: str) -> None:
        self.say(place, rule, message, cure, HINT)

    def say(self, place: Place, rule: str, message: str, cure: str, level: str = ERROR) -> None:
        line, column = place
        path = self.document.path
        self.issues.append(
            Issue(path=path, line=line, column=column, rule=rule, message=message, cure=cure, level=level)
        )

    def place_of(self, node: Node, key: str) -> Place:
        """Return the place of a node's value in the file, or the node's own where it prints none itself."""
        if not self.paths:
            self.paths = {place: at for at, place in self.document.places.items()}
        return self.document.place((*self.paths.get(node.place, ()), key))

    def identity(self) -> None:
        """The file's name and folder follow from the jurisdiction."""
        place = self.catalogues.jurisdictions.get(self.plan.jurisdiction)
        if place is None and self.catalogues.may_hold("jurisdictions", self.plan.jurisdiction):
            return
        if place is None:
            places = {code: found.name for code, found in self.catalogues.jurisdictions.items()}
            cure = f"{suggest(self.plan.jurisdiction, places)}查 data/jurisdictions.yaml"
            words = f"行政区目录里没有 {self.plan.jurisdiction}"
            self.add(("jurisdiction",), "unknown-jurisdiction", words, cure)
            return
        folder, start = home_of(place, self.catalogues)
        if not self.catalogues.lies_in_country(place) and self.catalogues.missing.get("jurisdictions"):
            return
        name = self.plan.id
        if not name.startswith(start):
            self.add((), "file-name", f"文件名应以 {start} 开头", "改文件名：代码-拼音-名称.yaml")
        elif not is_name(name):
            words = "文件名只能用小写字母、数字和连字符，连字符不相连，也不在末尾"
            self.add((), "file-name", words, "改文件名：代码-拼音-名称.yaml")
        elif len(name) > MAX_ID:
            words = f"文件名太长（.yaml 之前的上限 {MAX_ID} 个字符）"
            self.add((), "file-name", words, "把名称改短")
        if f"/{folder}/" not in f"/{self.document.path}":
            self.add((), "file-folder", f"文件应放在 {folder} 文件夹", f"移到 data/plans/{folder}/")

    def period(self) -> None:
        """A period does not end before it begins."""
        if self.plan.period and self.plan.period[1] < self.plan.period[0]:
            self.add(("period", "end"), "out-of-range", "终止年早于起始年", "核对规划期")

    def references(self) -> None:
        """Every address that the plan names exists."""
        check_addresses(self.document, self.eids, self.add)

    def measures(self) -> None:
        """Units resolve to agencies; schedules can be read."""
        whole = not self.catalogues.missing.get("agencies")  # a broken entry's names are not known
        for node in self.eids.values():
            for name in filter(node.fields.__contains__, UNIT_FIELDS):
                for unit in split_units(node.reading(name)):
                    noted = self.noted.get(node.eid, set()) & {None, unit}
                    if whole and not noted and self.catalogues.agencies.resolve(unit) is None:
                        words = f"部门目录里没有“{unit}”"
                        cure = "在 data/agencies.yaml 登记；已有的部门，把这个写法加进它的 names；或加编者注说明"
                        self.hint(self.place_of(node, name), "unknown-agency", words, cure)
            self.duty_form(node)
            try:
                read_schedule(node.reading("schedule"))
            except ValueError as error:
                place = self.place_of(node, "schedule")
                self.say(place, "unread-schedule", str(error), "核对原文；确系原文之误的，加校订")

    def duty_form(self, node: Node) -> None:
        """How duties are printed shows the place of each field once."""
        duties = [name for name in (*UNIT_FIELDS, "schedule") if name in node.fields]
        if node.duty_form is not None and sorted(duty_places(node.duty_form)) != sorted(duties):
            wanted = "、".join(f"{{{name}}}" for name in duties) or "牵头、配合、责任单位或进度"
            words = f"分工的印法里应恰好各有一处{wanted}"
            self.say(self.place_of(node, "printed_as"), "duty-form", words, "照提示改，或删去 printed_as")

    def indicators(self) -> None:
        """Values can be read, with their emendations; figures stated in running text stand in their provision."""
        for at, read in self._values():
            try:
                read_value(read)
            except ValueError as error:
                self.add(at, "unread-value", str(error), "照录原文；写法特殊的，请提出增加")
        for path, value in scalars_of(self.document):
            if path[-2:-1] == ("rows",) and "notes" in path and value > self._row_count(path):
                self.add(path, "out-of-range", f"表里没有第 {value} 行", "核对行号")
        for index, stated in enumerate(self.plan.stated_indicators):
            node = self.eids.get(stated.at)
            text = node_text(node) if node else ""
            for key in ("name", "baseline", "target"):
                value = getattr(stated, key)
                if node and value and value not in text:
                    self.add(
                        ("stated_indicators", index, key),
                        "not-in-text",
                        f"{stated.at} 里没有“{value}”",
                        "照录条文里的写法",
                    )

    def rows(self) -> None:
        """A row of a plain table prints something, so that it can be quoted by its address."""
        for node in self.eids.values():
            if node.kind == "table_row" and not node.fields:
                self.say(node.place, "empty", "这一行没有文字", "填写，或删去这一行")

    def _values(self) -> Iterator[tuple[DataPath, str | None]]:
        """Yield the place and the reading of every baseline and target."""
        tables = [at for at, value in mappings(self.document.data) if "indicators" in value]
        rows = (node for node, _ in self.plan.walk() if node.indicator)
        for table in tables:
            for number in range(len(value_at(self.document.data, table)["indicators"]["rows"])):
                node = next(rows)
                for key in ("baseline", "target"):
                    yield (*table, "indicators", "rows", number, key), node.reading(key) or None
        for index, stated in enumerate(self.plan.stated_indicators):
            for key in ("baseline", "target"):
                yield ("stated_indicators", index, key), getattr(stated, key)

    def _row_count(self, path: DataPath) -> int:
        table = value_at(self.document.data, path[: path.index("notes")])
        return len(table["rows"])

    def apparatus(self) -> None:
        """A remark's or a check's quotation stands in its provision; a cited document is named somewhere."""
        for index, remark in enumerate(self.plan.remarks):
            node = self.eids.get(remark.at) if remark.at else None
            if remark.quote and (node is None or remark.quote not in node_text(node)):
                where = remark.at or "（未写 at）"
                words = f"{where} 里没有“{remark.quote}”"
                self.add(("remarks", index, "quote"), "not-in-text", words, "照录条文里的文字")
        for index, checked in enumerate(self.plan.checked):
            node = self.eids.get(checked.at)
            if node and checked.quote and checked.quote not in node_text(node):
                words = f"{checked.at} 里没有“{checked.quote}”"
                self.add(("checked", index, "quote"), "not-in-text", words, "照录条文里的文字")
        self._named_as_printed()
        for index, cited in enumerate(self.plan.cites):
            if not cited.eids:
                self.add(
                    ("cites", index),
                    "not-in-text",
                    f"正文里没有《{cited.title}》",
                    "写明 printed：正文里的写法",
                )

    def _named_as_printed(self) -> None:
        """What is recorded as printed (titles of documents, a page's source, who printed) stands in the source."""
        plan = self.plan
        documents = [(key, n, d) for key in ("implements", "cites") for n, d in enumerate(getattr(plan, key))]
        if not (documents or plan.published_on or plan.printed_by):
            return
        read = fold_print("".join(node_text(node, reading_text) for node in self.eids.values()))
        for key, index, document in documents:
            unnamed = key == "cites" and not document.eids  # is told of apart
            if not (document.title_by_editor or unnamed) and fold_print(document.title) not in read:
                words = f"文中没有印“{document.title}”这个题名"
                cure = "照录所印的题名；原文没有印题名的，加 title_by_editor: true"
                self.hint(self.document.place((key, index, "title")), "not-in-text", words, cure)
        around = read + fold_print("".join(passage.text for passage in plan.source.excluded))
        for key, value in (("published_on", plan.published_on), ("printed_by", plan.printed_by)):
            if value and fold_print(value) not in around:
                self.add((key,), "not-in-text", f"原文里没有“{value}”", "照录原文，没有印的不写")

    def numbering(self) -> None:
        """Numbers run on from 1 among siblings or through the whole plan, or a remark says why not."""
        before: dict[str, int] = {}
        for node in [None, *self.eids.values()]:
            children = node.children if node else self.plan.nodes
            last: dict[str, int] = {}
            for child in children:
                number = read_number(child.reading("num")) if child.reading("num") else None
                if number is None or child.kind == "item":
                    continue
                expected = last.get(number.level, 0) + 1
                running = before.get(number.level, 0) + 1
                last[number.level] = before[number.level] = number.value
                if number.value not in (expected, running) and not self.noted.get(child.eid):
                    self.hint(
                        child.place,
                        "numbering-gap",
                        f"编号“{child.reading('num')}”不连续，应为第 {expected}",
                        "核对原文；原文如此的，加 discrepancy 编者注",
                    )
