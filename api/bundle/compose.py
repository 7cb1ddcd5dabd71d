"""Write one release into a folder: tables, texts about them, checksums, zip and manifest."""

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias, TypeVar

import msgspec
from msgspec import Struct

from api import about as terms
from api.bundle import archive, codebook
from api.bundle.contents import Contents
from api.bundle.export_tables import Origin, TableExport, session
from api.bundle.texts import PLAIN, TEXTS
from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.exports.progress import Advance, progress_counter
from api.query import sql
from api.query.sql import Statement
from api.storage import manifest
from api.storage.manifest import File, Manifest
from schemas.release import Release
from schemas.source import Source

Report: TypeAlias = Callable[[str, int, int], None]
RecordType = TypeVar("RecordType", bound=Struct)
RELEASES, SOURCES = BY_NAME["releases"], BY_NAME["sources"]


class ReleaseComposer:
    """Writes the files of one release. `files` maps the names written so far to their entries."""

    def __init__(self, origin: Origin, folder: Path, report: Report) -> None:
        self.origin, self.folder, self.report = origin, folder, report
        self.number = origin.release.number
        self.files: dict[str, File] = {}

    async def run(self) -> None:
        [release] = await self.records(RELEASES, Release, f"x.number = {self.number}")
        sources = await self.records(SOURCES, Source, "true")
        export = TableExport(
            self.origin,
            self.folder,
            self.progress(f"files of release {self.number}", estimated_rows(release)),
        )
        await export.run()
        self.files |= {file.name: file for file in export.files}
        examples = {table.name: codebook.examples(self.folder / table.file) for table in export.tables}
        contents = Contents(
            release=release,
            home=f"{self.origin.public_url}/v1/releases/{self.number}",
            tables=export.tables,
            sources=sources,
            codebook=[*codebook.entries(export.tables, examples)],
            files=self.files,
        )
        self.write_texts(contents)
        self.write_archive()
        self.write_manifest()

    async def records(self, resource: Resource, kind: type[RecordType], where: str) -> list[RecordType]:
        statement = Statement(resource, self.number)
        text = (
            f"select {sql.encoded('x.body')} as body from {statement.releases}, {statement.rows} and {where} "
            f"order by x.{resource.key}"
        )
        async with session(self.origin) as connection:
            rows = await connection.fetch(text, *statement.args)
        return [msgspec.json.decode(row["body"], type=kind) for row in rows]

    def write_texts(self, contents: Contents) -> None:
        for text in TEXTS:
            rows = len(contents.codebook) if text.name == codebook.CSV else None
            self.write(text.name, text.write(contents), text.media_type, text.about, rows)
        sums = manifest.checksum_lines(self.files.values())
        self.write(manifest.SUMS, sums, PLAIN, "The SHA-256 of every file, for sha256sum -c SHA256SUMS.")

    def write(self, name: str, data: bytes, media_type: str, about: str, rows: int | None = None) -> None:
        (self.folder / name).write_bytes(data)
        self.files[name] = File(
            name=name,
            bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            media_type=media_type,
            about=about,
            rows=rows,
        )

    def write_archive(self) -> None:
        """Write the zip, and a file with its checksum."""
        name = archive.name(self.number)
        progress = self.progress(name, sum(file.bytes for file in self.files.values()))
        path = self.folder / name
        archive.write(path, [self.folder / file for file in self.files], progress)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        archive_file = File(
            name=name,
            bytes=path.stat().st_size,
            sha256=sha256,
            media_type="application/zip",
            about="All files of the release.",
        )
        self.write(
            f"{name}.sha256", manifest.checksum_lines([archive_file]), PLAIN, f"The SHA-256 of {name}."
        )
        self.files[name] = archive_file

    def write_manifest(self) -> None:
        """Write the manifest last: a folder without one is unfinished."""
        listing = Manifest(
            release=self.number,
            content_sha256=self.origin.release.content_sha256,
            contract_version=terms.CONTRACT,
            public_url=self.origin.public_url,
            files=sorted(self.files.values(), key=lambda file: file.name),
        )
        (self.folder / manifest.FILES).write_bytes(manifest.encode(listing))

    def progress(self, name: str, total: int) -> Advance:
        return progress_counter(total, partial(self.report, name))


def estimated_rows(release: Release) -> int:
    """Estimate the rows that the CSV and Parquet files have together, for the progress bar."""
    current: int = sum(
        getattr(release, name)
        for name in (resource.replace("-", "_") for resource in BY_NAME)
        if name in Release.__struct_fields__
    )
    changed = release.added + release.changed + release.withdrawn
    return 2 * (current + changed)
