"""The help text of `muster export RESOURCE`."""

import click

from api.catalog.resource import Resource
from api.cli.export import options

HELP = """{about}

Writes every matching record, ordered by `{order}` unless you pass --sort.

Repeat an option to match any of several values. A record must match all options.
"""
FOOT = """
\b
Exit codes: 0 the file is complete; 1 no such release or record, or a failure, and nothing is written;
2 invalid query, usage or settings.
"""


class ExportCommand(click.Command):
    """An export command whose help has one entry per column, with its operators."""

    resource: Resource

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        columns = {column.name: column for column, _ in self.resource.filters.values()}
        rows = [
            (f"{options.option(name)} {options.metavar(column)}", column_help(self.resource, name))
            for name, column in columns.items()
        ]
        options_shown = [param for param in self.params if param.name not in self.resource.filters]
        with formatter.section("File"):
            formatter.write_dl([record for param in options_shown if (record := param.get_help_record(ctx))])
        with formatter.section("Filters"):
            formatter.write_dl(rows)


def column_help(resource: Resource, name: str) -> str:
    column = resource.columns[name]
    suffixes = [operator.suffix for filtered, operator in resource.filters.values() if filtered.name == name]
    more = ", ".join(options.option(name + suffix) for suffix in suffixes if suffix)
    codes = f" Codes: {', '.join(column.codes)}." if column.codes else ""
    return column.description + codes + (f" Also {more}." if more else "")


def about(resource: Resource) -> str:
    return HELP.format(about=resource.about, order=resource.order or resource.key)


def others(resource: Resource) -> dict[str, str]:
    """Describe the parameters that do not filter a column."""
    return {
        "fields": "The columns of the file, separated by commas.",
        "sort": f"The order: {', '.join((resource.key, *resource.sorts))}. A minus reverses it.",
        "q": "Search the texts, in web-search syntax.",
        "match": "How --value compares a qualified number: stated, certain or possible.",
        "release": "The data as of this release number.",
        "known_on": "The data as of the newest release published by the end of this day in UTC.",
        "since": "Only rows of releases after this one. 0 is before the first.",
        "until": "Only rows of releases up to and including this one.",
        "bom": "true: begin the file with a byte-order mark, for Excel (csv only).",
        "excel": "true: also write an apostrophe before texts that Excel would run as formulas (csv only).",
    }
