"""Responses of operations about the service itself, which do not depend on a release."""

from typing import Any

from litestar.response.base import ASGIResponse
from msgspec import UNSET

from api.http.negotiation import JSON
from api.routes.operation import Content, Response, Schema

SERVICE = "Service"


def service_response(
    description: str, schema: Schema | str, *headers: str, media_type: str = JSON, example: Any = UNSET
) -> Response:
    """Declare a response. `example`: a value, or a function that builds one for a public URL."""
    make_example = example if callable(example) or example is UNSET else lambda _: example
    content = Content(
        media_type=media_type, schema=schema, make_example=None if make_example is UNSET else make_example
    )
    return Response(description=description, headers=("Cache-Control", *headers), content=(content,))


def json_response(body: bytes, cache_control: str, **headers: str) -> ASGIResponse:
    return ASGIResponse(body=body, headers={"cache-control": cache_control, **headers})
