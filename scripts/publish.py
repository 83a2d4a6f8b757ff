#!/usr/bin/env python3
"""Put a built site on an S3-compatible storage or in a folder: `publish.py [--dry-run]`; only what changed goes."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

if __name__ == "__main__":
    import own_python  # noqa: F401 - begins anew in .venv where this Python has no medplan

from medplan.issues import visible
from medplan.library.repository import ROOT
from medplan.publish.downloads import bulk_of
from medplan.publish.put_online import is_ours, publish, source, target
from medplan.running.arguments import Arguments
from medplan.running.system import run

SETTINGS = """\
写在环境变量里：
  PUBLISH_TO               必填：存储桶 s3://桶/前缀，或一个文件夹
  PUBLISH_ENDPOINT         存储的地址，例如 https://s3.example.cn；不写是 AWS 的
  AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY、AWS_REGION   存储桶的密钥和区域
  BULK_TO                  另放大件的存储桶或文件夹；不写就和网页放在一处"""


def tell(lines: Iterable[str]) -> None:
    """Print what there is to tell, as it comes."""
    for line in lines:
        print(visible(line), flush=True)


def main(argv: list[str] | None = None) -> int:
    """Return 0 when all is there, 1 when it could not be put there, 2 when it is not said where or what."""
    parser = Arguments(
        description="把生成好的网站放到 S3 兼容的存储或文件夹，只动有变化的文件",
        epilog=SETTINGS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--dry-run", action="store_true", help="只说会放上、删除哪些，什么都不动")
    parser.add_argument("--site", type=Path, default=ROOT / "site")
    options = parser.parse_args(argv)
    site, bulk = options.site, bulk_of(options.site)
    if not (site / "index.html").is_file():
        parser.error(f"{site} 里没有生成好的网站，请先运行 make site")
    if not shutil.which("rclone"):
        parser.error("没有 rclone，请运行 make publish，或 apt-get install rclone")
    try:
        to, apart = (
            target(os.environ[name], os.environ) if os.environ.get(name) else None for name in ("PUBLISH_TO", "BULK_TO")
        )
    except ValueError as fault:
        parser.error(str(fault))
    if to is None:
        parser.error(f"没有写放到哪里。{SETTINGS}")
    try:
        for place in filter(None, (apart, to)):
            if not is_ours(place):
                parser.error(f"{place.name} 里有别的东西，又没有网站：放上去会删去它们。请写一个空的文件夹或前缀")
        if bulk.is_dir() and apart:
            # First what the pages link to.
            tell(publish(source(bulk), apart, dry_run=options.dry_run))
        whole = source(site, bulk) if bulk.is_dir() and not apart else source(site)
        tell(publish(whole, to, dry_run=options.dry_run))
    except OSError as fault:
        print(f"没有全部放上，网址上还是原来的网站；改好以后再运行一次，接着做：\n{fault}", file=sys.stderr)
        return 1
    print("试运行，什么都没有动" if options.dry_run else f"已放到 {os.environ['PUBLISH_TO']}")
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
