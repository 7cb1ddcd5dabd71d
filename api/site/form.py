"""What every page of data has in common: its headers, its ETag, its cache lifetime, and its operation."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from api import explorer
from api.catalog.resource import Resource
from api.catalog.values import Value
from api.http.assets import NAMES
from api.http.envelope import Related, Representation
from api.http.framing import page_headers
from api.http.negotiation import JSON
from api.pages import page
from api.query import parameters
from api.routes.choose_release import named_or_newest
from api.routes.operation import Handler, Operation
from api.routes.service import SERVICE

UTF8 = "text/html; charset=utf-8"
CACHE = page.CACHE.encode()
TEMPLATES = Path(page.__file__).with_name("templates")
# Lists and tables are written by code, because a template takes several times as long.
CODE = (Path(explorer.__file__).parent, Path(__file__).parent)


def digest() -> str:
    """The version of the pages: a hash of the templates, the files that they load, and the code of both."""
    code = [path for folder in CODE for path in sorted(folder.glob("*.py"))]
    texts = [path.read_bytes() for path in (*sorted(TEMPLATES.iterdir()), *code)]
    return hashlib.sha256(b"\0".join([*texts, *map(str.encode, NAMES.values())])).hexdigest()[:16]


VERSION = digest()


def encoded(headers: Mapping[str, str]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name.encode(), text.encode()) for name, text in headers.items())


PAGE = Representation(
    media_type=page.HTML,
    content_type=UTF8,
    kind=f"{page.HTML} {VERSION}",
    headers=encoded(page_headers(page.POLICY)),
)


def page_path(resource: Resource) -> str:
    """The path of a record's page: that of the API without `/v1`."""
    return resource.record_path.removeprefix("/v1")


def list_path(resource: Resource) -> str:
    return resource.path.removeprefix("/v1")


def record_page(
    resource: Resource, answer: Handler, part: str = "", query: Mapping[str, Value] | None = None
) -> Operation:
    """Define a page about one record. `part`: what its path appends to the path of the record's page."""
    return Operation(
        path=page_path(resource) + part,
        id=f"get{resource.label}Page{part.strip('/.').capitalize()}",
        summary="",
        description="",
        tag=SERVICE,
        resource=resource,
        query=parameters.moment_values() if query is None else query,
        form=PAGE,
        negotiated=not part.startswith("."),
        release=named_or_newest,
        cache_control=CACHE,
        related=(Related(relation="alternate", media_type=JSON, path=resource.record_path, pinned=True),),
        carries_pin=True,
        responses=(),
        answer=answer,
    )
