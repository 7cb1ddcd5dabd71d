"""The statements of a release that the headline rule compares, computed without a database."""

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any, Final

from seeds.headline.disputes import CitedDispute, Claim
from seeds.headline.rule import HeadlineStatus, headline_statuses
from seeds.headline.series import figure_series, incentive_series, topic_of
from seeds.headline.statement import Statement
from seeds.rules.context import Context
from seeds.values.dates import parse
from seeds.values.fields import FIGURES, Fields
from seeds.values.rows import COLUMNS, STATEMENTS, database_row
from seeds.wide.table import WideTable

# Columns that a statement takes over under their own names.
COMMON_COLUMNS: Final = (
    "id", "qualifier", "value", "value_low", "value_high", "as_of", "as_of_precision", "date_basis", "rank",
)  # fmt: skip
FIGURE_COLUMNS: Final = ("period", "period_start", "period_end", "target_date")


def statement(resource: str, columns: Mapping[str, Any], source: Fields | None) -> Statement:
    """Build a statement from a record's database columns and its source."""
    is_figure = resource == FIGURES
    names = (*COMMON_COLUMNS, *(FIGURE_COLUMNS if is_figure else ()))
    return Statement(
        series=figure_series(columns) if is_figure else incentive_series(columns),
        topic=topic_of(columns) if is_figure else None,
        source_id=source["id"] if source else None,
        source_kind=source["kind"] if source else None,
        source_quality=source["quality"] if source else None,
        source_published_on=_published_on(source),
        **{name: columns[name] for name in names},
    )


def _published_on(source: Fields | None) -> Any:
    if source is None or source["published_on"] is None:
        return None
    return parse(source["published_on"], source["fiscal_year_end"]).day


def statuses_of(
    context: Context, tables: Sequence[WideTable], agencies: Container[str]
) -> list[HeadlineStatus]:
    """Apply the headline rule to the records of these agencies. `tables` are the folder's wide tables."""
    records = [
        *(("incentives", fields) for fields in context.live("incentives").values()),
        *((FIGURES, fields) for fields in context.live(FIGURES).values()),
        *((FIGURES, fields) for fields in _table_figures(context, tables, agencies)),
    ]
    statements = (
        _statement(resource, fields, context)
        for resource, fields in records
        if fields["agency_id"] in agencies
    )
    return headline_statuses(statements, cited_disputes(context))


def _table_figures(
    context: Context, tables: Sequence[WideTable], agencies: Container[str]
) -> Iterator[Fields]:
    before = context.state.table_figures(agencies)
    yield from (fields for fields in before if not context.is_in_release(fields["id"]))
    for table in tables:
        yield from table.figures(agencies)


def _statement(resource: str, fields: Fields, context: Context) -> Statement:
    return statement(resource, _columns(resource, fields, context), context.source_of(fields))


def _columns(resource: str, fields: Fields, context: Context) -> dict[str, Any]:
    unit, end = context.unit(fields), context.fiscal_year_end(fields)
    values = database_row(resource, fields, unit=unit, fiscal_year_end=end)
    return dict(zip(COLUMNS[resource], values, strict=True))


def cited_disputes(context: Context) -> Iterator[CitedDispute]:
    """Yield the disputes that passages state, with the records that the same passages support."""
    for citation in context.live("citations").values():
        supported = [each for key in citation["supports"] if (each := _claim(context, key))]
        for record in (each for key in citation["disputes"] if (each := _claim(context, key))):
            others: Sequence[Claim | None] = supported or [None]
            for other in others:
                yield CitedDispute(record=record, citation_id=citation["id"], other=other)


def _claim(context: Context, record_id: str) -> Claim | None:
    for resource in STATEMENTS:
        if fields := context.fields(resource, record_id):
            return claim(resource, _columns(resource, fields, context))
    return None


def claim(resource: str, columns: Mapping[str, Any]) -> Claim:
    """Build what a cited dispute compares from a record's database columns."""
    is_figure = resource == FIGURES
    audience = (columns["audience_kind"], columns["eligibility"]) if not is_figure else ()
    return Claim(
        id=columns["id"],
        question=f"{columns['agency_id']}.{columns['metric' if is_figure else 'kind']}",
        value=columns["value"],
        target_date=columns["target_date"] if is_figure else None,
        audience=columns["subset"] if is_figure else ".".join(each for each in audience if each),
    )
