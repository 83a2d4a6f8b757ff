#!/usr/bin/env python3
"""Make a draft of what was submitted with the form: `import_submission.py EVENT FOLDER [--data DIR]`.

EVENT is GitHub's event of a labelled issue (JSON), FOLDER gets the draft, its sources, the report and the review sheet.
It asks GitHub for the attachment and nothing else, and needs no right but reading. Exit status: 0 a package was
written, whether of a draft or of why there is none, 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

import yaml

from medplan.importing.intake.attachment import GITHUB
from medplan.importing.intake.make import make_package
from medplan.importing.intake.package import write_package
from medplan.importing.intake.submission import read_form
from medplan.issues import visible
from medplan.library.repository import ROOT, Repository
from medplan.running.arguments import Arguments
from medplan.running.system import run

FORM = ROOT / ".github" / "ISSUE_TEMPLATE" / "submit-document.yml"


def main(argv: list[str] | None = None) -> int:
    """Return 0 when a package was written."""
    parser = Arguments(description="由“提交文件”的表生成规划草稿")
    parser.add_argument("event", type=Path, help="GitHub 的事件（JSON）")
    parser.add_argument("folder", type=Path, help="草稿、原文、报告、核对页放在哪里")
    parser.add_argument("--data", type=Path)
    options = parser.parse_args(argv)
    fields = read_form(yaml.safe_load(FORM.read_text("utf-8")))
    event = json.loads(options.event.read_text("utf-8"))
    package, extra = make_package(event, fields, Repository.open(options.data), GITHUB)
    write_package(package, options.folder, extra)
    print(package.report if package.failure is None else visible("没有生成草稿：{}（{}）".format(*package.failure)))
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
