"""What every page of a record reads and shows: the record, its evidence, its citation, and its links."""

from collections.abc import Collection
from typing import Any

import msgspec
from msgspec import Struct

from api.catalog.resource import Resource
from api.cite import compose
from api.cite.work import Work
from api.reading.releases import ReleaseRef
from api.routes.asked import Asked
from api.routes.citations import citation_texts
from api.routes.operation import fill_path
from api.site.fact_list import fact_list
from api.site.facts import facts, unstated
from api.site.links import Links
from api.site.passages import passages
from api.site.shared_records import SharedRecords

# The columns that a page shows elsewhere.
ELSEWHERE = frozenset({"citations", "disputed_by"})
Values = dict[str, Any]


class Found(Struct, frozen=True, kw_only=True):
    """A record of a release, its best passage and its source, and what to cite. None: it is not cited."""

    release: ReleaseRef
    record: Any
    evidence: compose.Evidence
    work: Work | None


async def read(asked: Asked) -> Found:
    release, row = await asked.find()
    record = decoder(asked.resource).decode(row["body"])
    if not asked.resource.cited:
        return Found(release=release, record=record, evidence=compose.Evidence(), work=None)
    evidence = await records_of(asked, release).evidence(record)
    edition = compose.edition(release.number, release.published_at)
    work = compose.work(record, evidence, edition, api_url(asked))
    return Found(release=release, record=record, evidence=evidence, work=work)


def decoder(resource: Resource) -> msgspec.json.Decoder[Any]:
    if resource.name not in DECODERS:
        DECODERS[resource.name] = msgspec.json.Decoder(resource.record)
    return DECODERS[resource.name]


# Name of a resource → the decoder of its records, made when first needed.
DECODERS: dict[str, msgspec.json.Decoder[Any]] = {}


def records_of(asked: Asked, release: ReleaseRef) -> SharedRecords:
    return SharedRecords(asked.pool, asked.services.record_loader, release)


def api_url(asked: Asked) -> str:
    """The record's live URL in the API."""
    return f"{asked.public_url}{fill_path(asked.resource.record_path, asked.key)}"


def values(asked: Asked, found: Found, links: Links, elsewhere: Collection[str] = ELSEWHERE) -> Values:
    """The values of templates that follow from the record and its evidence.

    `elsewhere`: the columns that the page shows in other places.
    """
    envelope = asked.envelope(found.release)
    cite = citation_texts(found.work, f"{api_url(asked)}/cite", found.release) if found.work else None
    return {
        "resource": asked.resource,
        "record": found.record,
        "key": asked.key,
        "cite": cite,
        "passages": passages(found.record, links),
        "facts": fact_list(facts(asked.resource, found.record, links, elsewhere)),
        "unstated": unstated(asked.resource, found.record, elsewhere),
        **addresses(asked, found.release, links, envelope.url, envelope.path),
    }


def addresses(asked: Asked, release: ReleaseRef, links: Links, url: str, path: str) -> Values:
    """The URLs of a page: pinned, live, and of the same data as JSON."""
    return {
        "links": links,
        "release": release,
        "pinned": asked.pinned,
        "url": url,
        "live_url": asked.public_url + path,
        "public_url": asked.public_url,
        "api_url": f"{links.root}v1{path}?{url.partition('?')[2]}",
    }
