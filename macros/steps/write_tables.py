"""Write what is made of the tables written: their packer in; the forms of other tools, and the static API, out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from macros.build.kept import Kept
from macros.build.kept_folder import KeptFolders
from medplan.library.repository import ROOT
from medplan.parallel import Aside
from medplan.publish.api.write import ApiWriter
from medplan.publish.index_file import write_index
from medplan.publish.tables.pack import Packer
from medplan.running.doing import doing

PACKED = ROOT / ".cache" / "packed"
MOST_PACKED = 4_000_000_000


def write_packed(packer: Packer, aside: Aside) -> Callable[[], None]:
    """Have the tables written in the forms of other tools; return what ends that, with the index of all downloads."""
    with doing("写下载文件", "表格的其他格式"):
        packed = aside.ask_each(packer.pack_part, packer.begin())

    def end() -> None:
        with doing("写下载文件", "表格的其他格式"):
            write_index(packer.folder, packer.files, packer.end(packed()), packer.catalogues.vintage)
            Kept(folder=PACKED).prune(MOST_PACKED)

    return end


def write_api(folder: Path, packer: Packer, provinces: Iterable[str], kept: Kept) -> None:
    """Write the static API of the tables, province after province; where the tables are by province, it is kept so."""
    folder.mkdir(parents=True)
    keeper = KeptFolders(kept=kept) if packer.bulk else None
    writer = ApiWriter(folder, packer.site, keeper, packer.grounds)
    for province in provinces:
        writer.add(packer.part(province), packer.catalogues.province_name(province) or province)
    writer.close()
