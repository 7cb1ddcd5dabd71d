"""The operations about what records were before: histories, statuses, and the feeds of corrections."""

from typing import Any

from api import feeds, json_feed, query
from api.catalog import BY_NAME
from api.contract import examples, headers, links, parameters, responses, texts
from api.contract.operation import Operation, operation
from api.contract.responses import Response, failures
from api.contract.vocabularies import ref
from api.feeds import FeedFormat
from api.history import WITH_HISTORY
from api.resource import Resource

PAST = (
    "Every revision with the releases that hold it, why it was made, and what differs field by field. A "
    "withdrawn record keeps its history."
)
STANDS = (
    "What became of it since the release that was cited. Always live, and also of a withdrawn record. "
    "`value_columns` in /v1/config are the columns that decide."
)
SEVERAL = (
    "What became of each since the release that was cited, in the order asked. A name that is no record of "
    "that release is told in its place, as `unknown`."
)
CHANGES, CORRECTIONS = BY_NAME["changes"], BY_NAME["corrections"]


def paths(public_url: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for resource in WITH_HISTORY:
        made[f"/v1/{resource.name}/{{id}}/history"] = {"get": history(resource, public_url)}
        made[f"/v1/{resource.name}/{{id}}/status"] = {"get": status(resource, public_url)}
    made["/v1/status"] = {"get": statuses(public_url)}
    for form in feeds.FEEDS:
        made[f"/v1/{CORRECTIONS.name}{form.suffix}"] = {"get": feed(form)}
    return made


def history(resource: Resource, public_url: str) -> Operation:
    change = links.link("getChange", "id", f"{links.BODY}/revisions/0/change_id", "What began it.")
    return operation(
        resource,
        f"get{resource.label}History",
        (
            f"Read the past of one {texts.singular(resource)}",
            PAST,
        ),
        [parameters.key(resource), *parameters.refs(resource, query.moment_values())],
        responses.record("HistoryAnswer", examples.history(resource), public_url, {"change": change})
        | elsewhere(resource),
    )


def status(resource: Resource, public_url: str) -> Operation:
    return operation(
        resource,
        f"get{resource.label}Status",
        (
            f"Ask whether one {texts.singular(resource)} still stands",
            STANDS,
        ),
        [parameters.key(resource), SINCE_RELEASE],
        responses.record("StatusAnswer", "", public_url, {}) | elsewhere(resource),
    )


SINCE_RELEASE = {"$ref": "#/components/parameters/since_release"}


def statuses(public_url: str) -> Operation:
    return operation(
        CHANGES,
        "listStatuses",
        (
            "Ask whether up to a hundred records still stand",
            SEVERAL,
        ),
        [{"$ref": "#/components/parameters/ids"}, SINCE_RELEASE],
        responses.record("StatusesAnswer", "", public_url, {})
        | failures("InvalidQuery", "NotFound", "NotAcceptable"),
    )


def elsewhere(resource: Resource) -> Response:
    alias = {"302": responses.MOVED["302"]} if resource.aliases else {}
    return alias | failures("InvalidQuery", "NotFound", "NotAcceptable", "Gone")


def feed(form: FeedFormat) -> Operation:
    schema = ref("JsonFeed") if form.media_type == json_feed.MEDIA_TYPE else {"type": "string"}
    word = "".join(part.capitalize() for part in form.suffix.split("."))
    answer = {
        "description": "The newest corrections that match. An older page is named in it and in `Link`.",
        "headers": headers.refs(*headers.HELD),
        "content": {form.media_type: {"schema": schema}},
    }
    return operation(
        CORRECTIONS,
        f"followCorrections{word}",
        (
            f"Follow the corrections as {form.suffix}",
            f"{CORRECTIONS.about} Newest first, a hundred entries a page; always live.",
        ),
        parameters.refs(CORRECTIONS, feeds.values()),
        {"200": answer} | responses.NOT_MODIFIED | failures("InvalidQuery", "NotFound"),
    )
