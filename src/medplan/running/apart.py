"""Do something in a process of its own that ends with it: a function and what it is given in; its result out.

What the function loads goes with that process: dictionaries of a library would stay in this one and all forked of it.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Given = TypeVar("Given")
Result = TypeVar("Result")


def done_apart(function: Callable[[Given], Result], given: Given) -> Result:
    """Return `function(given)`, done in a forked process; in this one where there is no fork."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return function(given)
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
        return pool.submit(function, given).result()
