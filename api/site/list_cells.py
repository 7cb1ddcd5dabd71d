"""The cells of a list's table, as HTML: a column of the record, or what is made of several."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from html import escape
from typing import Any, Final

from api.catalog.columns import Column
from api.catalog.resource import Resource
from api.cite import titles
from api.cite.dates import partial_day
from api.cite.titles import joined
from api.site.facts import WEB, cell, cells, day
from api.site.links import Links
from api.site.stated import marks, when
from api.site.words import BASES_IN_BRIEF

# Writes the content of a cell as HTML.
Write = Callable[[Any, Links], str]
# Numbers without commas.
PLAIN: Final = frozenset({"year", "number", "release_number"})
# Columns of shares, which pages show in percent.
SHARES: Final = frozenset({
    "sworn_female_share", "total_female_share", "change_1y", "change_5y", "change_since_2005",
    "officer_coverage", "resident_coverage", "panel_change", "listed_share",
})  # fmt: skip


def writer(resource: Resource, column: Column) -> Write:
    """Write a column of the record, by its kind."""
    name = column.name
    if column.kind in {"integer", "number"}:
        written = share if name in SHARES else number if name not in PLAIN else plain
        return lambda record, _: written(getattr(record, name))
    if column.kind in {"text", "code"} and name not in resource.references:
        return lambda record, _: text(getattr(record, name))
    if column.kind == "enum":
        return lambda record, _: code(column, record, getattr(record, name))
    if (target := resource.references.get(name)) and column.kind != "list":
        return reference(name, target)
    if column.kind == "day":
        precision = f"{name}_precision"
        return lambda record, _: escape(day(getattr(record, name), getattr(record, precision, "day")))

    def write(record: Any, links: Links) -> str:
        value = getattr(record, name)
        if value is None or value == []:
            return ""
        found = cells(resource, column, record, value, links)
        return ", ".join([link(each.text, each.href) if each.href else bdi(each.text) for each in found])

    return write


def reference(name: str, target: str) -> Write:
    """Link to the record that a column names, by its name if the record has it."""
    called = f"{name.removesuffix('_id')}_name"

    def write(record: Any, links: Links) -> str:
        key = getattr(record, name)
        return "" if key is None else link(getattr(record, called, None) or key, links.record(target, key))

    return write


def code(column: Column, record: Any, value: str | None) -> str:
    """Write a code of a closed list, of which there are only so many."""
    if value is None:
        return ""
    place = (column.name, value)
    if place not in CODES:
        CODES[place] = bdi(cell(column, record, value).text)
    return CODES[place]


CODES: Final[dict[tuple[str, str], str]] = {}


def text(value: str | None) -> str:
    if value is None:
        return ""
    return link(value, value) if value.startswith(WEB) else bdi(value)


def number(value: float | None) -> str:
    return "" if value is None else f"{value:,}"


def plain(value: float | None) -> str:
    return "" if value is None else str(value)


def share(value: float | None) -> str:
    """Write a share in percent, to one decimal: 0.1234 is 12.3%."""
    return "" if value is None else f"{value * 100:,.1f}%"


# Rows of a page, and of many pages, name the same agencies and publishers.
@lru_cache(8192)
def link(text: str, href: str) -> str:
    return f'<a href="{escape(href)}"><bdi>{escape(text)}</bdi></a>'


@lru_cache(8192)
def bdi(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"


def value(record: Any, links: Links) -> str:  # noqa: ARG001 - as every writer of cells
    return bdi(titles.value(record) if hasattr(record, "per") else record.value_text)


def whom(record: Any, links: Links) -> str:
    state = f", {record.agency_state}" if record.agency_state else ""
    return link(f"{record.agency_name}{state}", links.record("agencies", record.agency_id))


def date(record: Any, links: Links) -> str:  # noqa: ARG001
    """Write the date. That its source states it is not said in every row: what is not stated is."""
    return escape(when(record).removesuffix(f", {BASES_IN_BRIEF['stated']}"))


def published(record: Any, links: Links) -> str:
    found = partial_day(record.source_published_on, record.source_published_on_precision)
    said = joined(record.source_publisher or "unknown", found.ap if found else None)
    return link(said, links.record("sources", record.source_id)) if record.source_id else bdi(said)


def check(record: Any, links: Links) -> str:
    """Write what an editor must see: what the number is, and each flag with its sentence."""
    said = [f"<li>{escape(mark)}</li>" for mark in marks(record)]
    flags, notes = getattr(record, "flags", ()), getattr(record, "flag_notes", ())
    guide = f"{links.root}guides/quality"
    said += [
        f'<li class="flag"><a href="{guide}">{escape(flag.replace("_", " "))}</a>: {escape(note)}</li>'
        for flag, note in zip(flags, notes, strict=True)
    ]
    return f'<ul class="plain">{"".join(said)}</ul>' if said else ""


def notes(record: Any, links: Links) -> str:
    return "; ".join(said_of_agency(record, links))


def said_of_agency(record: Any, links: Links) -> Iterator[str]:
    if record.aggregate:
        yield "A total of agencies: never add it to agencies"
    if record.replaced_by:
        yield f"Replaced by {link(record.replaced_by, links.record('agencies', record.replaced_by))}"


MADE: Final[Mapping[str, Write]] = {
    "+value": value, "+whom": whom, "+when": date, "+published": published, "+check": check, "+notes": notes,
}  # fmt: skip
