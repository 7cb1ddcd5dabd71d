"""The paths of the document, built from the operations."""

from collections.abc import Mapping
from typing import Any

from api.catalog.resources import CATALOG
from api.openapi import examples, headers, parameters, responses
from api.openapi.vocabularies import ref
from api.routes import operations as of_routes
from api.routes import service
from api.routes.operation import Content, Operation, Response, title

SERVICE = {"name": service.SERVICE, "description": "Limits, terms, problems, health and this document."}


def tags() -> list[dict[str, str]]:
    resource_tags = [{"name": title(resource), "description": resource.about} for resource in CATALOG]
    return [*resource_tags, SERVICE]


def paths(public_url: str, more: tuple[Operation, ...]) -> dict[str, Any]:
    """Build the paths. `more`: operations that the routes do not list."""
    return {each.path: {"get": operation_object(each, public_url)} for each in (*of_routes(), *more)}


def operation_object(operation: Operation, public_url: str) -> dict[str, Any]:
    operation_parameters = parameters.of(operation)
    return {
        "operationId": operation.id,
        "summary": operation.summary,
        "description": operation.description,
        "tags": [operation.tag],
        **({"parameters": operation_parameters} if operation_parameters else {}),
        "responses": responses_of(operation, public_url),
    }


def responses_of(operation: Operation, public_url: str) -> dict[str, Any]:
    """Build the responses by status: success, 304, redirects, then problems."""
    by_status = {}
    for response in operation.responses:
        if isinstance(response, str):
            by_status[responses.STATUS[response]] = {"$ref": f"#/components/responses/{response}"}
        else:
            by_status[str(response.status)] = response_object(response, public_url)
    return by_status | responses.failures(*operation.problems, database=operation.database)


def response_object(response: Response, public_url: str) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "description": response.description,
        "headers": headers.refs(*response.headers),
    }
    if response.content:
        fields["content"] = {each.media_type: body(each, public_url) for each in response.content}
    return fields | ({"links": dict(response.links)} if response.links else {})


def body(content: Content, public_url: str) -> Mapping[str, Any]:
    schema = ref(content.schema) if isinstance(content.schema, str) else content.schema
    media_type_object: dict[str, Any] = {"schema": schema}
    if content.make_example is not None:
        return media_type_object | {"example": content.make_example(public_url)}
    if content.example is not None:
        return media_type_object | examples.shown(examples.ExampleRequest(url=content.example), public_url)
    return media_type_object
