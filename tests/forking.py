"""A process that has loaded our code and the engine and run nothing: commands in; each is run by a fork of it.

So a command starts from what a new process starts from, without loading all of it again. One line of input is one
command, as JSON (`forks.py` writes them); one line out has its exit code, 128 and the signal's number when one ended
it, and what it used.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import runpy
import signal
import sys
import traceback
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pygments.lexers

from medplan.language.words import known_words

# In this order: the engine stands in for the one that plugins name before they are loaded.
ENGINE = ("properdocs.replacement", "properdocs.commands.build", "mkdocs_macros.plugin", "macros.site.plugin")
COMMANDS = ("properdocs.__main__", "macros.plain.__main__", "pypinyin", "medplan.importing.take_in.many")

COLOURED = ("yaml", "console", "sh", "diff", "nginx", "python", "r", "sql")  # the languages of the pages' examples


def start(program: str, arguments: list[str]) -> None:
    """Run the engine's command, a module (`-m x`) or a script, as the interpreter does."""
    if program == "properdocs":
        import_module("properdocs.__main__").cli(arguments, prog_name=program, standalone_mode=True)
    elif program.startswith("-m "):
        sys.argv = [program.removeprefix("-m "), *arguments]
        sys.modules.pop(f"{sys.argv[0]}.__main__", None)
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    else:
        sys.argv = [program, *arguments]
        runpy.run_path(program, run_name="__main__")


def limit(processor: int, memory: int) -> None:
    """Keep this process to so many seconds of processor time and so many bytes beyond those it has; 0: any."""
    if processor:
        resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))  # a fork begins with none used
    if memory:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        whole = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (whole, whole))


def run(
    program: str,
    arguments: list[str],
    environment: dict[str, str],
    folder: str,
    said: tuple[str, str],
    seconds: int,
    processor: int,
    memory: int,
) -> tuple[int, float, int]:
    """Run a command in a process of its own; return its exit code, processor seconds and peak in kilobytes.

    `said` are the files for output and errors. The peak is at least that of this process, which the fork begins with.
    """
    child = os.fork()
    if child:
        _, status, used = os.wait4(child, 0)
        code = os.waitstatus_to_exitcode(status)
        return code if code >= 0 else 128 - code, used.ru_utime + used.ru_stime, used.ru_maxrss
    code = 70
    try:
        signal.alarm(seconds)
        for number, name in zip((1, 2), said, strict=True):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        limit(processor, memory)
        start(program, arguments)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def load_script(path: Path) -> None:
    """Load a script that the others import by its name, as it lies beside them."""
    spec = spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    sys.modules[path.stem] = module = module_from_spec(spec)
    spec.loader.exec_module(module)


if __name__ == "__main__":
    for name in (*ENGINE, *COMMANDS):
        import_module(name)
    for name in (
        "yaml",
        "console",
        "sh",
        "diff",
        "nginx",
        "python",
        "r",
        "sql",
    ):  # the pages' examples are coloured by these
        pygments.lexers.get_lexer_by_name(name)
    known_words()  # once, not in each command that reads plans
    load_script(Path(__file__).parents[1] / "scripts" / "own_python.py")
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(run(**json.loads(line))), flush=True)
