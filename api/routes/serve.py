"""Respond to any request: parse it, negotiate, choose the release, and return 304 and HEAD responses."""

from typing import Any

from litestar.response.base import ASGIResponse
from msgspec import structs

from api.catalog.resource import Resource
from api.http import codings, negotiation
from api.http.cache_control import is_pinned
from api.http.validity import note_validity
from api.problems import ProblemError
from api.query import parsing
from api.reading import named_ids
from api.reading.standbys import is_behind, newest_everywhere
from api.routes import redirects
from api.routes.asked import Asked
from api.routes.moved import Moved
from api.routes.negotiated import negotiated
from api.routes.operation import Operation
from api.state import AppRequest


async def serve(request: AppRequest, operation: Operation, key: str | None) -> ASGIResponse:
    """Respond to a request. Errors come in this order: 400, 404 for an invalid key, 406, unknown release."""
    scope = request.scope
    selected, not_acceptable = negotiated(operation, negotiation.header(scope, b"accept"))
    if selected.tidy and (query := selected.tidy(scope["query_string"])) != scope["query_string"]:
        return redirects.to(303, request.services.settings.public_url + scope["path"], query)
    question = parsing.read(scope["query_string"], selected.query, selected.explain, selected.required)
    parsed_key = key if key is None or selected.resource is None else read_key(selected.resource, key)
    if not_acceptable is not None:
        raise not_acceptable
    note_validity(scope, selected.validity(pinned=is_pinned(question)))
    accept_encoding = negotiation.header(scope, b"accept-encoding")
    asked = Asked(
        request=request,
        operation=selected,
        question=question,
        key=parsed_key,
        release=await selected.release(request.services, question, parsed_key) if selected.release else None,
        vary=b"Accept, Accept-Encoding" if operation.negotiated else b"Accept-Encoding",
        if_none_match=negotiation.header(scope, b"if-none-match"),
        gzip=negotiation.accepts_gzip(accept_encoding),
        coding=codings.preferred(accept_encoding) if selected.form.compressible else None,
    )
    try:
        return await respond(asked)
    except Moved as moved:
        return asked.redirect(moved)


async def respond(asked: Asked) -> ASGIResponse:
    """Respond. A live request may meet a database that is behind the one it began with: the response then
    reads an earlier release, because nothing that the client asked for is missing.
    """
    try:
        return await respond_without_rows(asked) or await asked.operation.answer(asked)
    except ProblemError as problem:
        if not (is_behind(problem) and asked.live):
            raise
    release = await newest_everywhere(asked.services.releases, asked.pool)
    return await asked.operation.answer(structs.replace(asked, release=release))


def read_key(resource: Resource, text: str) -> Any:
    """Convert the key in the path. Raises 404 for a key that no record can have."""
    value = resource.columns[resource.key].value
    try:
        return value.read(text) if value else text
    except ValueError:
        raise ProblemError("not-found", f"This is not a valid id for {resource.name}.") from None


async def respond_without_rows(asked: Asked) -> ASGIResponse | None:
    """Return the responses that need no rows: 304, and HEAD of a resource that is known to exist."""
    exists = asked.operation.exists and "after" not in asked.question.values
    head = exists and asked.head
    if asked.operation.release is None or not (head or asked.if_none_match is not None):
        return None
    release = await asked.chosen_release()
    envelope = asked.envelope(release)
    if (unchanged := envelope.not_modified(exists=False)) is not None:
        return unchanged
    if exists and asked.operation.resource is not None:
        await named_ids.check(
            asked.pool, asked.resource, asked.question, release.number, past=asked.operation.past
        )
    return envelope.not_modified(exists=exists) or (envelope.head() if head else None)
