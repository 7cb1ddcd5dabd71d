"""What disputes a record, as its page shows it."""

from typing import Any

from msgspec import Struct

from api.cite.lookup import ReleaseRecords
from api.cite.titles import WITHIN
from api.site.facts import Cell
from api.site.links import Links
from api.site.stated import STATED
from api.site.words import DISPUTES
from schemas.dispute import Dispute

BY_RECORD = {resource.record: resource for resource in STATED}


class Disputed(Struct, frozen=True, kw_only=True):
    """What a record and another one, or a passage, disagree about."""

    about: str
    other: Cell


async def disputes(records: ReleaseRecords, record: Any, links: Links) -> list[Disputed]:
    listed: list[Dispute] = getattr(record, "disputed_by", [])
    return [await disputed(records, record, each, links) for each in listed]


async def disputed(records: ReleaseRecords, record: Any, dispute: Dispute, links: Links) -> Disputed:
    """Name the other record by what it states. A passage that gives no other number is named by its id."""
    about = DISPUTES[dispute.about]
    if dispute.id is None:
        key = dispute.citation_id
        return Disputed(about=about, other=Cell(text="a passage", href=links.record("citations", key)))
    resource = BY_RECORD[type(record)]
    other = await records.find(resource.name, dispute.id, resource.record)
    title = WITHIN[resource.record][1](other) if other else dispute.id
    return Disputed(about=about, other=Cell(text=title, href=links.record(resource.name, dispute.id)))
