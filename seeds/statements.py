"""The statements of a release, as the headline rule wants them, from the folders alone."""

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any, Final

from seeds.dates import parse
from seeds.fields import Fields
from seeds.headline import Standing, Statement, figure_series, incentive_series, standings, topic_of
from seeds.melting import Melting
from seeds.records import COLUMNS, record
from seeds.state import FIGURES
from seeds.world import World

SAME_NAMED: Final = (
    "id", "qualifier", "value", "value_low", "value_high", "as_of", "as_of_precision", "rank",
)  # fmt: skip
OF_FIGURES: Final = ("period", "period_start", "period_end", "target_date")


def statement(resource: str, columns: Mapping[str, Any], source: Fields | None) -> Statement:
    """`columns` are a record's as the tables hold them; `source` is the one the record is taken from."""
    figure = resource == FIGURES
    return Statement(
        series=figure_series(columns) if figure else incentive_series(columns),
        topic=topic_of(columns) if figure else None,
        source_kind=source["kind"] if source else None,
        source_quality=source["quality"] if source else None,
        source_published_on=_published_on(source),
        **{name: columns[name] for name in (*SAME_NAMED, *(OF_FIGURES if figure else ()))},
    )


def _published_on(source: Fields | None) -> Any:
    if source is None or source["published_on"] is None:
        return None
    return parse(source["published_on"], source["fiscal_year_end"]).day


def standings_of(world: World, tables: Sequence[Melting], agencies: Container[str]) -> list[Standing]:
    """Of the records of these agencies; `tables` are the wide ones of the folder laid over the state."""
    records = [
        *(("incentives", fields) for fields in world.live("incentives").values()),
        *((FIGURES, fields) for fields in world.live(FIGURES).values()),
        *((FIGURES, fields) for fields in _melted(world, tables, agencies)),
    ]
    return standings(
        [
            _statement(resource, fields, world)
            for resource, fields in records
            if fields["agency_id"] in agencies
        ],
        denied(world),
    )


def _melted(world: World, tables: Sequence[Melting], agencies: Container[str]) -> Iterator[Fields]:
    before = world.state.melted(agencies)
    yield from (fields for fields in before if not world.is_new(fields["id"]))
    for table in tables:
        yield from table.figures(agencies)


def _statement(resource: str, fields: Fields, world: World) -> Statement:
    values = record(resource, fields, unit=world.unit(fields), fiscal_year_end=world.fiscal_year_end(fields))
    return statement(resource, dict(zip(COLUMNS[resource], values, strict=True)), world.source_of(fields))


def denied(world: World) -> set[str]:
    """The records that a citation disputes."""
    return {record_id for citation in world.live("citations").values() for record_id in citation["disputes"]}
