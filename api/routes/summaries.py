"""The summary of an agency: its headline figures, offers and agreements."""

from litestar.response.base import ASGIResponse
from msgspec import Struct

from api.catalog.resources import BY_NAME
from api.database import fetch
from api.database.pool import Pool
from api.query import parameters
from api.query.sql import Statement, encoded, rows_or_null
from api.reading.releases import not_here
from api.routes.asked import Asked
from api.routes.choose_release import named_or_newest
from api.routes.operation import (
    NOT_MODIFIED,
    Operation,
    example_of_record,
    record_response,
    title,
)
from api.routes.records import about_aliases, redirects
from schemas.agency import Agency
from schemas.agreement import Agreement
from schemas.change import Change
from schemas.incentive import Incentive
from schemas.incentive_program import IncentiveProgram
from schemas.outdated_part import OutdatedPart
from schemas.staffing_figure import StaffingFigure

AGENCIES = BY_NAME["agencies"]


class AgencySummary(Struct, frozen=True, kw_only=True):
    """A summary of one agency. `figures` and `incentives` have the headline of each question.

    `disputing_figures` and `disputing_incentives` have the disputed records that are not headlines.
    `targeted_by` has other agencies' programs that recruit this agency's people. `latest_changes` has the ten
    newest changes and withdrawals of the agency's records, without additions; /v1/changes has all of them.
    `outdated_parts` names the figures that count a part of the agency in an earlier year than the whole.
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
    outdated_parts: list[OutdatedPart]


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


# The headlines of an agency ({rows}), each part beside the whole of a later year.
OUTDATED = """
with headline as (
  select x.id, x.metric, x.subset, x.sex, x.modality, x.period, x.year from {rows})
select distinct on (p.id) json_build_object(
    'id', p.id, 'year', p.year, 'whole_id', w.id, 'whole_year', w.year)::text as body
from headline p
join headline w on (w.metric, w.modality) = (p.metric, p.modality) and w.period is not distinct from p.period
  and w.subset is null and w.sex = 'all' and w.year > p.year
where p.subset is not null or p.sex <> 'all'
order by p.id, w.year desc, w.id
"""


def operation() -> Operation:
    return Operation(
        path=f"{AGENCIES.record_path}/summary",
        id="getAgencySummary",
        summary="Read a summary of one agency",
        description="Headline figures and offers, what disputes them, programs and agreements."
        + about_aliases(AGENCIES),
        tag=title(AGENCIES),
        resource=AGENCIES,
        query=parameters.moment_values(),
        negotiated=True,
        release=named_or_newest,
        responses=(
            record_response("AgencySummaryAnswer", example_of_record(AGENCIES, "/summary")),
            NOT_MODIFIED,
            *redirects(AGENCIES),
        ),
        problems=("InvalidQuery", "NotFound", "NotAcceptable", "Gone"),
        answer=summary,
    )


async def summary(asked: Asked) -> ASGIResponse:
    release, row = await asked.find()
    pool, key = asked.pool, asked.key
    parts = [b'"%b":[%b]' % (name.encode(), await part(pool, name, key, release.number)) for name in PARTS]
    parts.append(b'"outdated_parts":[%b]' % await outdated_parts(pool, key, release.number))
    body = b",".join([b'"agency":' + row["body"], *parts])
    return await asked.respond_record(release, b"{%b}" % body)


async def part(pool: Pool, name: str, key: str, release: int) -> bytes:
    """Read the bodies of a part, joined with commas."""
    resource, condition, order = PARTS[name]
    statement = Statement(BY_NAME[resource], release)
    where = condition.replace("{id}", statement.value(key) + "::text")
    ordered = f"select x.body from {statement.rows} and {where} order by {order}"
    return await joined(pool, statement, ordered, release)


async def outdated_parts(pool: Pool, key: str, release: int) -> bytes:
    statement = Statement(BY_NAME["staffing-figures"], release)
    own = f"{statement.value(key)}::text"
    rows = f"{statement.rows} and x.agency_id = {own} and x.headline"
    return await joined(pool, statement, OUTDATED.replace("{rows}", rows), release)


async def joined(pool: Pool, statement: Statement, ordered: str, release: int) -> bytes:
    """Read the column `body` of the rows, joined with commas."""
    bodies = encoded("string_agg(o.body, ',')")
    rows = f"select {bodies} as bodies from ({ordered}) o"
    row = await fetch.row(pool, rows_or_null(statement, rows), statement.args)
    if row is None:
        raise not_here(release)
    return row["bodies"] or b""
