"""Why a build stopped, for whoever runs it: what went wrong within in; one line that the engine shows out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from properdocs.exceptions import Abort, PluginError

from macros.steps.whole_site import SiteFault
from medplan.running.doing import told
from medplan.running.system import refusal


@contextmanager
def explained(left: str) -> Iterator[None]:
    """Stop the build with one line: what the machine refused, or at which plan or page the program went wrong."""
    try:
        yield
    except (Abort, PluginError):
        raise
    except SiteFault as fault:
        raise PluginError(str(fault)) from fault
    except Exception as error:
        if refused := refusal(error):
            raise PluginError(f"网站没有生成：{refused}；{left}") from error
        words = f"生成网站的程序自身出错，不是规划的错（{told(error)}）；请把这一行附在报错里"
        raise PluginError(words) from error
