"""JSON-LD read without a network: whatever would be fetched fails."""

from collections.abc import Iterator
from typing import Any

from pyld import jsonld

SCHEMA_ORG = {"https://schema.org", "https://schema.org/"}


def load(url: str, _options: Any) -> dict[str, Any]:
    """schema.org's own context, as far as the names of its terms go."""
    assert url in SCHEMA_ORG, f"{url} would be fetched"
    document = {"@context": {"@vocab": "https://schema.org/"}}
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": document,
    }


def expanded(document: Any) -> list[Any]:
    found: list[Any] = jsonld.expand(document, {"documentLoader": load})
    return found


def objects(node: Any) -> Iterator[dict[str, Any]]:
    """Every object in a document but its context."""
    if isinstance(node, dict):
        yield node
        for name, each in node.items():
            if name != "@context":
                yield from objects(each)
    elif isinstance(node, list):
        for each in node:
            yield from objects(each)


def members(node: Any) -> list[str]:
    """The names of all members, those of JSON-LD itself left out."""
    return sorted(name for each in objects(node) for name in each if not name.startswith("@"))


def terms(node: Any) -> set[str]:
    """The types and properties of an expanded document."""
    nodes = [each for each in objects(node) if "@value" not in each]
    types = {kind for each in nodes for kind in each.get("@type", [])}
    return types | set(members(node))
