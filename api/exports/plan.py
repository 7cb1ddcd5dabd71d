"""Plan an export: its statement, columns and description. This module runs no query."""

from pathlib import Path

from api.catalog.resource import Resource
from api.exports.formats import Format
from api.exports.job import Copy, ExportJob
from api.exports.provenance import Description
from api.http.responses import HeaderList
from api.query import cost, ordering, wording
from api.query.parsing import Question
from api.query.sql import Statement, and_all, conditions
from api.reading.releases import ReleaseRef

# If an index holds the rows in the file's order, read it: a sort would delay the first byte. One process
# keeps up with the encoder, so a second PostgreSQL process would only take a processor from others.
FROM_INDEX = "set local enable_sort = off; set local max_parallel_workers_per_gather = 0"
METADATA = ".metadata.json"


def path_of(resource: Resource, form: Format) -> str:
    return f"{resource.path}{form.suffix}"


def file_headers(resource: Resource, form: Format, release: ReleaseRef) -> HeaderList:
    name = f"{resource.name}-release-{release.number}{form.suffix}"
    return [(b"content-disposition", f'attachment; filename="{name}"'.encode())]


def description(
    resource: Resource, question: Question, release: ReleaseRef, public_url: str, path: str
) -> Description:
    """Describe a file. `path` is the path and the query of its pinned URL."""
    return Description(
        resource=resource,
        names=columns(resource, question),
        query=wording.sentence(resource, question, release.number),
        url=public_url + path,
        path=path,
        release=release.number,
        published_at=release.published_at,
        bom=question.get("bom", False) or question.get("excel", False),
    )


def job(form: Format, description: Description, question: Question, folder: Path | None = None) -> ExportJob:
    """Build the job. `folder` is where encoders keep scratch files."""
    return ExportJob(
        form=form,
        description=description,
        copy=selection(description.resource, form, question, description.release),
        setup=session_settings(description.resource, question),
        cost=cost.of_file(description.resource, question),
        folder=folder,
    )


def session_settings(resource: Resource, question: Question) -> str | None:
    """SQL that sets up the session for the export, if it needs any."""
    return FROM_INDEX if ordering.is_indexed(resource, question) else None


def columns(resource: Resource, question: Question) -> tuple[str, ...]:
    return tuple(question.get("fields") or resource.file_columns)


def selection(resource: Resource, form: Format, question: Question, release: int | None) -> Copy:
    """Build the statement that selects the rows of a file in order."""
    statement = Statement(resource, release)
    cells = form.excel if form.excel and question.get("excel") else form.select
    select = f"{cells(statement, columns(resource, question))} from {statement.releases}, {statement.rows}"
    where = conditions(statement, question)
    return f"{select}{and_all(where)}\n{ordering.file_order(statement, question)}", statement.args


def counting(resource: Resource, question: Question, release: int, limit: int) -> Copy:
    """Build the statement that counts a file's rows, up to the limit."""
    statement = Statement(resource, release)
    where = and_all(conditions(statement, question))
    rows = f"select from {statement.releases}, {statement.rows}{where} limit {limit}"
    return f"select count(*) as rows from ({rows}) x", statement.args
