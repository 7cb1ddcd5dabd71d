"""The paths: each address with its parameters and every answer it may give."""

from typing import Any

from api import files, query
from api.catalog import BY_NAME, CATALOG
from api.citing.formats import FORMATS as CITE_FORMATS
from api.citing.formats import CiteFormat
from api.contract import discovery, examples, parameters, past, release_files, responses, texts
from api.contract.links import of_record
from api.contract.operation import Operation, operation, title
from api.contract.responses import MOVED, Response, failures
from api.contract.service import SERVICE, service
from api.formats import Format, forms_of
from api.resource import Resource

AGENCIES = BY_NAME["agencies"]


def tags() -> list[dict[str, str]]:
    named = [{"name": title(resource), "description": resource.about} for resource in CATALOG]
    return [*named, SERVICE]


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
        if resource.cited:
            made |= cites(resource, public_url)
    return (
        made
        | {f"/v1/{AGENCIES.name}/{{id}}/summary": {"get": agency_summary(public_url)}}
        | past.paths(public_url)
        | discovery.paths(public_url)
        | release_files.paths(public_url)
        | service(public_url)
    )


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
        f"Every matching record, by {texts.usual_order(resource)} unless `sort` is given. {form.about}",
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


READY = (
    "Ready text in APA style and in newsroom wording, naming the release, its day and the pinned address; "
    "and where the machine formats are, which `Accept` brings too."
)


def cites(resource: Resource, public_url: str) -> dict[str, Any]:
    path = f"/v1/{resource.name}/{{{resource.key}}}/cite"
    made = {path + form.suffix: {"get": cite_as(resource, form, public_url)} for form in CITE_FORMATS}
    return {path: {"get": cite(resource, public_url)}, **made}


def cite(resource: Resource, public_url: str) -> Operation:
    says = (
        f"Cite one {texts.singular(resource)}",
        READY,
    )
    answers = responses.cite(resource, public_url) | missing(resource, negotiated=True)
    return operation(resource, f"cite{resource.label}", says, cite_takes(resource), answers)


def cite_as(resource: Resource, form: CiteFormat, public_url: str) -> Operation:
    word = "".join(part.capitalize() for part in form.suffix.split("."))
    says = (f"Cite one {texts.singular(resource)} as {form.suffix}", form.about)
    answers = responses.cite_as(resource, form, public_url) | missing(resource, negotiated=False)
    return operation(resource, f"cite{resource.label}{word}", says, cite_takes(resource), answers)


def cite_takes(resource: Resource) -> list[dict[str, Any]]:
    return [parameters.key(resource), *parameters.refs(resource, query.moment_values())]


def agency_summary(public_url: str) -> Operation:
    says = (
        "Read an agency on one page",
        f"Headlines, what disputes them, programs and agreements of an agency.{alias(AGENCIES)}",
    )
    takes = [parameters.key(AGENCIES), *parameters.refs(AGENCIES, query.moment_values())]
    answers = responses.record("AgencySummaryAnswer", examples.SUMMARY, public_url, {})
    answers |= missing(AGENCIES, negotiated=True)
    return operation(AGENCIES, "getAgencySummary", says, takes, answers)
