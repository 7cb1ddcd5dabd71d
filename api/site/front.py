"""The front page: what Muster is, a search box, live figures with their sources, the newest release."""

import asyncio
from collections.abc import Iterator, Mapping

from litestar.response.base import ASGIResponse
from msgspec import Struct, structs

from api.catalog.resources import BY_NAME
from api.pages.page import html
from api.routes.asked import Asked
from api.routes.operation import Operation
from api.site import shortlist
from api.site.evidence import decoder, records_of
from api.site.form import record_page
from api.site.links import Links, links_of
from api.site.shared_records import SharedRecords
from api.site.stated import Stated, stated
from schemas.release import Release
from schemas.source import Source

PATH = "/"
# The questions whose newest answers the page shows: a resource and the filters of its list.
QUESTIONS: tuple[tuple[str, Mapping[str, str]], ...] = (
    (
        "staffing-figures",
        {"agency_id": "us-dhs-ice", "metric": "applications", "headline": "true", "sort": "-as_of"},
    ),
    (
        "staffing-figures",
        {
            "agency_id": "us-dhs-ice",
            "metric": "hires",
            "period": "to_date",
            "headline": "true",
            "sort": "-as_of",
        },
    ),
    (
        "incentives",
        {"kind": "signing_bonus", "modality": "offered", "headline": "true", "sort": "-value"},
    ),
)


class Card(Struct, frozen=True, kw_only=True):
    """A figure or an offer, and its page."""

    shown: Stated
    href: str


def operations() -> Iterator[Operation]:
    yield structs.replace(
        record_page(BY_NAME["releases"], get_page),
        path=PATH,
        id="getFrontPage",
        resource=None,
        related=(),
        query={},
        pinnable=False,
        carries_pin=False,
    )


async def get_page(asked: Asked) -> ASGIResponse:
    chosen, links = await asked.chosen_release(), links_of(asked, PATH)
    records = records_of(asked, chosen)
    newest, *cards = await asyncio.gather(
        records.find("releases", chosen.number, Release),  # type: ignore[arg-type]
        *(card(asked, name, filters, records, links) for name, filters in QUESTIONS),
    )
    values = {
        "cards": [each for each in cards if each],
        "newest": newest,
        "release": chosen,
        "public_url": asked.public_url,
    }
    return await asked.respond(chosen, html("home.html", PATH, **values))


async def card(
    asked: Asked, name: str, filters: Mapping[str, str], records: SharedRecords, links: Links
) -> Card | None:
    """Read the newest answer to a question. None if the release has none."""
    resource = BY_NAME[name]
    found = await shortlist.read(asked.pool, resource, filters, 1, records.release)
    if not found.bodies:
        return None
    record = decoder(resource).decode(found.bodies)
    source = await records.find("sources", record.source_id, Source)
    return Card(shown=stated(record, source, links), href=links.record(name, record.id))
