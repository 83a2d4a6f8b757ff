"""Templates as compiled once: kept from run to run, each with its checksum, under what it was compiled of and by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from macros.build.kept import Kept
from medplan.library.repository import ROOT

FOLDER = ROOT / ".cache" / "templates"


@dataclass(frozen=True, slots=True)
class CompiledTemplates(BytecodeCache):
    """Keeps compiled templates; damaged code is never run.

    `by` tells what besides the text decides what comes out: the options and the filters of the environment.
    """

    by: str

    def get_source_checksum(self, source: str) -> str:
        """Return what tells a text compiled in one way from others."""
        return hashlib.sha256(f"{jinja2.__version__}\0{self.by}\0{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load what was compiled of a template, when it was kept whole."""
        if (kept := Kept(folder=FOLDER).recall(f"{bucket.key}.bin")) is not None:
            bucket.load_bytecode(BytesIO(kept))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled of a template."""
        Kept(folder=FOLDER).keep(f"{bucket.key}.bin", bucket.bytecode_to_string())
