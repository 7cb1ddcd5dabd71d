"""OpenAPI links from a response to the records it refers to, and to the lists of records that refer to it."""

from typing import Any

from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME, CATALOG

Links = dict[str, Any]
BODY = "$response.body#/data"


def link(operation: str, parameter: str, pointer: str, description: str) -> dict[str, Any]:
    return {"operationId": operation, "parameters": {parameter: pointer}, "description": description}


def of_page(resource: Resource) -> Links:
    """Links from the first record of a page."""
    key = f"{BODY}/0/{resource.key}"
    return {
        "record": link(f"get{resource.label}", resource.key, key, "The first record."),
        "following": link(f"list{resource.collection}", "after", key, "The page after the first record."),
        **referenced(resource, f"{BODY}/0"),
    }


def of_record(resource: Resource) -> Links:
    return (
        referenced(resource, BODY)
        | referrers(resource)
        | cite(resource)
        | files(resource)
        | history(resource)
    )


def cite(resource: Resource) -> Links:
    if not resource.cited:
        return {}
    key = f"{BODY}/{resource.key}"
    return {"cite": link(f"cite{resource.label}", resource.key, key, "Its citations, ready to copy.")}


def files(resource: Resource) -> Links:
    if resource is not BY_NAME["releases"]:
        return {}
    key = f"{BODY}/{resource.key}"
    return {"files": link("listReleaseFiles", resource.key, key, "Its files, which never change.")}


def history(resource: Resource) -> Links:
    """Links to the record's history and status."""
    if not resource.revised:
        return {}
    key, name = f"{BODY}/{resource.key}", f"get{resource.label}"
    history = link(f"{name}History", "id", key, "Its revisions.")
    status = link(f"{name}Status", "id", key, "Its status since this release.")
    status["parameters"]["since_release"] = "$response.body#/meta/release"
    return {"history": history, "status": status}


def referenced(resource: Resource, record: str) -> Links:
    """Links to the records that it always refers to. OpenAPI links cannot handle null."""
    links = {}
    for column in references(resource):
        if not resource.columns[column].nullable:
            target = BY_NAME[resource.references[column]]
            description = f"The record that `{column}` names."
            links[column] = link(f"get{target.label}", target.key, f"{record}/{column}", description)
    return links


def referrers(resource: Resource) -> Links:
    """Links to the lists of records that refer to it."""
    return {
        f"{other.name}.{column}": link(
            f"list{other.collection}",
            column,
            f"{BODY}/{resource.key}",
            f"The {other.plural} whose `{column}` is this record.",
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
