"""The tables' further forms, made of the files written: those in; workbooks, databases, Parquet, package out."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from medplan.catalogue.catalogues import Catalogues
from medplan.files.digest import digest
from medplan.publish.columns import to_json
from medplan.publish.contract import TABLES, PackedFile, TableFile
from medplan.publish.keeper import FolderKeeper
from medplan.publish.tables.database import DatabaseWriter
from medplan.publish.tables.package import data_package
from medplan.publish.tables.parquet import opened, write_parquet
from medplan.publish.tables.workbook import write_workbook
from medplan.publish.tables.written import Part, names_beside, read_rows

PARTITION = "province_code"


class _File(NamedTuple):
    """A file that is packed: its form, and its table where it holds one."""

    path: Path
    form: str
    table: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Packer:
    """Packs the tables written into `folder` or, where there are too many plans for one file, into `bulk` beside it.

    `files` are those of each table, by its id; `site` is the site's address, "" when unknown. What was packed of a
    province is kept by a `keeper`, where there is one, under its rows and `grounds`, a hash of what else it rests on.
    """

    folder: Path
    bulk: Path | None
    files: Mapping[str, Sequence[TableFile]]
    catalogues: Catalogues
    site: str
    keeper: FolderKeeper | None = None
    grounds: str = ""

    @property
    def _into(self) -> Path:
        return self.bulk or self.folder

    def pack(self) -> list[PackedFile]:
        """Write all of them and return what was written."""
        return self.end([self.pack_part(*part) for part in self.begin()])

    def begin(self) -> list[tuple[str, str]]:
        """Return what to pack, part by part: the whole library as "", and each province with what its plans are."""
        plans: dict[str, list[bytes]] = {}
        for row in read_rows(self.folder / "plans.json"):
            plans.setdefault(row["id"][:2], []).append(to_json(row))
        provinces = [(province, digest(rows)) for province, rows in sorted(plans.items())]
        if self.bulk:  # what the rows refer to is beside them, wherever that is served
            for name in ("plans.json", "plans.csv"):
                shutil.copyfile(self.folder / name, self.bulk / name)
            return provinces
        return [("", ""), *provinces]

    def end(self, made: Iterable[Sequence[PackedFile]]) -> list[PackedFile]:
        """Write what describes the tables, once all parts are packed; return all that was written."""
        package = self._into / "datapackage.json"
        package.write_bytes(to_json(data_package(self.files, self.site), indent=True))
        return [*chain.from_iterable(made), self._packed(package, "datapackage")]

    def pack_part(self, province: str, plans: str) -> list[PackedFile]:
        """Pack a province, given with a hash of its plans' rows, or take out what was packed of the same rows."""
        if not province:
            library = [_File(self._into / f"library.{form}", form) for form in ("xlsx", "sqlite")]
            self._pack_rows("", *(file.path for file in library))
            return [self._packed(file.path, file.form) for file in library]
        files = self._files_of(province)
        if self.keeper is None or self.bulk is None:
            self._pack_anew(province)
        else:
            rows = (self._source(table.id, province).read_bytes() for table in TABLES if table.id != "plans")
            name = digest([self.grounds.encode(), province.encode(), plans.encode(), *rows])
            if not self.keeper.put(name, self._into):
                self._pack_anew(province)
                self.keeper.keep(name, self._into, [file.path for file in files])
        return [self._packed(file.path, file.form, province, file.table) for file in files]

    def _files_of(self, province: str) -> list[_File]:
        """Return the files that are packed of a province."""
        parts = f"{PARTITION}={province}/part-0.parquet"
        files = [_File(self._into / "parquet" / table.id / parts, "parquet", table.id) for table in TABLES]
        if self.bulk:
            files += [_File(self.bulk / form / f"{province}.{form}", form) for form in ("xlsx", "sqlite")]
        return files

    def _pack_anew(self, province: str) -> None:
        with opened() as connection:
            for table, file in zip(TABLES, self._files_of(province), strict=False):
                write_parquet(connection, self._source(table.id, province), table, province, file.path)
        if self.bulk:
            self._pack_rows(province, *(file.path for file in self._files_of(province) if file.table is None))

    def _pack_rows(self, province: str, workbook: Path, database: Path) -> None:
        part = self.part(province)
        workbook.parent.mkdir(exist_ok=True)
        database.parent.mkdir(exist_ok=True)
        with DatabaseWriter(database, self.catalogues) as writer:
            rows = {table.id: writer.pass_on(table, part.rows(table.id)) for table in TABLES}
            write_workbook(workbook, rows, names_beside(self.catalogues))

    def part(self, province: str) -> Part:
        """Return the tables of a province's plans, or with "" of all, as written."""
        return Part(province=province, files={table.id: self._source(table.id, province) for table in TABLES})

    def _source(self, table: str, province: str) -> Path:
        """Return the JSON file that holds a table's rows of a province."""
        for file in self.files[table]:
            if file.format == "json" and file.province in ("", province):
                return (self._into if file.province else self.folder) / file.name
        raise LookupError(f"{table} {province}")

    def _packed(self, path: Path, form: str, province: str = "", table: str | None = None) -> PackedFile:
        return PackedFile(
            file=path.relative_to(self._into).as_posix(),
            format=form,
            table=table,
            province=province or None,
            bytes=path.stat().st_size,
            bulk=self.bulk is not None,
        )
