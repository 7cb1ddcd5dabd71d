"""True answers, of the first release that has them: recorded by the tests, which also compare them."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from api import ranges, stored, terms
from api.catalog import CATALOG
from api.citing.formats import FORMATS as CITE_FORMATS
from api.formats import forms_of
from api.history import WITH_HISTORY
from api.problems import Refusal
from api.releases import Held
from api.resource import Resource

RECORDED = Path(__file__).with_name("answers.json")
# The public address at the time of recording, replaced by the present one.
BASE = "http://127.0.0.1:8000"
# The first release that holds a resource's example, where it is not the first.
HELD_SINCE = {"agreements": 10, "corrections": 13}
SUMMARY = "/v1/agencies/us-dhs-ice/summary?release=1"
CATALOGUE, MODELS = "/data.json?release=1", "/llms.txt?release=1"
RELEASE_FILES = "/v1/releases/1/files"
FIRST = Held(number=1, content_sha256="", published_at="")


class Asked(Struct, frozen=True, kw_only=True, order=True):
    """A request whose answer is an example."""

    address: str
    accept: str = "*/*"


FAULTS = {
    "invalid-query": Asked(address="/v1/staffing-figures?metrik=hires&value__gte=many&release=1"),
    "not-found": Asked(address="/v1/agencies/us-dhs-iec?release=1"),
    "not-acceptable": Asked(address="/v1/agencies/us-dhs-ice?release=1", accept="text/html"),
}
# What no healthy server of release 1 answers with, as the code that refuses says it.
REFUSALS = {
    "uri-too-long": Refusal("uri-too-long", f"At most {terms.QUERY_BYTES} bytes."),
    "internal": Refusal(
        "internal", "The server made a mistake.", request_id="0f3b8c9a5e7d4d0f9d5b1c2e3a4f5061"
    ),
    "files-not-here": stored.not_stored(FIRST),
    "removed": stored.outdated(FIRST),
    "range-not-satisfiable": ranges.beyond(1024),
    "database-unavailable": Refusal("database-unavailable", "The database is away."),
    "query-timeout": Refusal("query-timeout", "The database did not answer in time."),
}


def asked() -> Iterable[Asked]:
    """Every request to record."""
    for resource in CATALOG:
        for suffix in suffixes(resource):
            yield from (Asked(address=address) for address in listing(resource, suffix))
        yield from (Asked(address=single(resource, suffix)) for suffix in ("", ".json"))
        if resource.cited:
            yield from (Asked(address=cite(resource, suffix)) for suffix in cite_suffixes())
    yield from (Asked(address=history(resource)) for resource in WITH_HISTORY)
    yield from (Asked(address=dataset(resource)) for resource in CATALOG if resource.dataset)
    yield from (Asked(address=address) for address in (SUMMARY, CATALOGUE, MODELS, RELEASE_FILES))
    yield from FAULTS.values()


def suffixes(resource: Resource) -> tuple[str, ...]:
    """Of what can be shown as text; one account of a file stands for all."""
    written = (form.suffix for form in forms_of(resource) if form.library is None)
    return ("", ".json", *written, ".csv.metadata.json")


def listing(resource: Resource, suffix: str) -> tuple[str]:
    number = HELD_SINCE.get(resource.name, 1)
    return (f"/v1/{resource.name}{suffix}?{resource.key}={resource.example}&release={number}",)


def single(resource: Resource, suffix: str) -> str:
    return f"/v1/{resource.name}/{resource.example}{suffix}?release={HELD_SINCE.get(resource.name, 1)}"


def dataset(resource: Resource) -> str:
    """Its address names the release itself."""
    return f"/v1/{resource.name}/{resource.example}.jsonld"


def cite_suffixes() -> tuple[str, ...]:
    return ("", *(form.suffix for form in CITE_FORMATS))


def cite(resource: Resource, suffix: str) -> str:
    return single(resource, f"/cite{suffix}")


def history(resource: Resource) -> str:
    held = HELD_SINCE.get(resource.name, 1)
    return f"/v1/{resource.name}/{resource.example}/history?release={held}"


@cache
def recorded(public_url: str) -> dict[str, Any]:
    text = RECORDED.read_text(encoding="utf-8") if RECORDED.exists() else "{}"
    found: dict[str, Any] = msgspec.json.decode(text.replace(BASE, public_url))
    return found


def shown(asked: Asked, public_url: str) -> dict[str, Any]:
    """The `examples` of a media type: none where the answer was not recorded."""
    key = name(asked)
    body = recorded(public_url).get(key)
    return {} if body is None else {"examples": {"recorded": {"summary": f"GET {key}", "value": body}}}


def name(asked: Asked) -> str:
    return asked.address + ("" if asked.accept == "*/*" else f" with Accept: {asked.accept}")


def of_list(resource: Resource, suffix: str, public_url: str) -> dict[str, Any]:
    return shown(Asked(address=listing(resource, suffix)[0]), public_url)


def problems(slugs: Iterable[str], public_url: str) -> dict[str, Any]:
    for slug in slugs:
        if slug in FAULTS:
            return shown(FAULTS[slug], public_url)
        if slug in REFUSALS:
            body = msgspec.to_builtins(REFUSALS[slug].problem(public_url))
            return {"examples": {slug: {"summary": body["title"], "value": body}}}
    return {}
