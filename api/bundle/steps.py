"""Who said it to whom: the attribution of every citation, a step a row.

A cell of a table cannot hold it, so the files of citations only have it as one text.
"""

from msgspec import structs

from api import files, query
from api.bundle import tables
from api.bundle.tables import Table
from api.catalog import BY_NAME
from api.formats import Format
from api.making import Copy, Order
from api.releases import Held
from api.resource import Resource
from api.sql import Statement
from schemas.step import AttributionStep, Step

CITATIONS = BY_NAME["citations"]
# Of release files only: it has no address of its own.
STEPS = Resource(
    name="attribution-steps",
    record=AttributionStep,
    about="Who said a passage to whom: one row a step, from the page we read to the original speaker.",
    sorts=(),
    references={"citation_id": CITATIONS.name, "source_id": "sources"},
    searched=False,
    key="citation_id",
    example=CITATIONS.example,
)
KEY = ("citation_id", "step")
COLUMNS = (*KEY, *Step.__struct_fields__)


def table() -> Table:
    made = tables.table(STEPS)
    fields = sorted(made.fields, key=lambda field: COLUMNS.index(field.name))
    return structs.replace(made, fields=tuple(fields), key=KEY, references=STEPS.references)


def order(form: Format, held: Held, public_url: str) -> Order:
    """As other tables are ordered; its address is that of the stored file."""
    asked = query.read_file(tables.query(STEPS, held.number).encode(), STEPS, {})
    address = f"{public_url}/v1/releases/{held.number}/files/{STEPS.name}{form.suffix}"
    about = structs.replace(files.description(STEPS, asked, held, address), names=COLUMNS)
    return Order(form=form, about=about, copy=selection(held.number))


def selection(release: int) -> Copy:
    statement = Statement(CITATIONS, release)
    said = ", ".join(f"given.said ->> '{name}' as {name}" for name in Step.__struct_fields__)
    sql = f"""select x.id as citation_id, given.step, {said}
from {statement.releases}, {CITATIONS.view} x
cross join lateral json_array_elements(x.attribution) with ordinality as given (said, step)
where {statement.held}
order by x.id, given.step"""
    return sql, statement.args
