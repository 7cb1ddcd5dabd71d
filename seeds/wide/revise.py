"""Figures of a wide table that an earlier release published: a new edition revises them."""

from seeds.folder.reader import Row
from seeds.folder.toml_positions import NO_LINES
from seeds.log.revisions import Revision, revise
from seeds.rules.context import Context
from seeds.values.fields import FIGURES, Fields
from seeds.wide.cells import TableCells
from seeds.wide.template import Cells, Template


def revise_figure(table: TableCells, cells: Cells, template: Template, context: Context) -> Revision | None:
    """Return the figure's revision, or None for a curated record.

    A curated record stays curated: the rest of the row is merged into it and the table loses the figure.
    """
    row = _row(table, template.figure(cells, table.agency))
    current = context.state.record(FIGURES, row.id)
    revision = revise(row, current)
    if not (current and current.curated):
        return revision
    table.curated.add(row.id)
    context.add(revision)
    return None


def _row(table: TableCells, fields: Fields) -> Row:
    """Return the figure as a row of its own, to merge into the record before."""
    return Row(
        resource=FIGURES,
        id=fields["id"],
        file=table.file.table.file,
        lines=NO_LINES,
        fields=fields,
        mode="merge",
        change=table.file.settings.change,
        is_curated=False,
    )


def revise_records(table: TableCells, cells: Cells, templates: list[Template], context: Context) -> list[str]:
    """Merge a published row into records outside of wide tables; return the ids that the table takes over."""
    records, taken_over = context.state.records[FIGURES], []
    for template in templates:
        record = records.get(cells[table.agency] + template.suffix)
        if not cells[template.position] or record is None:
            continue
        if record.curated:
            revise_figure(table, cells, template, context)
        else:
            taken_over.append(record.fields["id"])
    return taken_over
