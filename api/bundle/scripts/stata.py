"""`load.do`: each table read into Stata and saved as .dta, with dates, labelled codes and labels.

A name has 32 characters at most there: a longer one is cut and gets its position, and its label begins with
the whole name.
"""

from collections.abc import Iterator

from api.bundle.scripts import text
from api.bundle.tables import Field, Table

NAME = "load.do"
LONGEST, LABEL = 32, 80
HEAD = """\
* Reads the tables of this folder into Stata 16 or later and saves each as a .dta file: do load.do, in this
* folder. Days are dates, codes are labelled numbers, booleans are 0 and 1. Lists and JSON stay texts.
* Names longer than 32 characters are cut and end in the column's position; their label begins with the
* whole name.
"""
IMPORT = (
    "clear\n"
    'import delimited using "{file}", varnames(nonames) rowrange(2) stringcols(_all) encoding("UTF-8") '
    "bindquote(strict) maxquotedrows(unlimited) clear"
)
# What is done to all columns of a type at once.
CONVERTED = {
    "integer": "destring {names}, replace",
    "number": "destring {names}, replace",
    "boolean": "muster_booleans {names}",
    "date": "muster_days {names}",
    "datetime": "muster_moments {names}",
}


def written(tables: list[Table]) -> bytes:
    parts = [HEAD, text(NAME), *("\n".join([*lines(table), ""]) for table in tables)]
    return "\n".join(parts).encode()


def lines(table: Table) -> Iterator[str]:
    names = {field.name: short(field.name, n) for n, field in enumerate(table.fields, 1)}
    yield f"* {table.file}"
    yield IMPORT.format(file=table.file)
    yield from (f"rename v{n} {name}" for n, name in enumerate(names.values(), 1))
    for kind, done in CONVERTED.items():
        if of_kind := [names[field.name] for field in table.fields if field.type == kind]:
            yield done.format(names=" ".join(of_kind))
    for n, field in enumerate(table.fields, 1):
        yield from codes(field, names[field.name], n)
        yield from labels(field, names[field.name])
    yield f'save "{table.name}.dta", replace'


def short(name: str, position: int) -> str:
    if len(name) <= LONGEST:
        return name
    end = f"_{position}"
    return name[: LONGEST - len(end)] + end


def codes(field: Field, name: str, position: int) -> Iterator[str]:
    if field.column.codes:
        numbered = " ".join(f"{n} {quoted(code)}" for n, code in enumerate(field.column.codes, 1))
        yield f"label define codes{position} {numbered}"
        yield f"muster_codes {name} codes{position}"


def labels(field: Field, name: str) -> Iterator[str]:
    whole = "" if name == field.name else f"{field.name}: "
    description = field.column.description
    yield f"label variable {name} {quoted(cut(whole + (field.label or description)))}"
    yield f"notes {name}: {plain(whole + description)}"


def cut(label: str) -> str:
    return label if len(label) <= LABEL else label[: LABEL - 1] + "…"


def quoted(label: str) -> str:
    return f'"{plain(label)}"'


def plain(label: str) -> str:
    """Without what Stata would take for a macro or for the end of the text."""
    return label.replace("`", "").replace("$", "USD ").replace('"', "'").replace("\n", " ")
