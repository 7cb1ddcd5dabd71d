"""The description that a file carries: its rows, its release and its terms."""

from msgspec import Struct

from api import about
from api.catalog.columns import Column
from api.catalog.resource import Resource


class Description(Struct, frozen=True, kw_only=True):
    """`query` is the question in words, `url` the file's pinned URL, `path` that URL without the public URL,
    `bom` whether it begins with a byte-order mark.
    """

    resource: Resource
    names: tuple[str, ...]
    query: str
    url: str
    path: str
    release: int
    published_at: str
    bom: bool = False

    @property
    def columns(self) -> list[Column]:
        return [self.resource.file_schema[name] for name in self.names]

    @property
    def cite_as(self) -> str:
        return about.cite_as(self.release, self.published_at, self.url)

    @property
    def metadata(self) -> dict[str, str]:
        """The description as names and texts, for formats with room for metadata."""
        return self.metadata_with(self.url)

    @property
    def portable_metadata(self) -> dict[str, str]:
        """The same without the public URL, so that the file has one SHA-256 on every server."""
        return self.metadata_with(self.path)

    def metadata_with(self, address: str) -> dict[str, str]:
        return {
            "title": f"Muster: {self.resource.name}, release {self.release}",
            "about": self.resource.about,
            "query": self.query,
            "release": str(self.release),
            "published_at": self.published_at,
            "address": address,
            "cite_as": about.cite_as(self.release, self.published_at, address),
            "license": about.LICENSE,
            "contract_version": str(about.CONTRACT),
        }
