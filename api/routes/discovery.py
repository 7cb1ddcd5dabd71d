"""`/v1/releases/{number}.jsonld`, `/data.json` and `/llms.txt`, which describe the data for discovery."""

import asyncio
from collections.abc import Iterator

import msgspec
from litestar.response.base import ASGIResponse

from api.catalog.resource import Resource
from api.catalog.resources import CATALOG
from api.discovery import datasets, holdings, llms, schema_org
from api.discovery.answering import example_answer
from api.discovery.listing import Listing
from api.http.cache_control import PINNED
from api.http.envelope import Representation
from api.http.negotiation import JSON
from api.query import parameters
from api.routes.asked import Asked
from api.routes.choose_release import in_path, named_or_newest
from api.routes.operation import (
    NOT_MODIFIED,
    Content,
    Operation,
    Response,
    Schema,
    title,
)
from api.routes.service import SERVICE
from api.state import AppState

SUFFIX = ".jsonld"
NUMBERED = "the URL names the release"
NOT_HERE = dict.fromkeys(("release", "known_on"), NUMBERED)
DATASET_DESCRIPTION = (
    "The release as schema.org's Dataset: its tables with every column and file, its metrics, dates and "
    "places, and the data sets it draws on. Stored files of the release are listed with their sizes and "
    "SHA-256. The URL names the release, so it takes no `release`."
)
CATALOG_DESCRIPTION = (
    "The release as DCAT (JSON-LD) in the profile DCAT-US 3: a data set for each table, one for the whole "
    "release, and the API. Default: the newest release. Identifiers stay the same from release to release. "
    "If the operator set an email address, the catalog has `hasEmail`, which the profile requires, and "
    "states that it conforms to the profile."
)
LLMS_DESCRIPTION = (
    "One page in the llms.txt format: what the data answers, with a real figure, how to build a URL, what to "
    "check before using a number, and where to find everything."
)


def operations() -> Iterator[Operation]:
    yield from (dataset_operation(resource) for resource in CATALOG if resource.dataset)
    yield catalog_operation()
    yield llms_operation()


def responses_of(
    description: str, media_type: str, schema: Schema | str, example: str
) -> tuple[Response | str, ...]:
    content = Content(media_type=media_type, schema=schema, example=example)
    return Response(description=description, content=(content,)), NOT_MODIFIED


def dataset_operation(resource: Resource) -> Operation:
    """Define the release as a data set. Its URL names the release, and the release is what to cite."""
    example = f"{resource.path}/{resource.example}{SUFFIX}"
    return Operation(
        path=resource.record_path + SUFFIX,
        id=f"get{resource.label}Dataset",
        summary=f"Read one {resource.singular} as a data set",
        description=DATASET_DESCRIPTION,
        tag=title(resource),
        resource=resource,
        explain=NOT_HERE,
        form=Representation(media_type=schema_org.MEDIA_TYPE),
        release=in_path,
        pinnable=False,
        cache_control=PINNED,
        cited=f"{{public_url}}{resource.path}/{{number}}?release={{number}}",
        remembered=False,
        responses=responses_of("The data set.", schema_org.MEDIA_TYPE, "Dataset", example),
        problems=("InvalidQuery", "NotFound"),
        answer=dataset,
    )


async def dataset(asked: Asked) -> ASGIResponse:
    """Respond with the data set. The ETag includes which files of the release are stored."""
    release = await asked.chosen_release()
    listed = await asyncio.to_thread(asked.services.release_files.find, release)
    envelope = asked.envelope(release, f"with {listed.digest}" if listed else "")
    if asked.head:
        return envelope.not_modified(exists=True) or envelope.head()
    contents = await holdings.read(asked.pool, release)
    files = listed.manifest.files if listed else ()
    body = msgspec.json.encode(datasets.dataset(contents, asked.public_url, files))
    return await envelope.respond(body)


def catalog_operation() -> Operation:
    return Operation(
        path="/data.json",
        id="getCatalogue",
        summary="Read the catalog for data portals",
        description=CATALOG_DESCRIPTION,
        tag=SERVICE,
        query=parameters.moment_values(),
        release=named_or_newest,
        exists=True,
        variant=contact,
        responses=responses_of("The catalog.", JSON, "DcatCatalog", "/data.json?release=1"),
        problems=("InvalidQuery", "NotFound"),
        answer=catalog,
    )


def contact(services: AppState) -> str:
    """Give the operator's email address, which the ETag must include because no release does."""
    return services.settings.contact_email or ""


async def catalog(asked: Asked) -> ASGIResponse:
    release = await asked.chosen_release()
    email = asked.services.settings.contact_email
    listing = Listing(await holdings.read(asked.pool, release), asked.public_url, email)
    return await asked.respond(release, msgspec.json.encode(listing.catalog()))


def llms_operation() -> Operation:
    return Operation(
        path="/llms.txt",
        id="getLlms",
        summary="Read the page for language models",
        description=LLMS_DESCRIPTION,
        tag=SERVICE,
        query=parameters.moment_values(),
        form=Representation(media_type=llms.MEDIA_TYPE, content_type=f"{llms.MEDIA_TYPE}; charset=utf-8"),
        release=named_or_newest,
        exists=True,
        responses=responses_of("The page.", llms.MEDIA_TYPE, {"type": "string"}, "/llms.txt?release=1"),
        problems=("InvalidQuery", "NotFound"),
        answer=llms_page,
    )


async def llms_page(asked: Asked) -> ASGIResponse:
    release = await asked.chosen_release()
    example = await example_answer(asked.pool, asked.services.record_loader, release, asked.public_url)
    contents = await holdings.read(asked.pool, release)
    return await asked.respond(release, llms.page(contents, asked.public_url, example))
