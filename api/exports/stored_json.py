"""Cut columns that are adjacent both in a file and in a record's stored JSON out of that JSON.

A text value cannot contain the delimiters of the cut, because JSON escapes its quotation marks.
"""

from collections.abc import Sequence
from itertools import takewhile

from api.catalog.resource import LAST, Resource

# Columns from which on cutting is cheaper: finding both delimiters costs as much as writing some columns.
MIN_COLUMNS = 6


def adjacent_groups(resource: Resource, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Group the columns, in order, by the pieces of JSON that can be cut out together."""
    positions = {name: position for position, name in enumerate(plain(resource))}
    groups: list[tuple[str, ...]] = []
    for name in columns:
        follows = groups and name in positions and positions[name] - 1 == positions.get(groups[-1][-1])
        groups[-1:] = [(*groups[-1], name)] if follows else [*groups[-1:], (name,)]
    return groups


def plain(resource: Resource) -> list[str]:
    """Return the columns before the first nested one, whose JSON can repeat their names."""
    if LAST not in resource.columns:  # its JSON is not stored
        return []
    return [each.name for each in takewhile(lambda each: each.kind != "nested", resource.columns.values())]


def cut(resource: Resource, group: tuple[str, ...]) -> str:
    """SQL for the columns' JSON members, without the name and the colon of the first."""
    names = list(resource.columns)
    start = names.index(group[0])
    following = names[start + len(group) :]
    text = f"split_part(x.body, ',\"{following[0]}\":', 1)" if following else "left(x.body, -1)"
    return f"split_part({text}, '{',' if start else '{'}\"{group[0]}\":', 2)"
