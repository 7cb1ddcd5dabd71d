"""The columns of a list's table: how each is headed, what it sorts by, and what stands in a cell."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from msgspec import Struct

from api.catalog.resource import Resource
from api.pages.labels import label
from api.site.headings import heading
from api.site.links import Links
from api.site.list_cells import MADE, Write, link, writer
from api.site.stated import COUNTED

OF_STATES = (
    "year", "sworn", "agencies", "agencies_silent", "officer_coverage", "population", "sworn_per_1000",
    "change_since_2005", "no_rate_because", "flags",
)  # fmt: skip
# Texts that are numbers as stated.
NUMBERS: Final = frozenset({"headline_value_text"})
# The columns after the first, which names the record and leads to its page. `+` names one made here.
SHOWN: Final[Mapping[str, Sequence[str]]] = {
    "staffing-figures": ("+value", "+whom", "+when", "+published", "+check"),
    "incentives": ("+value", "+whom", "+when", "+published", "+check"),
    "area-figures": ("+value", "area_id", "+when", "+published", "modality"),
    "agencies": ("state", "kind", "level", "county", "ori", "parent_id", "+notes"),
    "agency-years": (
        "year", "sworn", "civilian", "total", "population", "sworn_per_1000", "sworn_female_share",
        "change_since_2005", "flags",
    ),
    "state-years": OF_STATES,
    "national-years": OF_STATES[1:],
    "agreements": ("agency_id", "model", "status", "signed_on", "last_listed_on"),
    "incentive-programs": ("agency_id", "status", "announced_on", "summary"),
    "sources": ("publisher", "kind", "published_on", "checked_on", "expected_next"),
    "citations": ("speaker", "publisher", "source_published_on", "topic"),
    "series": ("agency_id", "headline_value_text", "headline_as_of", "figures", "flags"),
    "coverage": ("metric", "state", "year", "agencies", "figures"),
    "releases": ("title", "published_at", "added", "changed", "withdrawn"),
    "changes": ("release_number", "resource", "operation", "kind", "notice"),
    "corrections": ("release_number", "resource", "operation", "kind", "notice"),
}  # fmt: skip
# Column of the table → the column that it sorts by, if that is another.
SORTED_BY: Final[Mapping[str, str]] = {
    "+value": "value", "+when": "as_of", "+published": "source_published_on", "+whom": "agency_name",
    "agency_id": "agency_name", "area_id": "area_name", "headline_value_text": "headline_value",
    "headline_as_of": "last_as_of",
}  # fmt: skip
# Columns that name a record, by which the first column of most lists sorts.
NAMES: Final = ("label", "name")
# The columns that `+notes` reads.
OF_NOTES: Final = frozenset({"aggregate", "replaced_by"})
# The column that names a record, if it has neither.
TITLES: Final[Mapping[str, str]] = {
    "agencies": "name", "agency-years": "agency_label", "state-years": "state_name",
    "national-years": "year", "coverage": "source_title",
}  # fmt: skip
# What it sorts by otherwise.
FIRST_BY: Final[Mapping[str, str]] = {
    "incentives": "kind", "releases": "number",
    "coverage": "source_id", "national-years": "year", "citations": "source_id",
    "agency-years": "id",
}  # fmt: skip
# Headings that say more than the name of their column.
HEADS: Final[Mapping[str, str]] = {
    "+value": "Value", "+whom": "Agency", "+when": "Date", "+published": "Published by",
    "+check": "Before you print it", "+notes": "Notes", "agency_id": "Agency", "area_id": "Area",
    "parent_id": "Part of", "sworn": "Officers", "civilian": "Civilians", "population": "Residents",
    "sworn_per_1000": "Officers per 1,000", "sworn_female_share": "Women among officers",
    "agencies_silent": "Agencies without a report", "headline_value_text": "Newest value",
    "headline_as_of": "Date",
}  # fmt: skip


class Shown(Struct, frozen=True, kw_only=True):
    """A column of the table. `sort`: what it sorts by. `number`: whether it stands to the right."""

    head: str
    sort: str | None
    number: bool
    write: Write


@cache
def columns(resource: Resource) -> tuple[Shown, ...]:
    return (first(resource), *(shown(resource, name) for name in SHOWN.get(resource.name, usual(resource))))


def usual(resource: Resource) -> tuple[str, ...]:
    """The columns of a list without a choice of its own: the first that its heading does not say."""
    left_out = {*NAMES, "first_release", "last_changed_release"}
    named = [
        name
        for name, column in resource.columns.items()
        if column.kind not in {"id", "nested"} and name not in left_out
    ]
    return tuple(named[:6])


def sort_of(resource: Resource, name: str) -> str | None:
    by = SORTED_BY.get(name, name)
    return by if by in resource.sorts or by == resource.key else None


def first(resource: Resource) -> Shown:
    by = FIRST_BY.get(resource.name) or next((name for name in NAMES if name in resource.sorts), None)
    sort = sort_of(resource, by) if by else None
    title = title_of(resource)

    def named(record: Any, links: Links) -> str:
        return link(title(record), links.record(resource.name, getattr(record, resource.key)))

    head = "Counted" if resource.record in COUNTED else resource.singular.capitalize()
    return Shown(head=head, sort=sort, number=False, write=named)


def naming(resource: Resource) -> str | None:
    return TITLES.get(resource.name) or next((name for name in NAMES if name in resource.columns), None)


def is_named_by_a_column(resource: Resource) -> bool:
    return naming(resource) is not None


def shown_columns(resource: Resource) -> set[str]:
    """List the columns of the record that its row is made of."""
    shown = {naming(resource) or resource.key, *SHOWN.get(resource.name, usual(resource))}
    beside = {f"{name.removesuffix('_id')}_name" for name in shown} | {f"{name}_precision" for name in shown}
    return (shown | beside | OF_NOTES) & resource.columns.keys()


def title_of(resource: Resource) -> Callable[[Any], str]:
    """Choose what names a record in its row: a column, what it counts, or the heading of its page."""
    if resource.record in COUNTED:
        return COUNTED[resource.record]
    if column := naming(resource):
        return lambda record: str(getattr(record, column))
    return lambda record: heading(record, getattr(record, resource.key)).title


def shown(resource: Resource, name: str) -> Shown:
    head, sort = HEADS.get(name, label(name)), sort_of(resource, name)
    if name in MADE:
        return Shown(head=head, sort=sort, number=name == "+value", write=MADE[name])
    column = resource.columns[name]
    number = column.kind in {"integer", "number"} or name in NUMBERS
    return Shown(head=head, sort=sort, number=number, write=writer(resource, column))
