"""Columns that stand side by side in a record's stored JSON and in a file: cut out of it, not written anew.

A text cannot hold what it is cut at: there each quotation mark has a backslash before it.
"""

from collections.abc import Sequence
from itertools import takewhile

from api.resource import LAST, Resource

# Looking for the two places costs as much as writing some columns.
WORTH = 6


def stretches(resource: Resource, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """All columns in their order, those together that can be cut out together."""
    places = {name: place for place, name in enumerate(plain(resource))}
    found: list[tuple[str, ...]] = []
    for name in columns:
        follows = found and name in places and places[name] - 1 == places.get(found[-1][-1])
        found[-1:] = [(*found[-1], name)] if follows else [*found[-1:], (name,)]
    return found


def plain(resource: Resource) -> list[str]:
    """The columns before the first nested one, in which the same names may come again."""
    if LAST not in resource.columns:  # its JSON is not stored
        return []
    return [each.name for each in takewhile(lambda each: each.kind != "nested", resource.columns.values())]


def cut(resource: Resource, stretch: tuple[str, ...]) -> str:
    """SQL of their members, without the name and the colon of the first."""
    names = list(resource.columns)
    begin = names.index(stretch[0])
    behind = names[begin + len(stretch) :]
    text = f"split_part(x.body, ',\"{behind[0]}\":', 1)" if behind else "left(x.body, -1)"
    return f"split_part({text}, '{',' if begin else '{'}\"{stretch[0]}\":', 2)"
