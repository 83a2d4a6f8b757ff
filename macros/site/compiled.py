"""The theme's templates as compiled once: kept from run to run, each with its checksum."""

from __future__ import annotations

from io import BytesIO

from jinja2.bccache import Bucket, BytecodeCache

from macros.build.kept import Kept
from medplan.library.repository import ROOT

FOLDER = ROOT / ".cache" / "templates"


class CompiledTemplates(BytecodeCache):
    """Keeps compiled templates; damaged code is never run."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load what was compiled of a template, when it was kept whole."""
        if (kept := Kept(folder=FOLDER).recall(f"{bucket.key}.bin")) is not None:
            bucket.load_bytecode(BytesIO(kept))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled of a template."""
        Kept(folder=FOLDER).keep(f"{bucket.key}.bin", bucket.bytecode_to_string())
