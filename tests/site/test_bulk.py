"""Beyond fifty plans what only programs fetch stands beside the site, by province and compressed, and is the same."""

from __future__ import annotations

import csv
import dataclasses
import gzip
import io
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from builds import PLAN_IDS, ROOT, Build, build_site, open_data, shared_build, stage_data, stage_synthetic
from built_html import parse
from frictionless import Package

from macros.build import facts
from macros.build.facts import Bulk
from macros.steps.open_build import MOST_IN_SINGLE_FILES
from macros.views import data_pages, measure_pages, plan_pages
from macros.views.plan_alone import OPENING
from medplan.catalogue.catalogues import load_catalogues
from medplan.language.fidelity_fold import fold_print
from medplan.publish.contract import PackedFile, TableFile
from medplan.publish.tables.pack import Packer

pytestmark = pytest.mark.site

COUNT = 52
TABLES = ("provisions", "indicators", "measures")
ELSEWHERE = "https://files.example/library/"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A site of many synthetic plans of one province, and a real one of another."""
    assert COUNT > MOST_IN_SINGLE_FILES

    def build(folder: Path) -> Build:
        return build_site(folder / "site", data=stage_synthetic(folder / "data", COUNT))

    made = shared_build(tmp_path_factory, f"synthetic-{COUNT}", build)
    assert made.code == 0, made.output
    return made


def bulk_of(made: Build) -> Path:
    return made.site.with_name("site-bulk") / "data"


def rows_in(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(gzip.decompress(path.read_bytes()))
    return rows


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_a_file_a_province(many: Build, table: str) -> None:
    folder = bulk_of(many) / table
    assert {path.name for path in folder.iterdir()} == {f"{p}.{e}.gz" for p in ("32", "99") for e in ("json", "csv")}
    plans = json.loads((many.site / "data/plans.json").read_text("utf-8"))
    for province in ("32", "99"):
        rows = rows_in(folder / f"{province}.json.gz")
        ids = list(dict.fromkeys(row["plan_id"] for row in rows))
        assert ids == [plan["id"] for plan in plans if plan["id"].startswith(province) and plan["id"] in ids]
        assert all(row["plan_id"].startswith(province) for row in rows)
        text = gzip.decompress((folder / f"{province}.csv.gz").read_bytes()).decode("utf-8")
        assert text.startswith("\ufeffplan_id,")
        assert text.count("\ufeff") == 1
        head, *lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
        assert not rows or head == list(rows[0])
        assert [line[head.index("plan_id")] for line in lines] == [row["plan_id"] for row in rows]


def test_the_site_holds_none_of_it(many: Build) -> None:
    held = {path.name for path in (many.site / "data").iterdir()}
    shared = {"plans.json", "plans.csv"}
    assert held == {*shared, "SHA256SUMS", "index.json", "index.html", "schema", "compare", "drafting"}
    own = {"pictures", "plans", "sources", "documents", "citations", "collections", "calendar", "calendar.ics"}
    packed = {*shared, "SHA256SUMS-bulk", "datapackage.json", "parquet", "sqlite", "xlsx"}
    assert {path.name for path in bulk_of(many).iterdir()} == {*TABLES, *packed, *own}
    assert len(list((bulk_of(many) / "plans").iterdir())) == COUNT + 1
    assert len(list((bulk_of(many).parent / "api/v1/plans").glob("*.json"))) == COUNT + 1
    assert not (many.site / "api").exists()


def test_what_scripts_fetch_is_compressed_and_they_read_it(many: Build) -> None:
    data = many.site / "data"
    small = [path for name in ("compare", "drafting") for path in (data / name).rglob("*") if path.is_file()]
    rows = [path for name in ("measures", "timeline") for path in (many.site / name / "rows").iterdir()]
    assert rows and {path.suffix for path in (*small, *rows)} == {".gz"}
    listed = {file["file"]: file for file in json.loads((data / "index.json").read_text("utf-8"))["files"]}
    assert listed["compare/plans/{id}.json.gz"]["compression"] == "gzip"
    for page, mark in (("compare", "data-compare"), ("drafting", "data-drafting"), ("measures", "data-row-browser")):
        assert parse(many.site / page / "index.html").select(f"[{mark}][data-packed]"), page
    script = f"""
        import {{ readFileSync }} from "node:fs";
        import {{ DraftingFiles }} from "{(ROOT / "docs/javascripts/drafting/files.js").as_uri()}";
        globalThis.fetch = async (url) => new Response(readFileSync(url));
        const files = new DraftingFiles(new URL({json.dumps(data.as_uri() + "/")}), true);
        const place = (await files.compared.places()).get("320500");
        const [first] = await files.compared.plansOf(place);
        console.log((await files.planOf(place)).plan.id, (await files.compared.plan(first.id)).plan.title);
    """
    done = subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, encoding="utf-8")
    assert done.stdout == "320500-suzhou-145 苏州市医疗保障事业发展“十四五”规划\n", done.stderr


def test_a_long_provision_has_its_opening_on_a_theme_s_page_with_a_link_to_the_rest(many: Build) -> None:
    page = parse(many.site / "themes/enrolment/index.html")
    plan = parse(many.site / "plans/320500-suzhou-145/index.html")
    for extra in plan.select("article [data-editorial]"):
        extra.decompose()
    shown = page.find(id="320500-suzhou-145").select("p.passage")
    cut = [p for p in shown if "余下" in p.get_text()]
    assert 0 < len(cut) < len(shown)
    for passage in cut:
        link = passage.select("a")[-1]
        whole = plan.find(id=str(link["href"]).partition("#")[2]).get_text().strip()
        opening, _, rest = passage.get_text().removeprefix("¶").partition("……余下 ")
        assert len(opening) == OPENING
        assert fold_print(whole).startswith(fold_print(opening))
        assert len(whole) == len(opening) + int(rest.removesuffix(" 字"))


def test_no_time_stands_in_a_compressed_file(many: Build) -> None:
    for path in bulk_of(many).glob("*/*.gz"):
        assert path.read_bytes()[4:8] == b"\0\0\0\0", path


def test_the_index_and_the_page_list_every_file_with_its_size(many: Build) -> None:
    index = json.loads((many.site / "data/index.json").read_text("utf-8"))
    listed = {file["file"]: file for file in index["files"]}
    page = parse(many.site / "data/index.html")
    links = {str(a["href"]) for a in page.select("a[download]")}
    for path in bulk_of(many).glob("*/*.gz"):
        name = path.relative_to(bulk_of(many)).as_posix()
        assert listed[name]["bytes"] == path.stat().st_size
        assert (listed[name]["compression"], listed[name]["bulk"]) == ("gzip", True)
        assert f"../data/{name}" in links
    assert listed["plans.json"]["bytes"] == (many.site / "data/plans.json").stat().st_size
    assert (listed["plans.json"]["bulk"], listed["plans/{id}.json"]["bulk"]) == (False, True)
    assert "provisions.json" not in listed
    assert "江苏省" in page.select_one("[data-bulk=provisions]").get_text()


def test_workbooks_databases_and_parquet_are_a_province_s(many: Build) -> None:
    bulk = bulk_of(many)
    for folder, name in (("xlsx", "{}.xlsx"), ("sqlite", "{}.sqlite")):
        assert {path.name for path in (bulk / folder).iterdir()} == {name.format("32"), name.format("99")}
    for table in ("plans", *TABLES):
        parts = {path.parent.name for path in (bulk / "parquet" / table).glob("*/*")}
        assert parts == {"province_code=32", "province_code=99"}
    listed = json.loads((many.site / "data/index.json").read_text("utf-8"))["packed"]
    assert {file["province"] for file in listed} == {None, "32", "99"}
    assert all(file["bulk"] and file["bytes"] == (bulk / file["file"]).stat().st_size for file in listed)
    with sqlite3.connect(f"file:{bulk / 'sqlite/99.sqlite'}?mode=ro", uri=True) as database:
        assert database.execute("SELECT count(*) FROM plans").fetchone() == (COUNT,)
    report = Package(str(bulk / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "rowNumber", "fieldName", "message"])[:5]


def test_the_same_rows_as_in_single_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = stage_data(tmp_path / "data", plans=PLAN_IDS)
    whole, issues = open_data(data, tmp_path / "whole")
    monkeypatch.setattr("macros.steps.open_build.MOST_IN_SINGLE_FILES", 4)
    build, _ = open_data(data, tmp_path / "parted")
    assert whole is not None and build is not None, issues
    assert whole.bulk is None
    assert build.bulk is not None
    for table in TABLES:
        parts = sorted((build.bulk.folder / table).glob("*.json.gz"))
        assert len(parts) == 5
        single = json.loads((whole.spool.downloads / f"{table}.json").read_text("utf-8"))
        assert [row for part in parts for row in rows_in(part)] == single
    for plan_id in PLAN_IDS:
        alone = (build.bulk.folder / f"plans/{plan_id}.json").read_bytes()
        assert alone == (whole.spool.downloads / f"plans/{plan_id}.json").read_bytes()
    html = plan_pages.plan(build, "../../", PLAN_IDS[0], 1)
    assert f'href="../../data/plans/{PLAN_IDS[0]}.json"' in html, "published into the site after all"


def assert_an_agency_s_page_is_cut(build: facts.Build, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = BeautifulSoup(measure_pages.agency(build, "../../", "finance", 1), "html.parser")
    tasks = [task.get_text() for task in whole.select("td.task")]
    monkeypatch.setattr(measure_pages, "PER_PAGE", 3)
    page = BeautifulSoup(measure_pages.agency(build, "../../", "finance", 1), "html.parser")
    assert [task.get_text() for task in page.select("td.task")] == tasks[:3]
    assert page.select_one(".count").get_text() == f"先列 3 项，共 {len(tasks)} 项"
    assert page.select('noscript a[href$="measures/"]') and not whole.select("noscript")


def test_links_lead_to_where_it_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macros.steps.open_build.MOST_IN_SINGLE_FILES", 0)
    build, issues = open_data(stage_data(tmp_path / "data", plans=PLAN_IDS), tmp_path / "spool", ELSEWHERE)
    assert build is not None, issues
    assert_an_agency_s_page_is_cut(build, monkeypatch)
    html = plan_pages.plan(build, "../../", PLAN_IDS[0], 1)
    for name in (f"plans/{PLAN_IDS[0]}.json", f"calendar/{PLAN_IDS[0]}.ics"):
        assert f'href="{ELSEWHERE}data/{name}"' in html
        assert f"../../data/{name}" not in html
    listed = data_pages.download_list(build, "../")
    assert f'href="{ELSEWHERE}data/provisions/32.json.gz"' in listed
    assert 'href="../data/plans.json"' in listed
    # What search engines are told is where the file is.
    [described] = BeautifulSoup(listed, "html.parser").select('script[type="application/ld+json"]')
    told = [found["contentUrl"] for found in json.loads(described.get_text())["distribution"]]
    assert {f"{ELSEWHERE}data/provisions/32.json.gz", "../data/plans.json"} <= set(told)
    assert build.bulk is not None
    for address in told:
        folder = build.bulk.folder if address.startswith(ELSEWHERE) else build.spool.downloads
        assert (folder / address.partition("data/")[2]).is_file(), address


def test_a_page_that_tells_where_it_is_stands_for_every_file(tmp_path: Path) -> None:
    bulk = Bulk(folder=tmp_path, url="https://host.example/releases")
    assert bulk.href("plans/a.json") == "https://host.example/releases"


def test_a_strangers_folder_of_that_name_is_left(tmp_path: Path) -> None:
    other = tmp_path / "site-bulk"
    other.mkdir()
    (other / "mine.txt").write_text("我的", encoding="utf-8")
    assert build_site(tmp_path / "site", data=stage_data(tmp_path / "data")).code == 0
    assert (other / "mine.txt").read_text("utf-8") == "我的"


def test_a_library_that_became_small_leaves_no_old_bulk(tmp_path: Path) -> None:
    old = tmp_path / "site-bulk" / "data" / "plans"
    old.mkdir(parents=True)
    assert build_site(tmp_path / "site", data=stage_data(tmp_path / "data")).code == 0
    assert not (tmp_path / "site-bulk").exists()


class Memory(dict[str, Mapping[str, bytes]]):
    """A keeper that counts what it could give."""

    given = 0

    def put(self, name: str, folder: Path) -> bool:
        self.given += name in self
        for path, content in self.get(name, {}).items():
            (folder / path).write_bytes(content)
        return name in self

    def keep(self, name: str, folder: Path, files: Iterable[Path] | None = None) -> None:
        self[name] = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files or ()}

    def keep_contents(self, name: str, files: Mapping[str, bytes]) -> None:
        self[name] = files


def test_what_was_packed_of_a_province_is_taken_out_until_its_rows_change(many: Build, tmp_path: Path) -> None:
    catalogues, _ = load_catalogues(many.site.parent / "data")
    site, bulk = many.site / "data", bulk_of(many)
    names = [f"{table}/{province}.json.gz" for table in TABLES for province in ("32", "99")]
    for name in ("plans.csv", "plans.json"):
        shutil.copyfile(site / name, tmp_path / name)
    for name in names:
        (tmp_path / "bulk" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(bulk / name, tmp_path / "bulk" / name)
    files = {
        table: [TableFile(name=f"{table}/{p}.json.gz", format="json", province=p, size=0) for p in ("32", "99")]
        for table in TABLES
    } | {"plans": [TableFile(name="plans.json", format="json", province="", size=0)]}
    memory = Memory()
    packer = Packer(
        folder=tmp_path, bulk=tmp_path / "bulk", files=files, catalogues=catalogues, site="", keeper=memory, grounds="a"
    )
    first = packer.pack()
    packed = [made.file for made in first if made.province]
    contents = [(tmp_path / "bulk" / file).read_bytes() for file in packed]

    def again(packer: Packer) -> list[PackedFile]:
        for file in packed:
            (tmp_path / "bulk" / file).unlink()
        return packer.pack()

    assert (memory.given, again(packer)) == (0, first)
    assert memory.given == 2
    assert [(tmp_path / "bulk" / file).read_bytes() for file in packed] == contents
    plans = (tmp_path / "plans.json").read_text("utf-8")
    (tmp_path / "plans.json").write_text(plans.replace("苏州市医疗保障", "苏州市医保", 1), encoding="utf-8")
    again(packer)
    assert memory.given == 3  # that of the other province
    again(dataclasses.replace(packer, grounds="b"))
    assert memory.given == 3
