"""What bounds the build of a site, and what it replaces: `python -m benchmarks.bounds jinja SITE` or `… usual DATA`.

`jinja` writes the pages of a built site again, each by one template from its parts: no reading, no checking, no
comparing. `usual` builds the library as one is usually built: a Markdown page a plan, with the theme's own search.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from jinja2 import Environment

from benchmarks.measure import BIN
from medplan.library.repository import Repository
from medplan.plan.printed import printed_fields

PAGE = "{{ head }}<title>{{ title }}</title>{{ before }}<main>{{ content }}</main>{{ after }}"
_PARTS = re.compile(r"(.*?)<title>(.*?)</title>(.*?)(<article.*</article>)(.*)", re.S)


def write_again(site: Path) -> None:
    """Write every page of a site again into a temporary folder."""
    template = Environment(autoescape=False).from_string(PAGE)
    with tempfile.TemporaryDirectory() as folder:
        for number, page in enumerate(site.rglob("index.html")):
            found = _PARTS.fullmatch(page.read_text("utf-8"))
            parts = found.groups() if found else ("", "", "", page.read_text("utf-8"), "")
            html = template.render(zip(("head", "title", "before", "content", "after"), parts, strict=True))
            Path(folder, f"{number}.html").write_text(html, encoding="utf-8")


def build_the_usual_way(data: Path) -> None:
    """Write a Markdown page a plan and build them with the theme and its search."""
    repository = Repository.open(data)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "docs").mkdir()
        (folder / "docs" / "index.md").write_text("# 规划\n", encoding="utf-8")
        for plan in repository.plans():
            lines = [text.replace("<", "&lt;") for _, _, text in printed_fields(plan)]
            (folder / "docs" / f"{plan.id}.md").write_text("\n\n".join([f"# {plan.title}", *lines]), encoding="utf-8")
        theme = "theme: {name: material, language: zh, font: false}\nplugins: [search]\n"
        (folder / "mkdocs.yml").write_text(f"site_name: 规划\n{theme}", encoding="utf-8")
        command = [str(BIN / "properdocs"), "build", "--quiet", "--config-file", "mkdocs.yml"]
        subprocess.run(command, cwd=folder, check=True)


if __name__ == "__main__":
    {"jinja": write_again, "usual": build_the_usual_way}[sys.argv[1]](Path(sys.argv[2]))
