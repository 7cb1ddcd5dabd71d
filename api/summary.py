"""The page a journalist reads first: one agency, the figures that answer for it, offers and agreements."""

from typing import Any

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse
from msgspec import Struct

from api import fetching, negotiation, query, records
from api.answers import Answer
from api.catalog import BY_NAME
from api.releases import not_here
from api.sessions import Pool
from api.sql import Statement, beside_release, encoded
from schemas.agency import Agency
from schemas.agreement import Agreement
from schemas.change import Change
from schemas.incentive import Incentive
from schemas.incentive_program import IncentiveProgram
from schemas.staffing_figure import StaffingFigure

AGENCIES = BY_NAME["agencies"]


class AgencySummary(Struct, frozen=True, kw_only=True):
    """What is known of one agency. `figures` and `incentives` hold the headline of each question.

    `disputing` holds the other figures and incentives that are disputed, by one of those or among themselves;
    `targeted_by` the programs of others that are addressed to this agency's people; `latest_changes` the ten
    newest changes and withdrawals of what is held of it, without what is new: /v1/changes has all.
    """

    agency: Agency
    figures: list[StaffingFigure]
    incentives: list[Incentive]
    disputing_figures: list[StaffingFigure]
    disputing_incentives: list[Incentive]
    incentive_programs: list[IncentiveProgram]
    targeted_by: list[IncentiveProgram]
    agreements: list[Agreement]
    latest_changes: list[Change]


# Part of the summary → its resource, its condition ({id} is the agency) and its order.
PARTS = {
    "figures": (
        "staffing-figures",
        "x.agency_id = {id} and x.headline",
        "metric, modality, subset nulls first, id",
    ),
    "incentives": ("incentives", "x.agency_id = {id} and x.headline", "kind, audience_kind, id"),
    "disputing_figures": (
        "staffing-figures",
        "x.agency_id = {id} and x.disputed and not x.headline",
        "metric, modality, id",
    ),
    "disputing_incentives": (
        "incentives",
        "x.agency_id = {id} and x.disputed and not x.headline",
        "kind, id",
    ),
    "incentive_programs": ("incentive-programs", "x.agency_id = {id}", "announced_on desc nulls last, id"),
    "targeted_by": (
        "incentive-programs",
        "x.target_agency_ids @> array[{id}]",
        "announced_on desc nulls last, id",
    ),
    "agreements": ("agreements", "x.agency_id = {id}", "status, id"),
    "latest_changes": (
        "changes",
        "x.agency_id = {id} and x.operation <> 'added'",
        "release_number desc, id limit 10",
    ),
}


def routes() -> list[HTTPRouteHandler]:
    return [get_summary]


@get("/v1/agencies/{key:str}/summary", name="get-agency-summary")
async def get_summary(request: Request[Any, Any, Any]) -> ASGIResponse:
    question = query.read(request.scope["query_string"], query.moment_values())
    key = records.read_key(AGENCIES, request.path_params["key"])
    negotiation.media_type(negotiation.header(request.scope, b"accept"), (negotiation.JSON,))
    answer = Answer(request, question, f"/v1/agencies/{key}/summary", negotiation.JSON, negotiated=True)
    pool: Pool = request.app.state.pools.pages
    held = await records.named(request, question)
    if (short := await records.early(request, answer, held, exists=False)) is not None:
        return short
    held = held or await request.app.state.releases.current(pool)
    found = await request.app.state.lookups.find(pool, AGENCIES, key, held.number)
    if found is None:
        raise not_here(held.number)
    if found["body"] is None:
        return await records.elsewhere(request, AGENCIES, key, held, rest="/summary")
    if found["replaced_by"]:
        return records.moved(request, 301, f"/v1/agencies/{found['replaced_by']}/summary")
    if (short := answer.unchanged(held, exists=True)) is not None:
        return short
    parts = [b'"%b":[%b]' % (name.encode(), await part(pool, name, key, held.number)) for name in PARTS]
    body = b",".join([b'"agency":' + found["body"], *parts])
    return await answer.respond(answer.record(b"{%b}" % body, held), held)


async def part(pool: Pool, name: str, key: str, release: int) -> bytes:
    """The bodies, joined with commas."""
    resource, condition, order = PARTS[name]
    statement = Statement(BY_NAME[resource], release)
    where = condition.replace("{id}", statement.value(key) + "::text")
    ordered = f"select x.body from {statement.rows} and {where} order by {order}"
    bodies = encoded("string_agg(o.body, ',')")
    rows = f"select {bodies} as bodies from ({ordered}) o"
    found = await fetching.row(pool, beside_release(statement, rows), statement.args)
    if found is None:
        raise not_here(release)
    return found["bodies"] or b""
