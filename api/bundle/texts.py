"""The files of a release besides the tables, each with its description and the function that writes it."""

from collections.abc import Callable

from msgspec import Struct

from api.bundle import citations, codebook, croissant, datapackage, license_text, readme, scripts
from api.bundle.contents import Contents
from api.bundle.scripts import sql, stata
from api.cite.formats import BIBTEX, CSL
from api.exports.formats import CSV

PLAIN, JSON = "text/plain; charset=utf-8", "application/json"


class Text(Struct, frozen=True, kw_only=True):
    name: str
    media_type: str = PLAIN
    about: str
    write: Callable[[Contents], bytes]


# In writing order. The README comes last because it lists the others.
TEXTS = (
    Text(
        name="sources.csl.json",
        media_type=CSL.content_type,
        about="The sources for Zotero, citeproc and pandoc.",
        write=citations.as_csl,
    ),
    Text(
        name="sources.bib",
        media_type=BIBTEX.content_type,
        about="The sources for LaTeX.",
        write=citations.as_bibtex,
    ),
    Text(
        name="codebook.csv",
        media_type=CSV.media_type,
        about="Every column of every table.",
        write=lambda contents: codebook.as_csv(contents.codebook),
    ),
    Text(
        name="codebook.md",
        media_type="text/markdown; charset=utf-8",
        about="The codebook as a document.",
        write=lambda contents: codebook.as_markdown(contents.tables, contents.codebook),
    ),
    Text(
        name="datapackage.json",
        media_type=JSON,
        about="A machine-readable description of the tables: a Frictionless data package, version 2.",
        write=datapackage.write,
    ),
    Text(
        name=croissant.NAME,
        media_type=croissant.MEDIA_TYPE,
        about="The Parquet tables for machine-learning tools: a Croissant 1.1 data set.",
        write=croissant.write,
    ),
    Text(
        name="CITATION.cff",
        media_type="application/yaml",
        about="The citation of the release for programs.",
        write=citations.as_cff,
    ),
    Text(name="LICENSE", about="The terms of use.", write=license_text.write),
    Text(
        name="load.R",
        about="Loads the tables into R, with data types and labels.",
        write=lambda _: scripts.text("load.R").encode(),
    ),
    Text(
        name="load.py",
        about="Loads the tables into pandas, with data types.",
        write=lambda _: scripts.text("load.py.txt").encode(),
    ),
    Text(
        name="load.do",
        about="Loads the tables into Stata, with data types and labels.",
        write=lambda contents: stata.write(contents.tables),
    ),
    Text(
        name="load.sql",
        about="Loads the tables into DuckDB or PostgreSQL, with data types and comments.",
        write=lambda contents: sql.write(contents.tables),
    ),
    Text(
        name="README.md",
        media_type="text/markdown; charset=utf-8",
        about="How to load, cite, check and use the files.",
        write=readme.write,
    ),
)
