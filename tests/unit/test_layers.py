"""The code's layers: who may import whom, how long a module may grow, and that nothing bends the import path."""

from __future__ import annotations

import ast
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from macros.steps.kept_plans import LIBRARIES

from .support import ROOT

DOMAIN = sorted((ROOT / "src" / "medplan").rglob("*.py"))
MACROS = sorted((ROOT / "macros").rglob("*.py"))
SCRIPTS = sorted((ROOT / "scripts").glob("*.py"))
MAX_LINES = 260
# Further packages, each known to one module or package only, so that it can go again.
CONFINED = {
    "deflate": "medplan.files.packed",
    "jsonschema_rs": "medplan.schema.schemas",
    "duckdb": "medplan.publish.tables.parquet",
    "ruamel": "medplan.files.house_style",
    "docx": "medplan.importing.read.docx",
    "jinja2": "medplan.importing.review_sheet.sheet",
    "lxml": "medplan.importing.read.html",
    "pdfminer": "medplan.importing.read.pdf",
    "pdfplumber": "medplan.importing.read.pdf",
    "pypdfium2": "medplan.importing.read.pdf_repair",
    "orjson": "medplan.files.json_text",
    "xlsxwriter": "medplan.publish.tables",
}
# Paragraphs and rows of Office's files and elements of Akoma Ntoso, by the hundred thousand: markup, but no page's.
WRITES_XML = (
    *("medplan.publish.documents.markup", "medplan.publish.documents.word"),
    "medplan.publish.tables.sheet_rows",
)
WRITES_WORD = "medplan.publish.documents.word_shell"  # what reads a stranger's is apart


def name_of(path: Path) -> str:
    for base in (ROOT / "src", ROOT):
        if path.is_relative_to(base):
            return ".".join(path.relative_to(base).with_suffix("").parts).removesuffix(".__init__")
    raise AssertionError(path)


@cache
def tree_of(path: Path) -> ast.Module:
    """Return a file of Python taken apart, once for all who ask; not to be changed."""
    return ast.parse(path.read_text("utf-8"))


@cache
def imported(path: Path) -> frozenset[str]:
    """Return the full names of the modules a file imports, wherever in the file."""
    found: set[str] = set()
    package = name_of(path).split(".") if path.name == "__init__.py" else name_of(path).split(".")[:-1]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)} - set(sys.stdlib_module_names)


# Each rule is asked of all modules in one test, which names those that break it: thousands of tests cost their calls.
def test_the_domain_knows_not_the_engine_and_jinja_for_the_review_sheet_alone() -> None:
    def unknown(path: Path) -> set[str]:
        own = {package for package, module in CONFINED.items() if f"{name_of(path)}.".startswith(f"{module}.")}
        own |= {"docx"} if name_of(path) == WRITES_WORD else set()
        return tops(path) - {"medplan", "numpy", "yaml", "jsonschema", "pypinyin"} - own

    assert not {name_of(path): names for path in DOMAIN if (names := unknown(path))}


def test_the_importer_is_a_leaf() -> None:
    """But for the readers: the proof takes a text out of its document again, the review shows the pages."""
    for path in (path for path in DOMAIN if "importing" not in path.parts):
        known = {name for name in imported(path) if name.startswith("medplan.importing")}
        readers = {name for name in known if name.startswith("medplan.importing.read")}
        may = readers if name_of(path) in ("medplan.library.originals", "medplan.review.evidence") else set()
        assert not known - may, name_of(path)


def test_macros_stand_on_the_domain_without_the_importer() -> None:
    for path in MACROS:
        assert "scripts" not in tops(path), name_of(path)
        assert not {name for name in imported(path) if name.startswith("medplan.importing")}, name_of(path)


def test_scripts_stand_on_the_domain() -> None:
    assert not [name_of(path) for path in SCRIPTS if "macros" in tops(path)]


# The floor plan: every package of the code, in order, with what it does. A module imports from its own package and
# from those above it in this table, never from one below. `make format` writes the table into CONTRIBUTING.md.
LAYERS: dict[str, str] = {
    "medplan.issues": "查出的问题：位置、说明、改法",
    "medplan.running": "一个命令怎样运行：参数、出错时在做什么、系统不允许的用中文说出来",
    "medplan.parallel": "多个进程做同样的事，结果按原来的次序",
    "medplan.language": "中文写法的含义，不知道有规划：数值、进度、编号、日期、形近字、折叠",
    "medplan.files": "外来的文件进；文本、带位置的数据或问题出",
    "medplan.importing.guard": "读陌生文件的进程能做什么，由系统限住；限住了什么，说出来",
    "medplan.importing.read": "各种文件进；段落和表格出",
    "medplan.schema": "JSON Schema 和其中的用语",
    "medplan.catalogue": "各规划共用的：行政区、部门、主题、指标、单位和它们的名称",
    "medplan.plan": "一份规划：数据进；有地址的条文、原文和读法出",
    "medplan.rules": "必须成立的：规则、逐字核对、引用、改址",
    "medplan.facts": "由一份规划推算、从不存储的：指标、任务、承诺、引文",
    "medplan.rereading": "一份规划对着自己和邻近的规划再读：编者应看一看的地方",
    "medplan.library": "一个数据目录下的全部规划：目录、索引、效力",
    "medplan.wording": "几份规划里相同的文字",
    "medplan.compare": "规划与规划并列：能不能比、差在哪里、上下位关系",
    "medplan.search": "检索的索引",
    "medplan.publish": "对外提供的：下载、列表、日历",
    "medplan.review": "一处改动的含义",
    "medplan.news": "改了什么：由代码仓库的历史得出，供网页和订阅",
    "medplan.importing.recognise": "段落和表格进；各是公文的哪一部分出",
    "medplan.importing.draft": "认出的内容进；能通过校验和核对的草稿出",
    "medplan.importing.review_sheet": "草稿和原文进；给人对着看的核对页出",
    "medplan.importing.take_in": "一份或许多文件进；草稿、报告和总表出",
    "medplan.importing.intake": "别人用表提交的进；草稿的提案出",
    "macros.build": "一次生成所知道的，模板的填写",
    "macros.views": "各种页面填些什么；全部页面的一张总表",
    "macros.steps": "一次生成的步骤：读规划，写网页和下载文件；两次生成之间记住什么",
    "macros.site": "网站引擎的事件，引擎排出的框架",
    "macros.plain": "不用引擎的另一种框架：同样的网页，最简单的 HTML",
    "macros": "手写页面里可用的函数",
}
BEGIN, END = "<!-- layers -->\n", "<!-- /layers -->"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
EVERYONE_MAY_LEAVE_OUT = {"medplan", "medplan.importing"}  # packages whose __init__ holds a sentence and no code


def layer_of(name: str) -> str | None:
    """Return the layer that a module is in: the longest entry of the table that it is or lies under."""
    return max((layer for layer in LAYERS if f"{name}.".startswith(f"{layer}.")), key=len, default=None)


def picture() -> str:
    """Return the table as CONTRIBUTING.md shows it."""
    rows = [f"| `{layer}` | {sentence} |\n" for layer, sentence in LAYERS.items()]
    return "| 包 | 做什么 |\n| --- | --- |\n" + "".join(rows)


def test_every_module_has_its_layer() -> None:
    without = [name_of(p) for p in (*DOMAIN, *MACROS) if layer_of(name_of(p)) is None]
    assert set(without) == EVERYONE_MAY_LEAVE_OUT
    for name in EVERYONE_MAY_LEAVE_OUT:
        assert len((ROOT / "src" / name.replace(".", "/") / "__init__.py").read_text("utf-8").splitlines()) == 1
    used = {layer_of(name_of(p)) for p in (*DOMAIN, *MACROS)}
    assert used - {None} == set(LAYERS), "a layer without a module"


def test_arrows_point_down_the_table_only() -> None:
    order = {layer: rank for rank, layer in enumerate(LAYERS)}
    arrows = [(path, name) for path in (*DOMAIN, *MACROS) for name in imported(path)]
    assert len(arrows) > 1000
    for path, name in arrows:
        own, layer = layer_of(name_of(path)), layer_of(name)
        if own is not None and layer is not None:
            assert order[layer] <= order[own], f"{name_of(path)} imports {name}"


def test_the_picture_in_contributing_is_the_table() -> None:
    shown = CONTRIBUTING.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    assert shown == picture(), "make format writes it"


def write_picture() -> None:
    """Put the table into CONTRIBUTING.md."""
    text = CONTRIBUTING.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    CONTRIBUTING.write_text(before + BEGIN + picture() + END + rest.partition(END)[2], encoding="utf-8")


def test_the_domain_has_no_circle() -> None:
    graph = {
        name_of(p): {n for n in imported(p) if n.startswith("medplan.")} & {name_of(q) for q in DOMAIN} for p in DOMAIN
    }
    done: set[str] = set()
    while ready := {name for name, needs in graph.items() if name not in done and needs <= done | {name}}:
        done |= ready
    assert set(graph) == done


def test_what_is_kept_of_a_plan_rests_on_every_library_that_makes_it() -> None:
    """Else a library's new version would leave what an older one made; originals name theirs themselves."""
    files = {name_of(path): path for path in (*DOMAIN, *MACROS)}
    waiting, seen = {"macros.steps.read_plan", "medplan.publish.tables.pack"}, {"medplan.library.originals"}
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        used |= tops(files[name])
        waiting |= (imported(files[name]) & files.keys()) - seen
    homes = packages_distributions()
    needed = {home.lower().replace("_", "-") for top in used - {"medplan", "macros"} for home in homes[top]}
    assert "python-docx" in needed
    assert needed <= set(LIBRARIES)


def test_no_module_grows_past_reading() -> None:
    lines = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in (*DOMAIN, *MACROS)}
    assert not {name: number for name, number in lines.items() if number > MAX_LINES}


def test_a_module_opens_with_its_job() -> None:
    jobs = {name_of(path): ast.get_docstring(tree_of(path)) or "" for path in (*DOMAIN, *MACROS)}
    assert not [name for name, job in jobs.items() if not job.partition("\n")[0].endswith(".")]


def test_nothing_bends_the_import_path() -> None:
    paths = [*DOMAIN, *MACROS, *SCRIPTS, *sorted((ROOT / "tests").rglob("*.py"))]
    for path, node in ((at, node) for at in paths for node in ast.walk(tree_of(at))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert (node.value.id, node.attr) != ("sys", "path"), f"{path}:{node.lineno}"
        if isinstance(node, ast.ImportFrom) and node.module == "sys":
            assert "path" not in {alias.name for alias in node.names}, f"{path}:{node.lineno}"


def test_the_domain_writes_no_html_and_does_not_exit() -> None:
    for path, node in ((at, node) for at in DOMAIN for node in ast.walk(tree_of(at))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert "</" not in node.value or name_of(path) in WRITES_XML, f"{path}:{node.lineno}"
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            ends = ("print", "exit", "quit", "sys.exit", "os._exit", "eval", "exec")
            assert called not in ends, f"{path}:{node.lineno} {called}"


if __name__ == "__main__":
    write_picture()


def test_patterns_know_the_digits_that_are_meant_and_no_script_s() -> None:
    """`\\d` takes the digits of every script, of which a year or a file's name can't be made."""
    folders = (ROOT / "src" / "medplan", ROOT / "macros", ROOT / "scripts")
    files = [path for folder in folders for path in folder.rglob("*.py") if "importing" not in path.parts]
    assert len(files) > 100
    assert [str(path.relative_to(ROOT)) for path in files if r"\d" in path.read_text("utf-8")] == []
