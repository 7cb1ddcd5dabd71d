"""The links of a page: relative, so that it works below any prefix of a proxy, and pinned as the page is."""

from typing import Any
from urllib.parse import urlencode

from msgspec import Struct

from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.pages.page import root_of
from api.routes.asked import Asked


class Links(Struct, frozen=True, kw_only=True):
    """`root` leads to the first path; `release` is the release that the request names, if it names one."""

    root: str
    release: int | None

    @property
    def pin(self) -> str:
        return "" if self.release is None else f"?release={self.release}"

    def record(self, resource: str, key: Any, part: str = "") -> str:
        return f"{self.root}{resource}/{key}{part}{self.pin}"

    def list(self, resource: str, suffix: str = "", **filters: Any) -> str:
        """Link to the records of a resource that match the filters, as a page or in a format."""
        named = filters if self.release is None else filters | {"release": self.release}
        place = f"v1/{resource}{suffix}" if suffix else resource
        return f"{self.root}{place}?{urlencode(named)}" if named else f"{self.root}{place}"


def links_of(asked: Asked, path: str) -> Links:
    return Links(root=root_of(path), release=asked.number if asked.pinned else None)


def referrers(resource: Resource, key: Any, links: Links) -> list[tuple[str, str]]:
    """Link to the lists of records that refer to a record: their name and URL."""
    return [
        (f"{other.plural.capitalize()} ({column.removesuffix('_id').replace('_', ' ')})", url)
        for other in BY_NAME.values()
        for column in other.references
        if other.references[column] == resource.name and column != other.key
        for url in [links.list(other.name, **{column: key})]
    ]
