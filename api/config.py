"""What the API says about itself: limits, licence, citation, formats, vocabularies, kinds of problems."""

from typing import Any, get_args

import msgspec
from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse
from msgspec import Struct

from api import query, terms
from api.formats import FORMATS
from api.problems import KINDS, Refusal
from schemas import types, vocabularies
from schemas.value_columns import VALUE_COLUMNS

CACHE = {"cache-control": "public, max-age=3600"}


class Term(Struct, frozen=True, kw_only=True):
    """One code of a vocabulary that carries a definition."""

    code: str
    label: str
    definition: str
    within: str | None


class FileFormat(Struct, frozen=True, kw_only=True):
    """A form in which a list is a file."""

    suffix: str
    media_type: str
    about: str


class Config(Struct, frozen=True, kw_only=True):
    """Limits, terms and vocabularies of this API.

    `value_columns` are those by which the status of a record is judged, by resource.
    """

    contract_version: int
    license: str
    license_note: str
    cite_as: str
    contact: str
    limits: dict[str, int]
    formats: list[FileFormat]
    vocabularies: dict[str, list[str]]
    subsets: list[Term]
    eligibilities: list[Term]
    value_columns: dict[str, list[str]]


class ProblemKind(Struct, frozen=True, kw_only=True):
    """A kind of problem that an error answer may name."""

    type: str
    title: str
    status: int
    about: str


def routes() -> list[HTTPRouteHandler]:
    return [get_config, get_problem]


@get("/v1/config")
async def get_config(request: Request[Any, Any, Any]) -> ASGIResponse:
    query.read(request.scope["query_string"], {})
    body = msgspec.json.encode(config(request.app.state.settings.public_url))
    return ASGIResponse(body=body, headers=CACHE)


@get("/problems/{slug:str}")
async def get_problem(request: Request[Any, Any, Any]) -> ASGIResponse:
    query.read(request.scope["query_string"], {})
    kind = KINDS.get(request.path_params["slug"])
    if kind is None:
        raise Refusal("not-found", "There is no such kind of problem.")
    address = f"{request.app.state.settings.public_url}/problems/{kind.slug}"
    page = ProblemKind(type=address, title=kind.title, status=kind.status, about=kind.about)
    return ASGIResponse(body=msgspec.json.encode(page), headers=CACHE)


def config(public_url: str) -> Config:
    return Config(
        contract_version=terms.CONTRACT,
        license=terms.LICENSE,
        license_note=terms.LICENSE_NOTE,
        cite_as=f"Muster, release {{number}} ({{day}}). {public_url}/v1/releases/{{number}}",
        contact=f"{public_url}/docs",
        limits=terms.LIMITS,
        formats=[FileFormat(suffix=f.suffix, media_type=f.media_type, about=f.about) for f in FORMATS],
        vocabularies={
            name: list(get_args(codes))
            for name, codes in vars(vocabularies).items()
            if is_vocabulary(name, codes)
        },
        subsets=[term(entry) for entry in types.SUBSETS.values()],
        eligibilities=[term(entry) for entry in types.ELIGIBILITIES.values()],
        value_columns={str(name): [*columns] for name, columns in VALUE_COLUMNS.items()},
    )


def is_vocabulary(name: str, codes: Any) -> bool:
    return (
        name[0].isupper() and bool(get_args(codes)) and all(isinstance(code, str) for code in get_args(codes))
    )


def term(entry: dict[str, Any]) -> Term:
    return Term(
        code=entry["code"], label=entry["label"], definition=entry["definition"], within=entry.get("within")
    )
