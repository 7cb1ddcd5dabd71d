"""What the texts of a release are written from."""

from msgspec import Struct

from api.bundle.codebook import Entry
from api.bundle.manifest import File
from api.bundle.tables import Table
from api.citing import works
from api.citing.work import Work
from api.citing.works import Evidence
from schemas.release import Release
from schemas.source import Source


class Contents(Struct, frozen=True, kw_only=True):
    """`files` are those written so far, by name; `home` is the public address of the release."""

    release: Release
    home: str
    tables: list[Table]
    sources: list[Source]
    codebook: list[Entry]
    files: dict[str, File]

    @property
    def work(self) -> Work:
        """The release as it is cited."""
        edition = works.edition(self.release.number, self.release.published_at)
        return works.work(self.release, Evidence(), edition, self.home)

    @property
    def cited(self) -> list[Work]:
        """Its sources as they are cited."""
        edition, root = self.work.edition, self.home.partition("/v1/")[0]
        return [
            works.work(source, Evidence(), edition, f"{root}/v1/sources/{source.id}")
            for source in self.sources
        ]
