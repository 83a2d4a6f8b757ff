"""Words that two plans share, cut to clauses, by theme and province; what a plan set out to do, dated or not."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from medplan.compare.cited import index_citations
from medplan.library.entry import prepare_entry
from medplan.library.index import LibraryIndex
from medplan.library.repository import Repository
from medplan.publish.comparison_files import plan_facts
from medplan.publish.drafting.drafting_files import MOST_DOCUMENTS, DraftingWriter
from medplan.publish.drafting.plan_drafting import prepare_drafting
from medplan.wording.pairs import Wording, compare_wording
from medplan.wording.passages import prepare_wording
from medplan.wording.phrases import MOST_PHRASES, Phrase, most_telling
from medplan.wording.spool import WordingSpool


@pytest.fixture(scope="module")
def written(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the repository's plans."""
    folder = tmp_path_factory.mktemp("drafting")
    index = LibraryIndex(catalogues=repository.catalogues)
    wording = Wording(spool=WordingSpool(folder / "spool"))
    writer = DraftingWriter(folder / "drafting", repository.catalogues)
    for plan in repository.plans():
        entry = prepare_entry(plan, index.add(plan, repository.prove(plan)), repository.catalogues)
        facts = plan_facts(plan, entry.summary, repository.catalogues)
        made = prepare_wording(plan)
        wording.spool.add(made)
        writer.add(prepare_drafting(plan, entry, facts, repository.catalogues), made)
    wording.spool.close()
    compare_wording(wording)
    cited = index_citations(index.plans, index.citations)
    writer.finish(index, wording, cited, lambda number, entry: f"citations/#{entry.id}")
    return folder / "drafting"


def read(path: Path):
    return json.loads(path.read_text("utf-8"))


def test_every_quotation_stands_in_every_provision_that_is_named(written: Path, held) -> None:
    names = read(written / "names.json")
    assert set(names["wording"]) == {path.stem for path in (written / "wording").iterdir()}
    seen = 0
    for path in sorted((written / "wording").iterdir()):
        rows = read(path)
        assert 0 < len(rows) <= MOST_PHRASES
        for row in rows:
            assert row["characters"] >= 16
            assert row["plans"] >= 2
            words = "".join(filter(str.isalnum, row["text"]))
            for citing in row["citing"]:
                for eid, place in citing["places"]:
                    plan = held[citing["plan"]].plan
                    node = next(node for node, _ in plan.walk() if node.eid == eid)
                    text = "".join(node.reading(name) for name in ("heading", "text", "name"))
                    assert words in "".join(filter(str.isalnum, text)), (path.name, row["text"], eid)
                    assert place
                    seen += 1
    assert seen > 100


def test_words_are_cut_to_clauses_and_the_theme_s_own_come_first(written: Path) -> None:
    [row] = read(written / "wording" / "long-term-care.json")
    assert row["text"] == "引入社会力量参与长期护理保险经办服务"  # 持续引入… in the one, whole in the other
    assert (row["characters"], row["plans"]) == (18, 2)
    rows = read(written / "wording" / "medical-assistance.json")
    assert (rows[0]["text"], rows[0]["plans"]) == ("全面落实资助重点救助对象参保缴费政策", 3)
    assert not [row["text"] for row in rows if row["text"][0] in "，。；" or "（%" in row["text"]]


def test_what_is_part_of_other_words_of_as_many_plans_is_left_out(repository: Repository) -> None:
    theme = repository.catalogues.themes["medical-assistance"]
    tagged = np.array([[True], [True], [True]])
    whole, part, wider = ("健全医疗救助制度体系建设机制", "医疗救助制度体系建设", "医疗救助制度体系")
    phrases = {
        len(text): Phrase(text=text, characters=len(text), passages={n: [n] for n in range(plans)}, themes={0})
        for text, plans in ((whole, 2), (part, 2), (wider, 3))
    }
    assert [phrase.text for _, phrase in most_telling(phrases, 0, theme, tagged)] == [wider, whole]


def test_documents_with_a_number_come_first_and_lists_have_an_end(written: Path) -> None:
    for path in (written / "documents").iterdir():
        rows = read(path)
        assert len(rows) <= MOST_DOCUMENTS
        numbered = [row["number"] is not None for row in rows]
        assert numbered == sorted(numbered, reverse=True)
    common = read(written / "documents" / "_common.json")
    assert common[0]["number"] == "中发〔2020〕5号"
    assert all(row["plans"] > 1 for row in common)


def test_a_task_with_a_date_is_one_promise_and_one_without_is_there_too(written: Path, held) -> None:
    facts = read(written / "plans" / "621025-zhengning-145.json")
    tasks = [p for p in facts["promises"] if "__row_" in p["eid"]]
    assert len(tasks) == len({(p["eid"], p["due"], p["recurring"]) for p in tasks})
    [care] = [p for p in tasks if "long-term-care" in p["themes"]]
    assert (care["due"], care["due_before"], care["schedule"], care["lead"]) == (
        "2025",
        True,
        "2025年前完成",
        "县医疗保障局",
    )
    assert any(p["due"] is None and p["schedule"] == "持续推进" for p in tasks)
    assert any(d["implemented"] for d in facts["documents"])
