"""The declaration of an operation: its path, parameters, responses and handler.

Each is declared next to its handler. The routes and the OpenAPI document are built from these declarations.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property
from typing import Any, TypeAlias

from litestar.response.base import ASGIResponse
from msgspec import Struct

from api.catalog.resource import Resource
from api.catalog.values import Value
from api.http.cache_control import FRESH
from api.http.envelope import Related, Representation
from api.http.negotiation import JSON
from api.http.validity import Validity

Schema: TypeAlias = dict[str, Any]
# Takes an `Asked` and returns the response.
Handler: TypeAlias = Callable[[Any], Awaitable[ASGIResponse]]
# Takes the services, the question and the key in the path. Returns None if the rows will name the release.
ChooseRelease: TypeAlias = Callable[[Any, Any, Any], Awaitable[Any]]

AS_JSON = Representation(media_type=JSON)
# The headers of every response that reads a release, and of every file.
RELEASED = ("ETag", "Vary", "Cache-Control", "Content-Location", "Link", "Muster-Release")
DATA = "$response.body#/data"


class Content(Struct, frozen=True, kw_only=True):
    """A body in one media type. `schema` is a schema or the name of a component.

    `example`: the URL whose recorded response is the example. `make_example`: builds one for a public URL.
    """

    media_type: str
    schema: Schema | str
    example: str | None = None
    make_example: Callable[[str], Any] | None = None


class Response(Struct, frozen=True, kw_only=True):
    """A response other than a problem. `headers`: names of header components."""

    status: int = 200
    description: str
    headers: tuple[str, ...] = RELEASED
    content: tuple[Content, ...] = ()
    links: Mapping[str, Any] = {}


# Shared responses, by the name of their component.
NOT_MODIFIED, ALIAS, MOVED = "NotModified", "Alias", "MovedForGood"


class Operation(Struct, frozen=True, kw_only=True, dict=True):
    """A GET of the API.

    `path`: the path in OpenAPI's syntax. `canonical`: the path that links use, if it differs.
    `query`: the query parameters. `explain`: parameter → why the operation does not take it.
    `also`: more parameters, by the name that their component has after its place, as in `path_file_name`.
    `resource`: the resource whose key is in the path, or which is listed. None for service operations.
    `alternatives`: media type → the operation for clients that prefer it.
    `negotiated`: whether the `Accept` header matters. A path with a suffix ignores it.
    `release`: how to choose the release. None if responses do not depend on one.
    `exists`: whether the resource exists whatever its rows, so that HEAD does not read them.
    `past`: whether filters may name records that only earlier releases have.
    `pinnable`: whether the URL takes `release`.
    `cache_control`: None derives it from the question. `cited`: the URL to cite, a template of {url},
    {public_url} and {number}. `variant`: what the bytes depend on besides rows and format.
    `remembered`: whether memory may return responses again. Not if they depend on files on disk.
    `tidy`: writes the query string of a form as links write it; the server redirects to another one.
    `carries_pin`: whether links in the body name the release that the request names.
    """

    path: str
    id: str
    summary: str
    description: str
    tag: str
    resource: Resource | None = None
    query: Mapping[str, Value] = {}
    explain: Mapping[str, str] = {}
    required: tuple[str, ...] = ()
    also: Mapping[str, Schema] = {}
    form: Representation = AS_JSON
    negotiated: bool = False
    alternatives: Mapping[str, "Operation"] = {}
    release: ChooseRelease | None = None
    exists: bool = False
    past: bool = False
    pinnable: bool = True
    canonical: str | None = None
    cache_control: bytes | None = None
    cited: str = "{url}"
    related: tuple[Related, ...] = ()
    variant: Callable[[Any], str] | None = None
    carries_pin: bool = False
    tidy: Callable[[bytes], bytes] | None = None
    responses: tuple[Response | str, ...]
    problems: tuple[str, ...] = ()
    database: bool = True
    remembered: bool = True
    answer: Handler

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """The media types to negotiate, the default first."""
        return (self.form.media_type, *self.alternatives)

    def validity(self, *, pinned: bool) -> Validity | None:
        """Return how long a response stays the same. None if nobody knows."""
        if not self.remembered:
            return None
        if not self.database:
            return Validity.CONSTANT
        stays = self.release is not None and self.cache_control is not FRESH
        return Validity.PINNED if pinned and stays else Validity.LIVE

    def path_to(self, key: Any) -> str:
        """Build the canonical path of the record with this key."""
        return fill_path(self.canonical or self.path, key)


def fill_path(template: str, key: Any) -> str:
    """Replace the first `{…}` of the template with the key."""
    before, brace, after = template.partition("{")
    return before + str(key) + after.partition("}")[2] if brace else template


def title(resource: Resource) -> str:
    """The tag of a resource's operations."""
    return resource.plural.capitalize()


def pascal(suffix: str) -> str:
    """Write a suffix in Pascal case for an operation id: `.csl.json` → `CslJson`."""
    return "".join(part.capitalize() for part in suffix.split("."))


def example_of_list(resource: Resource, suffix: str = "") -> str:
    """Build the URL of a list with one record, in the first release that includes it."""
    query = f"{resource.key}={resource.example}&release={resource.example_release}"
    return f"{resource.path}{suffix}?{query}"


def example_of_record(resource: Resource, suffix: str = "") -> str:
    return f"{resource.path}/{resource.example}{suffix}?release={resource.example_release}"


def record_response(schema: str, example: str | None, links: Mapping[str, Any] | None = None) -> Response:
    """Build the response with one record in an envelope."""
    return Response(
        description="The record.",
        content=(Content(media_type=JSON, schema=schema, example=example),),
        links=links or {},
    )
