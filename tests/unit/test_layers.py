"""The code's layers: who may import whom, how long a module may grow, and that nothing bends the import path."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from .support import ROOT

DOMAIN = sorted((ROOT / "src" / "medplan").rglob("*.py"))
MACROS = sorted((ROOT / "macros").glob("*.py"))
SCRIPTS = sorted((ROOT / "scripts").glob("*.py"))
MAX_LINES = 260
# Further packages, each known to one module or package only, so that it can go again.
CONFINED = {
    "jsonschema_rs": "medplan.schema.schemas",
    "icalendar": "medplan.publish.calendars",
    "ruamel": "medplan.files.house_style",
    "docx": "medplan.importing.read.docx",
    "lxml": "medplan.importing.read.html",
    "pdfminer": "medplan.importing.read.pdf",
    "pdfplumber": "medplan.importing.read.pdf",
}


def name_of(path: Path) -> str:
    for base in (ROOT / "src", ROOT):
        if path.is_relative_to(base):
            return ".".join(path.relative_to(base).with_suffix("").parts).removesuffix(".__init__")
    raise AssertionError(path)


def imported(path: Path) -> set[str]:
    """Return the full names of the modules a file imports, wherever in the file."""
    found: set[str] = set()
    package = name_of(path).split(".") if path.name == "__init__.py" else name_of(path).split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return found


def tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)} - set(sys.stdlib_module_names)


def ids(path: Path) -> str:
    return name_of(path)


@pytest.mark.parametrize("path", DOMAIN, ids=ids)
def test_the_domain_knows_neither_mkdocs_nor_jinja(path: Path) -> None:
    own = {package for package, module in CONFINED.items() if f"{name_of(path)}.".startswith(f"{module}.")}
    assert tops(path) <= {"medplan", "numpy", "yaml", "jsonschema", "pypinyin"} | own


@pytest.mark.parametrize("path", [p for p in DOMAIN if p.parent.name != "importing"], ids=ids)
def test_the_importer_is_a_leaf(path: Path) -> None:
    assert not {name for name in imported(path) if name.startswith("medplan.importing")}


@pytest.mark.parametrize("path", MACROS, ids=ids)
def test_macros_stand_on_the_domain_without_the_importer(path: Path) -> None:
    assert "scripts" not in tops(path)
    assert not {name for name in imported(path) if name.startswith("medplan.importing")}


@pytest.mark.parametrize("path", SCRIPTS, ids=ids)
def test_scripts_stand_on_the_domain(path: Path) -> None:
    assert "macros" not in tops(path)


# Within the domain a module imports only what stands in its own layer or before.
LAYERS = (
    {"errors", "lookalike", "fold", "numbering", "model", "cite", "values", "schedule", "ordinary", "parallel"},
    {
        "syntax",
        "suggest",
        "survey",
        "references",
        "intake",
        "load",
        "datapath",
        "emend",
        "agencies",
        "schemas",
        "catalogues",
        "printed",
        "tree",
        "plans",
        "check",
        "fidelity",
        "redirects",
    },
    {"repository"},
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}


@pytest.mark.parametrize("path", [p for p in DOMAIN if p.stem in RANK and p.parent.name == "medplan"], ids=ids)
def test_dependencies_in_the_domain_point_one_way(path: Path) -> None:
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "medplan" and len(parts) > 1 and parts[1] not in ("romanise", "derive"):
            assert RANK.get(parts[1], len(LAYERS)) <= RANK[path.stem], f"{path.stem} imports {parts[1]}"


def test_the_domain_has_no_circle() -> None:
    graph = {
        name_of(p): {n for n in imported(p) if n.startswith("medplan.")} & {name_of(q) for q in DOMAIN} for p in DOMAIN
    }
    done: set[str] = set()
    while ready := {name for name, needs in graph.items() if name not in done and needs <= done | {name}}:
        done |= ready
    assert set(graph) == done


@pytest.mark.parametrize("path", [*DOMAIN, *MACROS], ids=ids)
def test_no_module_grows_past_reading(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("path", [*DOMAIN, *MACROS], ids=ids)
def test_a_module_opens_with_its_job(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert docstring
    assert docstring.splitlines()[0].endswith(".")


@pytest.mark.parametrize(
    "path", [*DOMAIN, *MACROS, *SCRIPTS, *sorted((ROOT / "tests").rglob("*.py"))], ids=lambda path: path.name
)
def test_nothing_bends_the_import_path(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert (node.value.id, node.attr) != ("sys", "path"), f"{path}:{node.lineno}"
        if isinstance(node, ast.ImportFrom) and node.module == "sys":
            assert "path" not in {alias.name for alias in node.names}


@pytest.mark.parametrize("path", DOMAIN, ids=ids)
def test_the_domain_writes_no_html_and_does_not_exit(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert "</" not in node.value, f"{path}:{node.lineno}"
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in ("print", "exit", "quit", "sys.exit", "os._exit", "eval", "exec"), called
