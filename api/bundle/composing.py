"""One release in a folder: tables, the texts about them, sums, zip, and the list of all."""

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias, TypeVar

import msgspec
from msgspec import Struct

from api import sql, terms
from api.bundle import archive, codebook, manifest
from api.bundle.contents import Contents
from api.bundle.copying import Copying, Origin, session
from api.bundle.manifest import File, Manifest
from api.bundle.texts import PLAIN, TEXTS
from api.catalog import BY_NAME
from api.resource import Resource
from api.sql import Statement
from api.watching import More, adding
from schemas.release import Release
from schemas.source import Source

Report: TypeAlias = Callable[[str, int, int], None]
Found = TypeVar("Found", bound=Struct)
RELEASES, SOURCES = BY_NAME["releases"], BY_NAME["sources"]


class Composing:
    """`files` are those that are there, by name."""

    def __init__(self, origin: Origin, folder: Path, report: Report) -> None:
        self.origin, self.folder, self.report = origin, folder, report
        self.number = origin.held.number
        self.files: dict[str, File] = {}

    async def run(self) -> None:
        [release] = await self.records(RELEASES, Release, f"x.number = {self.number}")
        sources = await self.records(SOURCES, Source, "true")
        copying = Copying(
            self.origin, self.folder, self.progress(f"files of release {self.number}", rows_of(release))
        )
        await copying.run()
        self.files |= {file.name: file for file in copying.files}
        shown = {table.name: codebook.examples(self.folder / table.file) for table in copying.tables}
        contents = Contents(
            release=release,
            home=f"{self.origin.public_url}/v1/releases/{self.number}",
            tables=copying.tables,
            sources=sources,
            codebook=[*codebook.entries(copying.tables, shown)],
            files=self.files,
        )
        self.write_texts(contents)
        self.pack()
        self.list_all()

    async def records(self, resource: Resource, kind: type[Found], where: str) -> list[Found]:
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
        sums = manifest.sums(self.files.values())
        self.write(manifest.SUMS, sums, PLAIN, "The SHA-256 of every file: sha256sum -c SHA256SUMS.")

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

    def pack(self) -> None:
        """The zip, and its sum beside it."""
        name = archive.name(self.number)
        tell = self.progress(name, sum(file.bytes for file in self.files.values()))
        path = self.folder / name
        archive.write(path, [self.folder / file for file in self.files], tell)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        packed = File(
            name=name,
            bytes=path.stat().st_size,
            sha256=sha256,
            media_type="application/zip",
            about="All of these files.",
        )
        self.write(f"{name}.sha256", manifest.sums([packed]), PLAIN, f"The SHA-256 of {name}.")
        self.files[name] = packed

    def list_all(self) -> None:
        """Last: a folder without it is not finished."""
        listed = Manifest(
            release=self.number,
            content_sha256=self.origin.held.content_sha256,
            contract_version=terms.CONTRACT,
            public_url=self.origin.public_url,
            files=sorted(self.files.values(), key=lambda file: file.name),
        )
        (self.folder / manifest.FILES).write_bytes(manifest.written(listed))

    def progress(self, name: str, total: int) -> More:
        return adding(total, partial(self.report, name))


def rows_of(release: Release) -> int:
    """About as many as its tables have lines, in CSV and in Parquet."""
    held: int = sum(
        getattr(release, name)
        for name in (resource.replace("-", "_") for resource in BY_NAME)
        if name in Release.__struct_fields__
    )
    changed = release.added + release.changed + release.withdrawn
    return 2 * (held + changed)
