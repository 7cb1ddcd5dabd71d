"""What `muster export RESOURCE --help` says."""

import click

from api.exporting import options
from api.resource import Resource

HELP = """{about}

Every record that matches goes into the file, in the order of `{order}` unless --sort says another.

An option that is given several times means any of its values. Several options must all hold.
"""
FOOT = """
\b
Exit codes: 0 the file is whole; 1 no such release or record, or a failure: nothing is written;
2 the question is not valid, wrong usage or settings.
"""


class Exporting(click.Command):
    """Its help has one entry a column, with the operators behind the first option."""

    resource: Resource

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        columns = {column.name: column for column, _ in self.resource.filters.values()}
        rows = [
            (f"{options.option(name)} {options.metavar(column)}", told(self.resource, name))
            for name, column in columns.items()
        ]
        shown = [param for param in self.params if param.name not in self.resource.filters]
        with formatter.section("The file"):
            formatter.write_dl([found for param in shown if (found := param.get_help_record(ctx))])
        with formatter.section("Which records"):
            formatter.write_dl(rows)


def told(resource: Resource, name: str) -> str:
    column = resource.columns[name]
    suffixes = [operator.suffix for found, operator in resource.filters.values() if found.name == name]
    more = ", ".join(options.option(name + suffix) for suffix in suffixes if suffix)
    codes = f" Codes: {', '.join(column.codes)}." if column.codes else ""
    return column.description + codes + (f" Also {more}." if more else "")


def about(resource: Resource) -> str:
    return HELP.format(about=resource.about, order=resource.order or resource.key)


def others(resource: Resource) -> dict[str, str]:
    """Of the parameters that are no filters of a column."""
    return {
        "fields": "Only these columns, joined with commas.",
        "sort": f"One of {', '.join((resource.key, *resource.sorts))}; a minus turns the order around.",
        "q": "Web-search words; which records they find.",
        "match": "How --value reads a qualified number: stated, certain or possible.",
        "release": "As of this release (a number).",
        "known_on": "As of the newest release of this day.",
        "since": "Only what came after this release; 0 is before the first.",
        "until": "Only what came up to this release.",
        "bom": "true: with a byte-order mark, which Excel needs (csv only).",
    }
