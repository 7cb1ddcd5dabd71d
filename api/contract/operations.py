"""The paths: each address with its parameters and every answer it may give."""

from typing import Any

from api import files, query
from api.catalog import BY_NAME, CATALOG
from api.contract import examples, parameters, responses, texts
from api.contract.links import of_record
from api.contract.responses import MOVED, Response, failures
from api.contract.service import SERVICE, service
from api.formats import Format, forms_of
from api.resource import Resource

Operation = dict[str, Any]
Says = tuple[str, str]
AGENCIES = BY_NAME["agencies"]


def tags() -> list[dict[str, str]]:
    named = [{"name": title(resource), "description": resource.about} for resource in CATALOG]
    return [*named, SERVICE]


def title(resource: Resource) -> str:
    return texts.plural(resource).capitalize()


def paths(public_url: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for resource in CATALOG:
        path = f"/v1/{resource.name}"
        made[path] = {"get": page(resource, public_url, negotiated=True)}
        made[f"{path}.json"] = {"get": page(resource, public_url, negotiated=False)}
        for form in forms_of(resource):
            made[path + form.suffix] = {"get": as_file(resource, form, public_url)}
            described = path + form.suffix + files.METADATA
            made[described] = {"get": metadata(resource, form, public_url)}
        made[f"{path}/{{{resource.key}}}"] = {"get": single(resource, public_url, negotiated=True)}
        made[f"{path}/{{{resource.key}}}.json"] = {"get": single(resource, public_url, negotiated=False)}
    return (
        made
        | {f"/v1/{AGENCIES.name}/{{id}}/summary": {"get": agency_summary(public_url)}}
        | service(public_url)
    )


def operation(resource: Resource, identity: str, says: Says, takes: Any, answers: Response) -> Operation:
    summary, description = says
    return {
        "operationId": identity,
        "summary": summary,
        "description": description,
        "tags": [title(resource)],
        "parameters": takes,
        "responses": answers,
    }


def page(resource: Resource, public_url: str, *, negotiated: bool) -> Operation:
    plural, name = texts.plural(resource), f"list{texts.camel(resource)}"
    more = " With `Accept: text/csv` or `application/x-ndjson` it is the file." if negotiated else ""
    says = (
        f"List {plural}" + ("" if negotiated else ", always as JSON"),
        f"{resource.about} A page at a time; follow `links.next`.{more}",
    )
    takes = parameters.refs(resource, query.page_values(resource))
    answers = responses.page(resource, public_url, negotiated=negotiated)
    problems = failures("InvalidQuery", "NotFound", *unacceptable(negotiated=negotiated))
    return operation(resource, name if negotiated else f"{name}Json", says, takes, answers | problems)


def unacceptable(*, negotiated: bool) -> tuple[str, ...]:
    return ("NotAcceptable",) if negotiated else ()


def as_file(resource: Resource, form: Format, public_url: str) -> Operation:
    says = (
        f"Download {texts.plural(resource)} as {form.suffix}",
        f"Every matching record, ordered by {resource.key} unless `sort` is given. {form.about}",
    )
    answers = responses.file(resource, form, public_url) | refused(form)
    return operation(
        resource, f"download{texts.camel(resource)}{word(form)}", says, taken(resource, form), answers
    )


def metadata(resource: Resource, form: Format, public_url: str) -> Operation:
    says = (
        f"Read what proves a {form.suffix} of {texts.plural(resource)} whole",
        f"Of the file of the same query: {texts.METADATA}",
    )
    answers = responses.metadata(resource, form, public_url) | refused(form)
    return operation(
        resource, f"describe{texts.camel(resource)}{word(form)}", says, taken(resource, form), answers
    )


def word(form: Format) -> str:
    return "".join(part.capitalize() for part in form.suffix.split("."))


def taken(resource: Resource, form: Format) -> list[dict[str, Any]]:
    return parameters.refs(resource, {**query.file_values(resource), **form.parameters})


def refused(form: Format) -> Response:
    return failures("InvalidQuery" if form.max_rows is None else "InvalidWorkbook", "NotFound")


def single(resource: Resource, public_url: str, *, negotiated: bool) -> Operation:
    says = (
        f"Read one {texts.singular(resource)}" + ("" if negotiated else ", always as JSON"),
        f"One record of {texts.plural(resource)} by its {resource.key}.{alias(resource)}",
    )
    name, suffix = (f"get{resource.label}", "") if negotiated else (f"get{resource.label}Json", ".json")
    address = examples.single(resource, suffix)
    answers = responses.record(f"{resource.label}Answer", address, public_url, of_record(resource))
    answers |= missing(resource, negotiated=negotiated)
    takes = parameters.refs(resource, query.record_values(resource))
    return operation(resource, name, says, [parameters.key(resource), *takes], answers)


def alias(resource: Resource) -> str:
    known = " A name that is an alias of exactly one is answered with its address."
    return known if resource.aliases else ""


def missing(resource: Resource, *, negotiated: bool) -> Response:
    """How one record is elsewhere or nowhere. A release is never withdrawn."""
    gone = ("Gone",) if resource.key == "id" else ()
    problems = failures("InvalidQuery", "NotFound", *unacceptable(negotiated=negotiated), *gone)
    return (MOVED if resource.aliases else {}) | problems


def agency_summary(public_url: str) -> Operation:
    says = (
        "Read an agency on one page",
        f"Headlines, what disputes them, programs and agreements of an agency.{alias(AGENCIES)}",
    )
    takes = [parameters.key(AGENCIES), *parameters.refs(AGENCIES, query.moment_values())]
    answers = responses.record("AgencySummaryAnswer", examples.SUMMARY, public_url, {})
    answers |= missing(AGENCIES, negotiated=True)
    return operation(AGENCIES, "getAgencySummary", says, takes, answers)
