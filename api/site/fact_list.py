"""A list of facts as HTML. Pages have some fifty facts each, and a template takes a millisecond for them."""

from collections.abc import Iterable
from functools import cache
from html import escape

from markupsafe import Markup

from api.site.facts import Cell, Fact, Table


def fact_list(facts: Iterable[Fact]) -> Markup:
    rows = "\n".join([row(fact) for fact in facts])
    return Markup(f'<dl class="facts">\n{rows}\n</dl>')  # noqa: S704 - every text is escaped below


def row(fact: Fact) -> str:
    before, after = frame(fact.label, str(fact.definition), wide=fact.table is not None)
    inner = table(fact.table, fact.label) if fact.table else ", ".join([cell(each) for each in fact.cells])
    return before + inner + after


@cache
def frame(label: str, definition: str, *, wide: bool) -> tuple[str, str]:
    """Write what surrounds a value. There are only as many as columns. `definition` is HTML."""
    kind = ' class="wide"' if wide else ""
    return f"<div{kind}><dt>{escape(label)}</dt><dd>", f'<p class="note">{definition}</p></dd></div>'


def cell(it: Cell) -> str:
    text = f"<bdi>{escape(it.text)}</bdi>"
    return f'<a href="{escape(it.href)}">{text}</a>' if it.href else text


def table(it: Table, caption: str) -> str:
    """Write a table that scrolls by itself, or stands as blocks on a phone."""
    kind = "values" if it.head[1:2] == ["Value"] else "plain"
    head = "".join([f'<th scope="col">{escape(name)}</th>' for name in it.head])
    rows = "\n".join([table_row([cell(each) for each in cells]) for cells in it.rows])
    return (
        f'<div class="scroll" tabindex="0"><table class="stacked {kind}">\n'
        f'<caption class="unseen">{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody></table></div>"
    )


def table_row(cells: list[str]) -> str:
    first, *others = cells
    return f'<tr><th scope="row">{first}</th>{"".join([f"<td>{each}</td>" for each in others])}</tr>'


def table_markup(it: Table, caption: str) -> Markup:
    return Markup(table(it, caption))  # noqa: S704 - every text is escaped above
