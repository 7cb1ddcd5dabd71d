"""What a reader can take from a list: files, URLs, code, a feed."""

from collections.abc import Iterator

from msgspec import Struct

from api.catalog.resource import Resource
from api.exports.formats import Format, forms_of

# The name of a file format in a menu, by its suffix. A format that is not here has its suffix as name.
NAMES = {
    ".csv": "CSV",
    ".xlsx": "Excel",
    ".parquet": "Parquet",
    ".array.json": "JSON",
    ".ndjson": "NDJSON",
    ".geojson": "GeoJSON",
}


class Download(Struct, frozen=True, kw_only=True):
    """A file of all rows: its name, its suffix, and for what it is best."""

    name: str
    suffix: str


class Code(Struct, frozen=True, kw_only=True):
    """Lines that load the list in a program."""

    title: str
    text: str


def downloads(resource: Resource) -> list[Download]:
    forms = sorted(forms_of(resource), key=place)
    return [Download(name=NAMES.get(form.suffix, form.suffix), suffix=form.suffix) for form in forms]


def place(form: Format) -> int:
    return [*NAMES, form.suffix].index(form.suffix)


def code(csv_url: str, resource: Resource) -> Iterator[Code]:
    """Write the fewest lines. A canonical URL has no quote, blank or backslash, so it can stand in quotes."""
    yield Code(title="curl", text=f"curl -sL '{csv_url}' -o {resource.name}.csv")
    yield Code(title="pandas", text=f'import pandas\nrows = pandas.read_csv("{csv_url}")')
    yield Code(title="R", text=f'rows <- read.csv("{csv_url}")')
    yield Code(title="D3", text=f'const rows = await d3.csv("{csv_url}", d3.autoType);')
