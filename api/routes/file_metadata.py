"""The metadata of a file: row count, size, digest, columns, the query in words, and citation.

If this worker has not made the file before, it makes the file and discards the bytes.
"""

from collections.abc import Iterator

import msgspec
from litestar.response.base import ASGIResponse

from api.catalog.resource import Resource
from api.exports import plan, reuse, run
from api.exports.csvw import metadata
from api.exports.formats import Format
from api.exports.plan import METADATA
from api.http.envelope import Envelope, Representation
from api.http.negotiation import JSON
from api.http.streaming import AwaitedResponse
from api.query import parameters
from api.routes import file_download, files
from api.routes.asked import Asked
from api.routes.choose_release import named_or_newest
from api.routes.operation import (
    NOT_MODIFIED,
    Content,
    Operation,
    Response,
    example_of_list,
    pascal,
    title,
)

ABOUT = "row count, size in bytes, SHA-256, columns, the query in words, license and citation."


def operations(resource: Resource, form: Format) -> Iterator[Operation]:
    file = files.download(resource, form)

    async def answer(asked: Asked) -> ASGIResponse:
        return await respond(asked, form, file)

    yield Operation(
        path=plan.path_of(resource, form) + METADATA,
        id=f"describe{resource.collection}{pascal(form.suffix)}",
        summary=f"Check a {form.suffix} of {resource.plural}",
        description=f"For the file of the same query: {ABOUT}",
        tag=title(resource),
        resource=resource,
        query=files.file_parameters(resource, form),
        explain=parameters.PAGE_ONLY,
        form=Representation(media_type=JSON, kind=f"{JSON} of {form.kind}"),
        release=named_or_newest,
        responses=(metadata_response(resource, form), NOT_MODIFIED),
        problems=files.file_problems(form),
        answer=answer,
    )


def metadata_response(resource: Resource, form: Format) -> Response:
    # Only CSV has an example. Those of Parquet and Excel would change with the library that writes them.
    example = example_of_columns(resource, form) if form.suffix == ".csv" else None
    return Response(
        description="The content of the file, and its row count, size and SHA-256 to check a copy.",
        content=(Content(media_type=JSON, schema="FileMetadata", example=example),),
    )


def example_of_columns(resource: Resource, form: Format) -> str:
    """Build the URL of an example of few columns: each is described once per program that reads it."""
    return f"{example_of_list(resource, form.suffix + METADATA)}&fields={','.join(resource.file_columns[:3])}"


async def respond(asked: Asked, form: Format, file: Operation) -> ASGIResponse:
    """Check the question as for the file, then respond with the metadata."""
    release = await asked.chosen_release()
    await run.check(asked.pool, asked.resource, form, asked.question, release.number)
    envelope = asked.envelope(release)
    if (unchanged := envelope.not_modified(exists=True)) is not None:
        return unchanged
    if asked.head:
        return envelope.head()
    file_envelope = asked.for_operation(file).envelope(release)
    return AwaitedResponse(described(asked, form, envelope, file_envelope))


async def described(asked: Asked, form: Format, envelope: Envelope, file_envelope: Envelope) -> ASGIResponse:
    services, etag = asked.services, file_envelope.etag_value
    job = file_download.job(asked, form, file_envelope)
    proof = await reuse.proof(services, etag, file_envelope.release)
    if proof is None:
        proof = await run.run(services, job, len)
        services.proofs[etag] = proof
    return await envelope.respond(msgspec.json.encode(metadata(form, job.description, proof)))
