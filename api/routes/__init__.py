"""The operations of the API, one module per family of URLs."""

from collections.abc import Iterator

from api.catalog.resource import Resource
from api.catalog.resources import CATALOG, REVISED
from api.exports.formats import forms_of
from api.routes import (
    charts,
    check,
    citations,
    config,
    discovery,
    entry,
    feeds,
    file_metadata,
    files,
    health,
    history,
    list_charts,
    list_feeds,
    records,
    release_files,
    status,
    summaries,
)
from api.routes.operation import Operation


def operations() -> Iterator[Operation]:
    """List every operation, in the order of the OpenAPI document."""
    for resource in CATALOG:
        yield from of_resource(resource)
    yield from charts.operations()
    yield summaries.operation()
    for resource in REVISED:
        yield history.operation(resource)
        yield status.operation(resource)
    yield status.statuses_operation()
    yield check.operation()
    yield from feeds.operations()
    yield from list_feeds.operations()
    yield from discovery.operations()
    yield from release_files.operations()
    yield entry.operation()
    yield config.config_operation()
    yield config.problem_operation()
    yield from health.operations()


def of_resource(resource: Resource) -> Iterator[Operation]:
    yield from records.operations(resource)
    for form in forms_of(resource):
        yield from files.operations(resource, form)
        yield from file_metadata.operations(resource, form)
    yield from list_charts.operations(resource)
    yield from records.record_operations(resource)
    if resource.cited:
        yield from citations.operations(resource)
