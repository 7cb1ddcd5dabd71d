"""`load.do`: load each table into Stata and save it as .dta, with dates, labeled codes and labels.

Stata names have at most 32 characters. A longer name is shortened and ends in the column's position, and its
label begins with the full name.
"""

from collections.abc import Iterator

from api.bundle.scripts import text
from api.bundle.tables import Field, Table

NAME = "load.do"
LONGEST, LABEL = 32, 80
HEAD = """\
* Loads the tables of this folder into Stata 16 or later and saves each as a .dta file. Run in this folder:
* do load.do
* Days become dates, codes labeled numbers, booleans 0 and 1. Lists and JSON stay text. Names longer than 32
* characters are shortened and end in the column's position; their label begins with the full name.
"""
IMPORT = (
    "clear\n"
    'import delimited using "{file}", varnames(nonames) rowrange(2) stringcols(_all) encoding("UTF-8") '
    "bindquote(strict) maxquotedrows(unlimited) clear"
)
# Column type → the command that converts all columns of the type.
CONVERTED = {
    "integer": "destring {names}, replace",
    "number": "destring {names}, replace",
    "boolean": "muster_booleans {names}",
    "date": "muster_days {names}",
    "datetime": "muster_moments {names}",
}


def write(tables: list[Table]) -> bytes:
    parts = [HEAD, text(NAME), *("\n".join([*lines(table), ""]) for table in tables)]
    return "\n".join(parts).encode()


def lines(table: Table) -> Iterator[str]:
    names = {field.name: short(field.name, n) for n, field in enumerate(table.fields, 1)}
    yield f"* {table.file}"
    yield IMPORT.format(file=table.file)
    yield from (f"rename v{n} {name}" for n, name in enumerate(names.values(), 1))
    for kind, command in CONVERTED.items():
        if columns := [names[field.name] for field in table.fields if field.type == kind]:
            yield command.format(names=" ".join(columns))
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
    """Replace the characters that Stata reads as a macro or as the end of the text."""
    return label.replace("`", "").replace("$", "USD ").replace('"', "'").replace("\n", " ")
