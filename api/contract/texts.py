"""What the contract says in words."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api import terms
from api.resource import Resource

GUIDE = f"{terms.ABOUT}\n\n" + Path(__file__).with_name("guide.md").read_text(encoding="utf-8").strip()

MATCH = (
    "How a comparison reads a qualified number: `stated` the plain number, `certain` every number that the "
    "statement allows, `possible` at least one."
)

PARAMETERS = {
    "q": "Web-search syntax over names, descriptions and quotes, best match first unless `sort` is given: "
    '`bonus -police`, `"signing bonus" or relocation`.',
    "sort": "The order; a minus turns it around. Records without a value come last, ties follow the id. "
    "Without it: by {usual}.",
    "since": "Only what came after this release; 0 is before the first.",
    "until": "Only what came up to this release.",
    "limit": "The most records a page holds.",
    "after": "The id of a record of that release, in the result or not: the page begins behind its place in "
    "the order. `links.next` has it.",
    "count": "Whether `meta.count` says how many records match in all.",
    "include": "Whole related records inline, as members of each record.",
    "fields": "The columns of the file; they keep the order of the record.",
    "bom": "Whether the file begins with a byte-order mark, without which Excel misreads what is not ASCII.",
    "match": MATCH,
    "release": "The answer as of this release.",
    "known_on": "The answer as of the newest release that was published by the end of that day in UTC.",
}
METADATA = "rows, bytes and SHA-256, columns, the query in words, licence and citation."


def usual_order(resource: Resource) -> str:
    """What a list is ordered by without `sort`."""
    key = "id" if resource.key == "id" else "its " + resource.key
    return f"`{resource.order}`, then {key}" if resource.order else key


def plural(resource: Resource) -> str:
    return resource.plural


def singular(resource: Resource) -> str:
    return resource.singular


def defined(entries: Mapping[str, Mapping[str, Any]]) -> str:
    """A vocabulary with its definitions, as a list."""
    return "\n".join(f"- `{code}`: {entries[code]['definition']}" for code in sorted(entries))


def camel(resource: Resource) -> str:
    return "".join(word.capitalize() for word in resource.name.split("-"))
