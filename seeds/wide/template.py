"""Templates: what the figures of one measure and one time share, converted and validated once."""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from string import Formatter
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec
from msgspec import Struct

from schemas.vocabularies import Unit
from seeds.folder.header import Measure
from seeds.folder.reader import Row, WideTableFile
from seeds.folder.toml_positions import Lines
from seeds.log.revisions import Revision
from seeds.rules import shared_findings
from seeds.rules.context import Context
from seeds.rules.stated import value_findings
from seeds.values import numbers
from seeds.values.conversion import Finding, from_cells, from_values
from seeds.values.dates import stated_period
from seeds.values.fields import EMPTY, FIGURES, Fields
from seeds.values.rows import DERIVED_COLUMNS, bounds, database_row

Cells: TypeAlias = list[str]
# The id and the value of a figure that stands for all figures of a template.
ANY_ID: Final = "any"
ANY_VALUE: Final = 1


class Value(NamedTuple):
    """The number in a cell, its bounds, and its text."""

    number: numbers.Number
    low: numbers.Number | None
    high: numbers.Number | None
    text: str | None


class Template(Struct, frozen=True, kw_only=True):
    """What the figures of one measure share across rows.

    `position` is the measure's column and `suffix` what follows the agency in a figure's id. `values` is a
    database row without the values of the cell. `numbers` maps cells to their values; `valid` does so only
    for cells that need no further check.
    """

    position: int
    column: str
    suffix: str
    unit: Unit | None
    fields: Fields
    values: list[Any]
    findings: list[Finding]
    locate: Callable[[Cells], str | None]
    numbers: dict[str, Value] = {}
    valid: dict[str, Value] = {}

    def sharing(self, values: Mapping[Any, dict[str, Value]]) -> "Template":
        """Return this template with the numbers of its unit and qualifier, so that each is parsed once."""
        key = (self.unit, self.fields["qualifier"], self.fields["modality"], self.fields["per"])
        valid = {} if self.findings else values[key]
        return msgspec.structs.replace(self, numbers=values[key], valid=valid)

    def learn(self, cell: str) -> list[Finding]:
        """Parse the cell and remember its value, or return what is wrong with it."""
        if cell in self.numbers:
            return []
        try:
            number = numbers.count(cell)
        except numbers.ImpossibleNumberError as error:
            return [Finding("value", str(error))]
        fields = {**self.fields, "value": number}
        if not (findings := list(value_findings(fields, self.unit))):
            derived = dict(zip(DERIVED_COLUMNS, bounds(fields, self.unit), strict=True))
            low, high, text = (derived[name] for name in ("value_low", "value_high", "value_text"))
            self.numbers[cell] = Value(number, low, high, text)
        return findings

    def figure(self, cells: Cells, agency: int) -> Fields:
        """Return the fields of the row's figure; `agency` is the position of the agency's column."""
        cell = cells[self.position]
        if cell not in self.numbers:
            self.learn(cell)
        own = {
            "id": cells[agency] + self.suffix,
            "agency_id": cells[agency],
            "value": self.numbers[cell].number,
            "locator": self.locate(cells),
        }
        return {**self.fields, **own}


def compile_template(
    file: WideTableFile, measure: Measure, cells: Mapping[str, str], line: int, context: Context
) -> Template:
    """Build the template of one measure. `cells` holds the row's fields without those of the agency."""
    fields, findings = _fields(file, measure, cells)
    findings += shared_findings(_revision(fields, file.table.file, line), context)
    unit = context.unit(fields)
    return Template(
        position=file.table.columns.index(measure.column),
        column=measure.column,
        suffix=_suffix(fields, file),
        unit=unit,
        fields=fields,
        values=[] if findings else _values(fields, unit, context),
        findings=findings,
        locate=_locator(file, measure.column),
    )


def _fields(file: WideTableFile, measure: Measure, cells: Mapping[str, str]) -> tuple[Fields, list[Finding]]:
    """Merge the fields of the file, the row and the measure; the measure's take precedence."""
    of_file = {"id": ANY_ID, "source_id": file.settings.source_id, **file.settings.common}
    of_measure = {"id": ANY_ID, "metric": measure.metric, **measure.fields}
    parts = from_values(FIGURES, of_file), from_cells(FIGURES, cells), from_values(FIGURES, of_measure)
    fields = dict(EMPTY[FIGURES])
    for part, _findings in parts:
        fields |= part
    fields["value"] = ANY_VALUE
    return fields, [finding for _part, findings in parts for finding in findings]


def _revision(fields: Fields, file: str, line: int) -> Revision:
    lines = Lines(header=line, keys={})
    row = Row(resource=FIGURES, id=fields["id"], file=file, lines=lines, fields={}, is_curated=False)
    return Revision(row=row, current=None, fields=fields, curated=frozenset(), operation="added")


def _values(fields: Fields, unit: Unit | None, context: Context) -> list[Any]:
    shared = database_row(FIGURES, fields, unit=unit, fiscal_year_end=context.fiscal_year_end(fields))
    return [*shared, "added", None, None]


def _suffix(fields: Fields, file: WideTableFile) -> str:
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
        file.settings.family,
    )
    return "-" + "-".join(part for part in parts if part).replace("_", "-").lower()


def _locator(file: WideTableFile, column: str) -> Callable[[Cells], str | None]:
    """Return a function that formats a row's locator; `{column}` is the measure's column."""
    if not file.settings.locator:
        return lambda _cells: None
    pattern, positions = _locator_pattern(file.settings.locator, column, file.table.columns)
    if not positions:
        locator = pattern % ()
        return lambda _cells: locator
    get = itemgetter(*positions)
    return lambda cells: pattern % get(cells)


def _locator_pattern(locator: str, column: str, columns: Sequence[str]) -> tuple[str, list[int]]:
    """Translate the locator into a %-format and the positions of the columns it takes."""
    pattern, positions = "", []
    for literal, name, _format, _conversion in Formatter().parse(locator):
        pattern += literal.replace("%", "%%")
        if name == "column":
            pattern += column.replace("%", "%%")
        elif name is not None:
            pattern += "%s"
            positions.append(columns.index(name))
    return pattern, positions
