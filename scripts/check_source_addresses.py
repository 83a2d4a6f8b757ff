#!/usr/bin/env python3
"""Ask the addresses that the plans' documents were taken from whether they still answer.

Exit status: 0 none is gone, 1 at least one is (404, 410): save the page elsewhere, or say in `origin` where the text is
from. One that is silent or refuses programs is told of and fails nothing.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from medplan.issues import visible
from medplan.library.repository import Repository, data_root
from medplan.review.source_addresses import check_sources, describe_sources
from medplan.running.arguments import Arguments
from medplan.running.system import run


def main(argv: list[str] | None = None) -> int:
    """Return 1 when an address is gone."""
    Arguments(description="检查各规划的来源网址还在不在").parse_args(argv)
    sources = [(plan.id, plan.source.url) for plan in Repository.open(data_root()).plans() if plan.source.url]
    found = list(check_sources(sources))
    print("\n".join(map(visible, describe_sources(found))))
    return int(any(f.answer == "gone" for f in found))


if __name__ == "__main__":
    sys.exit(run(main))
