"""Columns of sorted batches on disk: a batch's columns, cut into parts, in; a part's column, of all batches, out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

_Kind = TypeVar("_Kind", bound=np.generic)


class Spilled:
    """A file for each column, batch after batch; where each part of each batch lies stays in memory."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._edges: dict[str, list[NDArray[np.int64]]] = {}
        self._ends: dict[str, int] = {}

    def add(self, columns: Mapping[str, tuple[NDArray[Any], NDArray[np.int64]]]) -> None:
        """Take in a batch's columns, each with where its parts begin, and where the last ends."""
        for name, (values, cuts) in columns.items():
            with (self._folder / f"{self._name}-{name}").open("ab", buffering=0) as file:
                values.tofile(file)
            end = self._ends.get(name, 0)
            self._edges.setdefault(name, []).append(cuts + end)
            self._ends[name] = end + len(values)

    def read(self, name: str, part: int, of: type[_Kind]) -> NDArray[_Kind]:
        """Return a part of a column, that of the first batch first."""
        edges = [tuple(edges[part : part + 2].tolist()) for edges in self._edges.get(name, [])]
        found = np.empty(sum(end - start for start, end in edges), of)
        if len(found):
            at = np.cumsum([0, *(end - start for start, end in edges)]) * found.itemsize
            with (self._folder / f"{self._name}-{name}").open("rb", buffering=0) as file:
                raw = found.view(np.uint8).data
                for (start, end), (low, high) in zip(edges, pairwise(at.tolist()), strict=True):
                    if end > start:
                        os.preadv(file.fileno(), [raw[low:high]], start * found.itemsize)
        return found
