"""A process that has loaded the engine and our code and built nothing: the commands of builds in; their output out.

Each build is a fork of it, so that it starts from what a new process starts from, without loading all of it again.
One line of input is one build, as JSON: `arguments` of the engine's command, `environment`, the file for the `output`;
one line out is its exit code.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from importlib import import_module

# In this order: the engine stands in for the one that plugins name before they are loaded.
LOADED = ("properdocs.replacement", "properdocs.commands.build", "mkdocs_macros.plugin", "macros.site.plugin")


def build(arguments: list[str], environment: dict[str, str], output: str) -> int:
    """Run the engine's command in a process of its own; return the exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 70
    try:
        said = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(said, 1)
        os.dup2(said, 2)
        os.environ.clear()
        os.environ.update(environment)
        import_module("properdocs.__main__").cli(arguments, prog_name="properdocs", standalone_mode=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    for module in (*LOADED, "properdocs.__main__"):
        import_module(module)
    for line in sys.stdin:
        print(build(**json.loads(line)), flush=True)
