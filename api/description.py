"""What a file says of itself: which rows of which release, under what terms."""

from msgspec import Struct

from api import terms
from api.columns import Column
from api.resource import Resource


class Description(Struct, frozen=True, kw_only=True):
    """`question` is the query in words, `address` the pinned address of the file."""

    resource: Resource
    names: tuple[str, ...]
    question: str
    address: str
    release: int
    published_at: str
    mark: bool = False

    @property
    def columns(self) -> list[Column]:
        return [self.resource.file_schema[name] for name in self.names]

    @property
    def cite_as(self) -> str:
        return terms.cite_as(self.release, self.published_at, self.address)

    @property
    def stated(self) -> dict[str, str]:
        """The same as lines, for files that have room for them."""
        return {
            "title": f"Muster: {self.resource.name}, release {self.release}",
            "about": self.resource.about,
            "query": self.question,
            "release": str(self.release),
            "published_at": self.published_at,
            "address": self.address,
            "cite_as": self.cite_as,
            "license": terms.LICENSE,
            "contract_version": str(terms.CONTRACT),
        }
