"""The operations by which others find the data."""

from typing import Any

from api import negotiation, query
from api.catalog import BY_NAME, CATALOG
from api.contract import examples, headers, parameters, responses, texts
from api.contract.operation import Operation, operation
from api.contract.responses import Response, failures
from api.contract.vocabularies import ref
from api.discovery import llms, schema_org
from api.discovery.routes import SUFFIX
from api.resource import Resource

DATA_SET = (
    "Its tables with every column and file, its metrics, its days and places, and the data sets it draws on, "
    "as schema.org's Dataset. The address names the release, so it takes no `release`."
)
CATALOGUE = (
    "The release as DCAT (JSON-LD) in the profile DCAT-US 3: a data set for each table, one for the whole, "
    "and the API. Of the newest release unless one is named; identifiers stay from release to release. "
    "`hasEmail`, which the profile wants, and the claim to conform to it are there where the operator set an "
    "address."
)
MODELS = (
    "One page by the llms.txt convention: what the data answers, with a real figure, how an address is made, "
    "what to mind before a number is used, and where everything is."
)


def paths(public_url: str) -> dict[str, Any]:
    single = {
        f"/v1/{resource.name}/{{{resource.key}}}{SUFFIX}": {"get": dataset(resource, public_url)}
        for resource in CATALOG
        if resource.dataset
    }
    return {
        **single,
        "/data.json": {"get": catalogue(public_url)},
        "/llms.txt": {"get": for_models(public_url)},
    }


def dataset(resource: Resource, public_url: str) -> Operation:
    says = (f"Read one {texts.singular(resource)} as a data set", DATA_SET)
    answers = answer(
        "The data set.", schema_org.MEDIA_TYPE, ref("Dataset"), examples.dataset(resource), public_url
    )
    return operation(resource, f"get{resource.label}Dataset", says, [parameters.key(resource)], answers)


def catalogue(public_url: str) -> Operation:
    answers = answer("The catalogue.", negotiation.JSON, ref("DcatCatalog"), examples.CATALOGUE, public_url)
    return of_service("getCatalogue", ("Read the catalogue that data portals harvest", CATALOGUE), answers)


def for_models(public_url: str) -> Operation:
    answers = answer("The page.", llms.MEDIA_TYPE, {"type": "string"}, examples.MODELS, public_url)
    return of_service("getLlms", ("Read what language models should know", MODELS), answers)


def of_service(identity: str, says: tuple[str, str], answers: Response) -> Operation:
    releases = BY_NAME["releases"]
    takes = parameters.refs(releases, query.moment_values())
    return operation(releases, identity, says, takes, answers) | {"tags": ["Service"]}


def answer(
    description: str, media_type: str, schema: dict[str, Any], address: str, public_url: str
) -> Response:
    shown = examples.shown(examples.Asked(address=address), public_url)
    made = {
        "description": description,
        "headers": headers.refs(*headers.HELD),
        "content": {media_type: {"schema": schema, **shown}},
    }
    return {"200": made} | responses.NOT_MODIFIED | failures("InvalidQuery", "NotFound")
