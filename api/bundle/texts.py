"""The files beside the tables: what each is, and who writes it."""

from collections.abc import Callable

from msgspec import Struct

from api.bundle import citations, codebook, datapackage, licence, readme, scripts
from api.bundle.contents import Contents
from api.bundle.scripts import sql, stata
from api.citing.formats import BIBTEX, CSL
from api.formats import CSV

PLAIN, JSON = "text/plain; charset=utf-8", "application/json"


class Text(Struct, frozen=True, kw_only=True):
    name: str
    media_type: str = PLAIN
    about: str
    write: Callable[[Contents], bytes]


# In the order in which they are written: the README lists all before it.
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
        about="The same to read.",
        write=lambda contents: codebook.as_markdown(contents.tables, contents.codebook),
    ),
    Text(
        name="datapackage.json",
        media_type=JSON,
        about="The tables for machines: a Frictionless data package, version 2.",
        write=datapackage.written,
    ),
    Text(
        name="CITATION.cff",
        media_type="application/yaml",
        about="How to cite the release, for programs.",
        write=citations.as_cff,
    ),
    Text(name="LICENSE", about="Under what terms the files may be used.", write=licence.written),
    Text(
        name="load.R",
        about="Loads the tables into R, typed and labelled.",
        write=lambda _: scripts.text("load.R").encode(),
    ),
    Text(
        name="load.py",
        about="Loads the tables into pandas, typed.",
        write=lambda _: scripts.text("load.py.txt").encode(),
    ),
    Text(
        name="load.do",
        about="Loads the tables into Stata, typed and labelled.",
        write=lambda contents: stata.written(contents.tables),
    ),
    Text(
        name="load.sql",
        about="Loads the tables into DuckDB or PostgreSQL, typed and commented.",
        write=lambda contents: sql.written(contents.tables),
    ),
    Text(
        name="README.md",
        media_type="text/markdown; charset=utf-8",
        about="What the files answer, how to load, check and cite them.",
        write=readme.written,
    ),
)
