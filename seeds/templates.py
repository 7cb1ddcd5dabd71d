"""What the figures of one measure and one time share, converted and checked once for all of them."""

from collections.abc import Callable, Mapping
from operator import itemgetter
from string import Formatter
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import Struct

from schemas.vocabularies import Unit
from seeds import numbers
from seeds.conversion import Finding, from_cells, from_values
from seeds.dates import stated_period
from seeds.drafts import Draft
from seeds.fields import EMPTY, Fields
from seeds.headers import Measure
from seeds.reading import Row, WideTable
from seeds.records import DERIVED, bounds, record
from seeds.rules import shared_findings
from seeds.rules.stated import value_findings
from seeds.toml_positions import Lines
from seeds.world import World

FIGURES: Final = "staffing-figures"
STANDS_FOR_ANY: Final = 1


class Value(NamedTuple):
    """A cell's number and what derives from it."""

    number: numbers.Number
    low: numbers.Number | None
    high: numbers.Number | None
    text: str | None


class Template(Struct, frozen=True, kw_only=True):
    """`values` is a whole record with holes; `suffix` is what follows the agency in a figure's id."""

    place: int
    column: str
    suffix: str
    unit: Unit | None
    fields: Fields
    values: list[Any]
    findings: list[Finding]
    locate: Callable[[list[str]], str | None]
    # By cell; `usual` are those that need no second look.
    numbers: dict[str, Value] = {}
    usual: dict[str, Value] = {}

    def sharing(self, known: Mapping[Any, dict[str, Value]]) -> "Template":
        """Cells of one unit and qualifier are read once for all of them."""
        same = (self.unit, self.fields["qualifier"], self.fields["modality"], self.fields["per"])
        return msgspec.structs.replace(self, numbers=known[same], usual={} if self.findings else known[same])

    def number(self, cell: str) -> list[Finding]:
        """Learns a cell's number, unless something is wrong with it."""
        if cell in self.numbers:
            return []
        try:
            number = numbers.count(cell)
        except numbers.ImpossibleNumberError as error:
            return [Finding("value", str(error))]
        fields = {**self.fields, "value": number}
        if not (findings := list(value_findings(fields, self.unit))):
            derived = dict(zip(DERIVED, bounds(fields, self.unit), strict=True))
            self.numbers[cell] = Value(
                number, derived["value_low"], derived["value_high"], derived["value_text"]
            )
        return findings

    def value(self, cell: str) -> Value:
        """Of a cell that is known to have one."""
        if cell not in self.numbers:
            self.number(cell)
        return self.numbers[cell]


def compile_template(
    wide: WideTable, measure: Measure, cells: Mapping[str, str], line: int, world: World
) -> Template:
    """`cells` are those of the row's columns that are fields, but for the agency's."""
    fields, findings = _fields(wide, measure, cells)
    findings += shared_findings(_draft(fields, wide.table.file, line), world)
    unit = world.unit(fields)
    return Template(
        place=wide.table.columns.index(measure.column),
        column=measure.column,
        suffix=_suffix(fields, wide),
        unit=unit,
        fields=fields,
        values=[] if findings else _values(fields, unit, world),
        findings=findings,
        locate=_locator(wide, measure.column),
    )


def _fields(wide: WideTable, measure: Measure, cells: Mapping[str, str]) -> tuple[Fields, list[Finding]]:
    """The file's word, then the row's, then the measure's, which is the last."""
    given = {"id": "any", "source_id": wide.spec.source_id, **wide.spec.common}
    common, wrong = from_values(FIGURES, given)
    of_row, wrong_in_row = from_cells(FIGURES, cells)
    of_measure, wrong_in_measure = from_values(
        FIGURES, {"id": "any", "metric": measure.metric, **measure.fields}
    )
    fields = {**EMPTY[FIGURES], **common, **of_row, **of_measure, "value": STANDS_FOR_ANY}
    return fields, [*wrong, *wrong_in_row, *wrong_in_measure]


def _draft(fields: Fields, file: str, line: int) -> Draft:
    lines = Lines(header=line, keys={})
    row = Row(resource=FIGURES, id=fields["id"], file=file, lines=lines, fields={}, by_hand=False)
    return Draft(row=row, entry=None, fields=fields, hand=frozenset(), operation="added")


def _values(fields: Fields, unit: Unit | None, world: World) -> list[Any]:
    shared = record(FIGURES, fields, unit=unit, fiscal_year_end=world.fiscal_year_end(fields))
    return [*shared, "added", None, None]


def _suffix(fields: Fields, wide: WideTable) -> str:
    """{agency}-{metric}[-{subset}][-{sex}][-{modality}][-{target_date}]-{as_of as stated}-{family}."""
    as_of = fields["as_of"]
    if not as_of and fields["period"] and fields["period_end"]:
        as_of = stated_period(fields["period"], fields["period_end"])
    parts = (
        fields["metric"],
        fields["subset"],
        None if fields["sex"] == "all" else fields["sex"],
        None if fields["modality"] == "observed" else fields["modality"],
        fields["target_date"],
        as_of or "undated",
        wide.spec.family,
    )
    return "-" + "-".join(part for part in parts if part).replace("_", "-").lower()


def _locator(wide: WideTable, column: str) -> Callable[[list[str]], str | None]:
    """The template as a format of its cells; `{column}` is the measure's column."""
    if not wide.spec.locator:
        return lambda _cells: None
    pattern, places = "", []
    for literal, name, _spec, _conversion in Formatter().parse(wide.spec.locator):
        pattern += literal.replace("%", "%%")
        if name == "column":
            pattern += column.replace("%", "%%")
        elif name is not None:
            pattern += "%s"
            places.append(wide.table.columns.index(name))
    if not places:
        said = pattern % ()
        return lambda _cells: said
    get = itemgetter(*places)
    return lambda cells: pattern % get(cells)
