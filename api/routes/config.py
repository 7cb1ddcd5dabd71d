"""The configuration of the API: limits, license, citation, formats, vocabularies and kinds of problems."""

from typing import Any, get_args

import msgspec
from litestar.response.base import ASGIResponse
from msgspec import Struct, structs

from api import about, problems
from api.catalog import carriers, values
from api.check import claims
from api.database import pools, roles
from api.exports import xlsx
from api.exports.formats import FORMATS
from api.exports.threaded_job import ExportRunner
from api.http import middleware
from api.problems import ProblemError
from api.problems.kinds import KINDS
from api.query import parameters
from api.query.query_string import SUGGESTIONS
from api.routes.asked import Asked
from api.routes.feed_formats import FEED_ENTRIES
from api.routes.operation import Operation, Schema
from api.routes.service import SERVICE, json_response, service_response
from api.routes.service_levels import SERVICE_LEVELS, ServiceLevels, Terms, terms
from api.settings import WHOLE_FILE_MB
from schemas import types, vocabularies
from schemas.value_columns import VALUE_COLUMNS

CACHE = "public, max-age=3600"
LIMITS = {
    "limit_default": parameters.DEFAULT_LIMIT,
    "limit_max": parameters.LIMIT,
    "in_values_max": values.IN_LIMIT,
    "text_characters_max": values.TEXT_LIMIT,
    "query_string_bytes_max": middleware.QUERY_BYTES,
    "header_bytes_max": middleware.HEADER_BYTES,
    "headers_bytes_max": middleware.HEADERS_BYTES,
    "errors_max": problems.ERRORS,
    "suggestions_max": SUGGESTIONS,
    "page_seconds_max": roles.PAGE_SECONDS,
    "file_seconds_max": roles.FILE_SECONDS,
    "files_at_once_per_worker": pools.FILES,
    "feed_entries": FEED_ENTRIES,
    "converted_files_at_once_per_worker": ExportRunner.AT_ONCE,
    "xlsx_rows_max": xlsx.MAX_ROWS,
    "claims_max": claims.LIMIT,
    "whole_file_bytes_max": WHOLE_FILE_MB * 2**20,
}
SLUG: Schema = {
    "name": "slug",
    "in": "path",
    "required": True,
    "description": "The last part of a problem's `type`.",
    "schema": {"type": "string", "pattern": "^[a-z]+(-[a-z]+)*$", "maxLength": 40},
    "example": "invalid-query",
}


class Term(Struct, frozen=True, kw_only=True):
    """A code with its label and definition."""

    code: str
    label: str
    definition: str
    within: str | None


class FileFormat(Struct, frozen=True, kw_only=True):
    """A file format of lists."""

    suffix: str
    media_type: str
    about: str


class Config(Struct, frozen=True, kw_only=True):
    """The limits, terms and vocabularies of this API.

    `value_columns`: resource → the columns that decide the status of a record. `ignored_parameters`: tracking
    parameters that other sites append to URLs; the server ignores them.
    """

    contract_version: int
    license: str
    license_note: str
    cite_as: str
    contact: str
    terms: Terms
    service_levels: ServiceLevels
    limits: dict[str, int]
    formats: list[FileFormat]
    vocabularies: dict[str, list[str]]
    subsets: list[Term]
    eligibilities: list[Term]
    value_columns: dict[str, list[str]]
    ignored_parameters: list[str]


class ProblemKind(Struct, frozen=True, kw_only=True):
    """A kind of problem, as the `type` of an error response names it."""

    type: str
    title: str
    status: int
    about: str


def config_operation() -> Operation:
    return Operation(
        path="/v1/config",
        id="getConfig",
        summary="Read limits, terms and vocabularies",
        description="The limits and terms of every response, and every closed list of codes.",
        tag=SERVICE,
        responses=(
            service_response(
                "The configuration.", "Config", example=lambda url: msgspec.to_builtins(config(url))
            ),
        ),
        problems=("InvalidQuery",),
        database=False,
        answer=get_config,
    )


async def get_config(asked: Asked) -> ASGIResponse:
    answer = config(asked.public_url)
    whole = asked.services.settings.whole_file_mb * 2**20
    answer = structs.replace(
        answer,
        limits=answer.limits | {"whole_file_bytes_max": whole},
        terms=structs.replace(answer.terms, email=asked.services.settings.contact_email),
    )
    return json_response(msgspec.json.encode(answer), CACHE)


def problem_operation() -> Operation:
    return Operation(
        path="/problems/{slug}",
        id="getProblem",
        summary="Explain a problem",
        description="The page that the `type` of an error links to.",
        tag=SERVICE,
        also={"slug": SLUG},
        responses=(service_response("The kind of problem.", "ProblemKind"),),
        problems=("InvalidQuery", "NotFound"),
        database=False,
        answer=get_problem,
    )


async def get_problem(asked: Asked) -> ASGIResponse:
    kind = KINDS.get(asked.key)
    if kind is None:
        raise ProblemError("not-found", "No problem has this slug. See /docs for the list.")
    url = f"{asked.public_url}/problems/{kind.slug}"
    page = ProblemKind(type=url, title=kind.title, status=kind.status, about=kind.about)
    return json_response(msgspec.json.encode(page), CACHE)


def config(public_url: str) -> Config:
    return Config(
        contract_version=about.CONTRACT,
        license=about.LICENSE,
        license_note=about.LICENSE_NOTE,
        cite_as=f"Muster, release {{number}} ({{day}}). {public_url}/v1/releases/{{number}}",
        contact=f"{public_url}/docs",
        terms=terms(public_url),
        service_levels=SERVICE_LEVELS,
        limits=LIMITS,
        formats=[FileFormat(suffix=f.suffix, media_type=f.media_type, about=f.about) for f in FORMATS],
        vocabularies={
            name: list(get_args(codes))
            for name, codes in vars(vocabularies).items()
            if is_vocabulary(name, codes)
        },
        subsets=[term(entry) for entry in types.SUBSETS.values()],
        eligibilities=[term(entry) for entry in types.ELIGIBILITIES.values()],
        value_columns={str(name): [*columns] for name, columns in VALUE_COLUMNS.items()},
        ignored_parameters=list(carriers.DOCUMENTED),
    )


def is_vocabulary(name: str, codes: Any) -> bool:
    return (
        name[0].isupper() and bool(get_args(codes)) and all(isinstance(code, str) for code in get_args(codes))
    )


def term(entry: dict[str, Any]) -> Term:
    return Term(
        code=entry["code"], label=entry["label"], definition=entry["definition"], within=entry.get("within")
    )
