"""The table of attribution steps: who said a passage to whom, one row per step.

The files of citations have the attribution only as one text, because a cell cannot hold a list of steps.
"""

from msgspec import structs

from api.bundle import tables
from api.bundle.tables import Table
from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.exports import plan
from api.exports.formats import Format
from api.exports.job import Copy, ExportJob
from api.query import parsing
from api.query.sql import Statement
from api.reading.releases import ReleaseRef
from schemas.step import AttributionStep, Step

CITATIONS = BY_NAME["citations"]
# Only release files have this table. It has no URL in the API.
STEPS = Resource(
    name="attribution-steps",
    record=AttributionStep,
    about="Who said a passage to whom: one row per step, from the page we read to the original speaker.",
    sorts=(),
    references={"citation_id": CITATIONS.name, "source_id": "sources"},
    searched=False,
    key="citation_id",
    example=CITATIONS.example,
)
KEY = ("citation_id", "step")
COLUMNS = (*KEY, *Step.__struct_fields__)


def table() -> Table:
    base = tables.table(STEPS)
    fields = sorted(base.fields, key=lambda field: COLUMNS.index(field.name))
    return structs.replace(base, fields=tuple(fields), key=KEY, references=STEPS.references)


def job(form: Format, release: ReleaseRef, public_url: str) -> ExportJob:
    """Build the export of the table. Its URL is that of the stored file."""
    question = parsing.read_file(tables.query(STEPS, release.number).encode(), STEPS, {})
    path = f"/v1/releases/{release.number}/files/{STEPS.name}{form.suffix}"
    about = structs.replace(plan.description(STEPS, question, release, public_url, path), names=COLUMNS)
    return ExportJob(form=form, description=about, copy=selection(release.number))


def selection(release: int) -> Copy:
    statement = Statement(CITATIONS, release)
    step_columns = ", ".join(f"entry.step_json ->> '{name}' as {name}" for name in Step.__struct_fields__)
    sql = f"""select x.id as citation_id, entry.step, {step_columns}
from {statement.releases}, {CITATIONS.view} x
cross join lateral json_array_elements(x.attribution) with ordinality as entry (step_json, step)
where {statement.valid}
order by x.id, entry.step"""
    return sql, statement.args
