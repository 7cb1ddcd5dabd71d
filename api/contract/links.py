"""Where a client goes from an answer, as OpenAPI links: to the records it names, and to those naming it."""

from typing import Any

from api.catalog import BY_NAME, CATALOG
from api.contract import texts
from api.history import WITH_HISTORY
from api.resource import Resource

Links = dict[str, Any]
BODY = "$response.body#/data"


def link(operation: str, parameter: str, pointer: str, description: str) -> dict[str, Any]:
    return {"operationId": operation, "parameters": {parameter: pointer}, "description": description}


def of_page(resource: Resource) -> Links:
    """From the first record of a page. Where the page is empty there is nowhere to go."""
    key = f"{BODY}/0/{resource.key}"
    return {
        "record": link(f"get{resource.label}", resource.key, key, "The first record by itself."),
        "following": link(f"list{texts.camel(resource)}", "after", key, "The page behind the first record."),
        **named(resource, f"{BODY}/0"),
    }


def of_record(resource: Resource) -> Links:
    return named(resource, BODY) | naming(resource) | cite(resource) | files(resource) | past(resource)


def cite(resource: Resource) -> Links:
    if not resource.cited:
        return {}
    key = f"{BODY}/{resource.key}"
    return {"cite": link(f"cite{resource.label}", resource.key, key, "Its ready citations.")}


def files(resource: Resource) -> Links:
    if resource is not BY_NAME["releases"]:
        return {}
    key = f"{BODY}/{resource.key}"
    return {"files": link("listReleaseFiles", resource.key, key, "It as files, stored for ever.")}


def past(resource: Resource) -> Links:
    """How the record came to be so, and whether it still is."""
    if resource not in WITH_HISTORY:
        return {}
    key, name = f"{BODY}/{resource.key}", f"get{resource.label}"
    history = link(f"{name}History", "id", key, "Its revisions.")
    status = link(f"{name}Status", "id", key, "What became of it since this release.")
    status["parameters"]["since_release"] = "$response.body#/meta/release"
    return {"history": history, "status": status}


def named(resource: Resource, record: str) -> Links:
    """The records that it always names: a link cannot say what to do about null."""
    found = {}
    for column in references(resource):
        if not resource.columns[column].nullable:
            target = BY_NAME[resource.references[column]]
            says = f"What `{column}` names."
            found[column] = link(f"get{target.label}", target.key, f"{record}/{column}", says)
    return found


def naming(resource: Resource) -> Links:
    """The lists of what names it."""
    return {
        f"{other.name}.{column}": link(
            f"list{texts.camel(other)}",
            column,
            f"{BODY}/{resource.key}",
            f"The {texts.plural(other)} whose `{column}` it is.",
        )
        for other in CATALOG
        for column in references(other)
        if other.references[column] == resource.name
    }


def references(resource: Resource) -> list[str]:
    """The columns that hold one id of another record."""
    return [
        column
        for column in resource.references
        if column != resource.key and resource.columns[column].kind == "id"
    ]
