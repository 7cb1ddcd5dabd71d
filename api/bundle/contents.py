"""The data from which the texts of a release are written."""

from msgspec import Struct

from api.bundle.codebook import Entry
from api.bundle.tables import Table
from api.cite import compose
from api.cite.compose import Evidence
from api.cite.work import Work
from api.storage.manifest import File
from schemas.release import Release
from schemas.source import Source


class Contents(Struct, frozen=True, kw_only=True):
    """The contents of a release. `files`: the files written so far, by name. `home`: the release's URL."""

    release: Release
    home: str
    tables: list[Table]
    sources: list[Source]
    codebook: list[Entry]
    files: dict[str, File]

    @property
    def work(self) -> Work:
        """The release as a work to cite."""
        edition = compose.edition(self.release.number, self.release.published_at)
        return compose.work(self.release, Evidence(), edition, self.home)

    @property
    def cited(self) -> list[Work]:
        """The sources as works to cite."""
        edition, root = self.work.edition, self.home.partition("/v1/")[0]
        return [
            compose.work(source, Evidence(), edition, f"{root}/v1/sources/{source.id}")
            for source in self.sources
        ]
