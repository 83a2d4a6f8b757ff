"""Read one document in a sealed process with little memory and time: suffix and path in, progress and blocks out."""

from __future__ import annotations

import contextlib
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from medplan.importing.guard.seal import dump_guards, seal_reader
from medplan.importing.read.blocks import Block, dump_blocks
from medplan.importing.read.limits import MEMORY_BYTES, STEP_SECONDS, Refused

Progress = Callable[[int, int], None]
_ALL_TEXT = (".docx", ".mhtml", ".html")


def run(argv: Sequence[str]) -> None:
    """Seal this process, print by what as `guarded JSON`, and read: `SUFFIX PATH [ocr]`."""
    suffix, path, ocr = argv[0], Path(argv[1]), "ocr" in argv[2:]
    # Pictures of pages are read by a program, which is then sealed like this process.
    guards = seal_reader(path, programs=ocr and suffix not in _ALL_TEXT)
    sys.stdout.write(f"guarded {dump_guards(guards)}\n")
    sys.stdout.flush()  # before any of the document is read: no code of its making may say what holds it
    main(suffix, path, sys.stdout, ocr=ocr)


def main(suffix: str, path: Path, out: TextIO, *, ocr: bool = False) -> None:
    """Print `progress DONE/OF` while reading, then `blocks JSON`, or `refused MESSAGE<tab>CURE`."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _grant_time()

    def progress(done: int, of: int) -> None:
        _grant_time()
        out.write(f"progress {done}/{of}\n")
        out.flush()

    # The boundary at which whatever a hostile file provokes in a library becomes a refusal.
    try:
        said = "blocks " + dump_blocks(list(_read(suffix, path, progress, ocr=ocr)))
    except Refused as refused:
        said = f"refused {refused.message}\t{refused.cure}"
    except MemoryError:
        said = "refused 读它要用太多内存\t文件可能已损坏；另存一份，或只复制正文存为 .txt"
    except Exception:
        said = "refused 读不出内容，文件可能已损坏\t用原来的软件打开核对，另存一份再导入"
    out.write(f"{said}\n")
    out.flush()


def _read(suffix: str, path: Path, progress: Progress, *, ocr: bool) -> Iterator[Block]:
    if suffix == ".pdf":
        from medplan.importing.read.pdf import read_pdf

        yield from read_pdf(path, progress, ocr=ocr)
    elif suffix == ".docx":
        from medplan.importing.read.docx import read_docx

        yield from read_docx(path)
    elif suffix == ".mhtml":
        from medplan.importing.read.mhtml import read_mhtml

        yield from read_mhtml(path.read_bytes())
    elif suffix == ".html":
        from medplan.importing.read.html import read_html

        yield from read_html(path.read_bytes())
    else:
        from medplan.importing.read.pdf import read_image

        yield from read_image(path)


def _grant_time() -> None:
    """Let the process run for some more seconds of processor time; past them the system ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + STEP_SECONDS + 1
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


if __name__ == "__main__":
    run(sys.argv[1:])
