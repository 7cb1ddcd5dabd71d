"""Validates the rows of a wide table and lists the figures that it adds."""

from collections.abc import Iterator
from typing import Final

from seeds.problems import Problem
from seeds.rules import replacement_findings
from seeds.rules.context import Context
from seeds.values.conversion import Finding
from seeds.values.rows import change_values
from seeds.wide.agencies import AgencyCells
from seeds.wide.cells import TableCells
from seeds.wide.revise import revise_figure
from seeds.wide.template import Cells, Template

LONGEST_ID: Final = 120


class TableValidator:
    """Reports every problem of a table and adds the ids of its figures to the context.

    `location` is the table's location in the state.
    """

    def __init__(self, table: TableCells, context: Context, location: int) -> None:
        columns = table.file.table.columns
        name = columns.index("agency_name") if "agency_name" in columns else None
        self._table, self._context, self._location = table, context, location
        self._agencies = AgencyCells(table.agency, name)

    def problems(self) -> Iterator[Problem]:
        file = self._table.file.table
        for line, cells in file.rows():
            if len(cells) == len(file.columns):
                yield from self._row_problems(line, cells)
            else:
                yield file.wrong_length(line, cells)

    def _row_problems(self, line: int, cells: Cells) -> Iterator[Problem]:
        templates = self._table.templates_of(cells, line, self._context)
        for finding in self._agencies.findings(cells, self._context):
            yield self._problem(finding, line, finding.field)
        agency, context = cells[self._table.agency], self._context
        for template in templates:
            if not (cell := cells[template.position]):
                continue
            record_id = agency + template.suffix
            # Almost every figure is new and repeats a valid number: those need no further check.
            if cell not in template.valid or len(record_id) > LONGEST_ID or context.is_used(record_id):
                for finding in self._findings(record_id, cells, template):
                    yield self._problem(finding, line, template.column, record_id)
                if record_id in self._table.curated:
                    continue
            context.figures[record_id] = self._location

    def _findings(self, record_id: str, cells: Cells, template: Template) -> Iterator[Finding]:
        findings = [*template.findings, *template.learn(cells[template.position])]
        if len(record_id) > LONGEST_ID:
            findings.append(Finding("id", f"the id is longer than {LONGEST_ID} characters"))
        if self._context.is_in_release(record_id):
            findings.append(Finding("id", "another row of this release has the same id"))
        elif self._context.is_used(record_id) and not findings:
            findings += self._replacement_findings(cells, template)
        yield from findings

    def _replacement_findings(self, cells: Cells, template: Template) -> Iterator[Finding]:
        if revision := revise_figure(self._table, cells, template, self._context):
            change = self._table.file.settings.change
            self._table.change_values[revision.row.id] = change_values(revision.operation, change)
            yield from replacement_findings(revision, self._context)

    def _problem(
        self, finding: Finding, line: int, column: str | None, record_id: str | None = None
    ) -> Problem:
        file = self._table.file.table.file
        return Problem(file=file, line=line, column=column, record_id=record_id, text=finding.text)
