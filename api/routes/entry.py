"""`/v1`: what the API is, and where its resources and its documents are."""

import msgspec
from litestar.response.base import ASGIResponse
from msgspec import Struct

from api import about
from api.catalog.resources import CATALOG
from api.http.envelope import constant_links
from api.routes.asked import Asked
from api.routes.config import CACHE
from api.routes.operation import Operation
from api.routes.service import SERVICE, json_response, service_response

# The catalog of RFC 9727, which links to this API.
API_CATALOG = "/.well-known/api-catalog"


class Collection(Struct, frozen=True, kw_only=True):
    """A resource and the URL of its list."""

    name: str
    about: str
    url: str


class ApiLinks(Struct, frozen=True, kw_only=True):
    """The documents of the API, by the names of their link relations."""

    service_desc: str
    service_doc: str
    license: str
    config: str
    newest_release: str


class ApiEntry(Struct, frozen=True, kw_only=True):
    """What this API is: its resources, and the documents that describe it."""

    name: str
    about: str
    contract_version: int
    resources: list[Collection]
    links: ApiLinks


def operation() -> Operation:
    return Operation(
        path="/v1",
        id="getApi",
        summary="Read what this API is",
        description="The resources, with the URL of each list, and the documents that describe the API.",
        tag=SERVICE,
        responses=(
            service_response(
                "The API.", "ApiEntry", "Link", example=lambda url: msgspec.to_builtins(entry(url))
            ),
        ),
        problems=("InvalidQuery",),
        database=False,
        answer=get_entry,
    )


async def get_entry(asked: Asked) -> ASGIResponse:
    catalog = f'<{asked.public_url}{API_CATALOG}>; rel="api-catalog"'
    links = f"{constant_links(asked.public_url)}, {catalog}"
    return json_response(msgspec.json.encode(entry(asked.public_url)), CACHE, link=links)


def entry(public_url: str) -> ApiEntry:
    return ApiEntry(
        name=about.NAME,
        about=about.ABOUT,
        contract_version=about.CONTRACT,
        resources=[
            Collection(name=each.name, about=each.about, url=public_url + each.path) for each in CATALOG
        ],
        links=ApiLinks(
            service_desc=f"{public_url}/openapi.json",
            service_doc=f"{public_url}/docs",
            license=about.LICENSE,
            config=f"{public_url}/v1/config",
            newest_release=f"{public_url}/v1/releases?sort=-number&limit=1",
        ),
    )
