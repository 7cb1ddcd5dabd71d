"""The page of a record with a stated value: a figure, an incentive, an area figure."""

from collections.abc import Iterator
from typing import Any

from litestar.response.base import ASGIResponse

from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.pages.page import html, script_data
from api.routes.asked import Asked
from api.routes.operation import Operation
from api.site import evidence, linked_data, oembed_discovery, past
from api.site.disputes import disputes
from api.site.embedding import credit
from api.site.facts import Cell
from api.site.form import record_page
from api.site.links import Links, links_of
from api.site.meaning import Beside, meaning
from api.site.snippets import in_prose, snippets
from api.site.stated import STATED, stated
from schemas.incentive_program import IncentiveProgram
from schemas.metric import Metric

# The columns that the page shows before the list of the others.
ABOVE = evidence.ELSEWHERE | {
    "id", "agency_id", "agency_name", "agency_short_name", "agency_aggregate", "area_id", "area_name",
    "metric", "metric_label", "subset", "subset_as_stated", "sex", "value_text", "qualifier",
    "as_stated", "modality", "per", "as_of", "as_of_precision", "date_basis", "period", "target_date",
    "note", "computed", "part_of", "program_id", "rank", "disputed", "alternatives", "source_id",
    "source_publisher", "source_published_on", "locator", "first_release", "audience", "eligibility",
    "eligibility_as_stated", "payout_terms", "service_obligation_months",
}  # fmt: skip


def operations() -> Iterator[Operation]:
    for resource in STATED:
        yield record_page(resource, get_page)


async def get_page(asked: Asked) -> ASGIResponse:
    path = asked.operation.path_to(asked.key)
    links = links_of(asked, path)
    found = await evidence.read(asked)
    record, release = found.record, found.release
    records = evidence.records_of(asked, release)
    # one after the other, because most of these need no statement
    metric = await records.find("metrics", getattr(record, "metric", None), Metric)
    program = await records.find("incentive-programs", getattr(record, "program_id", None), IncentiveProgram)
    history = await past.events(asked, release.number, record, links)
    disputed = await disputes(records, record, links)
    values = evidence.values(asked, found, links, ABOVE)
    shown = stated(record, found.evidence.source, links)
    data = linked_data.observation(record, shown, found, values["url"])
    more = {
        "title": found.work.title if found.work else shown.sentence,
        "shown": shown,
        "description": shown.sentence,
        "meaning": meaning(asked.resource, record, Beside(metric=metric, program=program), links),
        "history": history,
        "disputes": disputed,
        "snippets": snippets(shown, values["live_url"], release.number),
        "in_prose": in_prose(shown, values["live_url"], release.number, asked.public_url),
        "credit": credit(found.evidence.source, release.number),
        "oembed": oembed_discovery.links(
            asked.public_url, values["url"] if asked.pinned else values["live_url"]
        ),
        "trail": trail(asked.resource, record, links),
        "data": script_data(data),
    }
    return await asked.respond(release, html("stated.html", path, **values, **more))


def trail(resource: Resource, record: Any, links: Links) -> list[Cell]:
    """Lead to the agency or area of the record, and to the records of its kind about it."""
    column = "area_id" if "area_id" in resource.columns else "agency_id"
    key = getattr(record, column)
    place = resource.references[column]
    name = getattr(record, "agency_short_name", None) or getattr(record, column.replace("_id", "_name"))
    return [
        Cell(text=BY_NAME[place].plural.capitalize(), href=links.list(place)),
        Cell(text=name, href=links.record(place, key)),
        Cell(text=resource.plural.capitalize(), href=links.list(resource.name, **{column: key})),
    ]
