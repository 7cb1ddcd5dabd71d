"""What a pin keeps: every kind of question that the catalogue allows, and what of its answer stays for ever.

A resource, a column, an operator or a format that is added later is asked for by itself.
"""

import hashlib
import json
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote

import httpx

from api.catalog.resource import Resource
from api.catalog.resources import CATALOG, REVISED
from api.exports.formats import forms_of
from tests.api import forms
from tests.api.oracle import Record
from tests.api.test_filters import SUFFIXES, cases

Kept = tuple[int, dict[str, str], Any]

# Addresses that no entry of the catalogue gives; {id} is an agency.
OTHERS = ("/v1/agencies/{id}/summary",)
# The form of a file → how its values are read, where it promises those and not the bytes.
READ: dict[str, Callable[[bytes], Any]] = {suffix: forms.READ[suffix] for suffix in (".parquet", ".xlsx")}
HEADERS = (
    "etag",
    "vary",
    "cache-control",
    "content-type",
    "content-location",
    "content-disposition",
    "link",
    "muster-release",
    "muster-contract",
)
PAGES_ON = 2


def questions(records: dict[str, list[Record]]) -> Iterator[str]:
    """`records` are those of a release, by resource: the questions have an answer there."""
    for resource in CATALOG:
        yield from pages(resource, records[resource.name])
        yield from files(resource, records[resource.name])
        yield from single(resource, records[resource.name])
    for agency in ends(records["agencies"]):
        yield from (other.format(id=agency["id"]) for other in OTHERS)


def pages(resource: Resource, records: list[Record]) -> Iterator[str]:
    path = f"/v1/{resource.name}"
    yield from (f"{path}?limit=1000&count=true", f"{path}.json?limit=3")
    for column in (resource.key, *resource.sorts):
        yield from (f"{path}?limit=5&sort={sign}{column}" for sign in ("", "-"))
    for condition in filters(resource, records):
        yield f"{path}?{condition}&limit=7"
    for relations in (*resource.include, ",".join(resource.include)) if resource.include else ():
        yield f"{path}?include={relations}&limit=50&sort=-{resource.sorts[0]}"
    if resource.searched:
        yield f"{path}?limit=1000&q=police"


def files(resource: Resource, records: list[Record]) -> Iterator[str]:
    some = ",".join(resource.file_columns[::3])
    conditions = list(filters(resource, records))
    for form in forms_of(resource):
        path = f"/v1/{resource.name}{form.suffix}"
        yield from (path, f"{path}?fields={some}", f"{path}?sort=-{resource.sorts[-1]}")
        yield f"{path}?{conditions[-1]}"


def single(resource: Resource, records: list[Record]) -> Iterator[str]:
    for record in ends(records, resource.key):
        path = f"/v1/{resource.name}/{record[resource.key]}"
        yield from (path, f"{path}.json")
        if resource.include:
            yield f"{path}?include={','.join(resource.include)}"
        if resource.cited:
            yield from (f"{path}/cite", f"{path}/cite.bib")
        if resource in REVISED:
            yield f"{path}/history"


def ends(records: list[Record], key: str = "id") -> list[Record]:
    """The first record and the last, the one that changed first and last; no agency that was replaced."""
    there = [record for record in records if not record.get("replaced_by")]
    changed = sorted(there, key=lambda record: record.get("last_changed_release", 0))
    some = (*there[:1], *there[-1:], *changed[:1], *changed[-1:])
    return list({str(record[key]): record for record in some}.values())


def filters(resource: Resource, records: list[Record]) -> Iterator[str]:
    """Each operator once for each kind of column, with a value that is there, and each way to match."""
    asked = set()
    for suffix in SUFFIXES:
        for parameter, given in cases(resource.name, suffix, records):
            column, _ = resource.filters[parameter]
            if (column.kind, suffix) not in asked:
                asked.add((column.kind, suffix))
                yield f"{parameter}={quote(given)}"
    if resource.stated:
        yield from (f"value__gte=10.5&match={match}" for match in ("certain", "possible"))


def pinned(question: str, release: int) -> str:
    return f"{question}{'&' if '?' in question else '?'}release={release}"


async def asked(client: httpx.AsyncClient, of: Iterable[str], release: int) -> dict[str, Kept]:
    """By address; of long lists some pages further on too, as `links.next` leads."""
    found: dict[str, Kept] = {}
    for question in of:
        address: str | None = pinned(question, release)
        ahead = PAGES_ON
        while address and ahead >= 0:
            answer = await client.get(address)
            assert answer.status_code == 200, (address, answer.text)
            found[address] = kept(answer)
            address, ahead = following(answer), ahead - 1
    return found


async def asked_again(client: httpx.AsyncClient, known: Iterable[str]) -> dict[str, Kept]:
    return {address: kept(await client.get(address)) for address in known}


def kept(answer: httpx.Response) -> Kept:
    headers = {name: answer.headers[name] for name in HEADERS if name in answer.headers}
    return answer.status_code, headers, content(answer)


def content(answer: httpx.Response) -> Any:
    """The hash of the bytes; values where no more is promised."""
    for suffix, read in READ.items():
        if answer.url.path.endswith(suffix):
            return read(answer.content)
    if "q" in answer.url.params:
        return sorted(json.dumps(record) for record in answer.json()["data"])
    return hashlib.sha256(answer.content).hexdigest()


def following(answer: httpx.Response) -> str | None:
    is_page = answer.headers.get("content-type") == "application/json" and answer.content.startswith(b"{")
    return answer.json().get("links", {}).get("next") if is_page else None


def differing(found: dict[str, Kept], expected: dict[str, Kept]) -> list[str]:
    assert found.keys() == expected.keys()
    return [address for address in expected if found[address] != expected[address]]


async def records_of(walk: Callable[[str], Awaitable[list[Record]]], release: int) -> dict[str, list[Record]]:
    return {
        resource.name: await walk(f"/v1/{resource.name}?limit=1000&release={release}") for resource in CATALOG
    }
