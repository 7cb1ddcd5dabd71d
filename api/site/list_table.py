"""The rows of a list as a table whose headings sort, and as cards on a phone."""

from collections.abc import Sequence
from html import escape
from typing import Any

from markupsafe import Markup

from api.catalog.resource import Resource
from api.query.ordering import default_column
from api.query.parsing import Question
from api.site.links import Links
from api.site.list_columns import Shown, columns


def write(resource: Resource, records: Sequence[Any], question: Question, links: Links) -> Markup:
    """Write the table. Each cell repeats its heading for the card of its row."""
    shown = columns(resource)
    head = "".join([heading(each, resource, question, links) for each in shown])
    starts = tuple(cell_start(each) for each in shown[1:])
    name, others = shown[0].write, [each.write for each in shown[1:]]
    rows = [
        f'<tr><th scope="row">{name(record, links)}</th>'
        + "".join(
            [f"{start}{write(record, links)}</td>" for start, write in zip(starts, others, strict=True)]
        )
        for record in records
    ]
    return Markup(  # noqa: S704 - every text is escaped where it is written
        f'<div class="scroll" tabindex="0"><table class="rows">\n<caption class="unseen">'
        f"{escape(resource.plural.capitalize())}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n"
        + "\n".join([f"{row}</tr>" for row in rows])
        + "\n</tbody></table></div>"
    )


def cell_start(column: Shown) -> str:
    kind = ' class="number"' if column.number else ""
    return f'<td{kind} data-label="{escape(column.head)}">'


def heading(column: Shown, resource: Resource, question: Question, links: Links) -> str:
    """Write a heading. One that sorts is a link: first to the useful direction, then to the other."""
    kind = ' class="number"' if column.number else ""
    if column.sort is None:
        return f'<th scope="col"{kind}>{escape(column.head)}</th>'
    now = question.get("sort", "" if question.get("q") else default_column(resource))
    downwards = resource.columns[column.sort].kind in {"number", "integer", "day", "moment"}
    signs = ("-", "") if downwards else ("", "-")
    following = next(sign + column.sort for sign in signs if sign + column.sort != now)
    query = question.canonical(sort=following, after=None)
    state = {column.sort: ' aria-sort="ascending"', f"-{column.sort}": ' aria-sort="descending"'}.get(now, "")
    href = escape(f"{links.root}{resource.name}?{query}")
    return f'<th scope="col"{kind}{state}><a href="{href}">{escape(column.head)}</a></th>'
