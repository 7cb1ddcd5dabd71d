"""How a release and its sources are cited: CITATION.cff, CSL-JSON, BibTeX."""

import json

import msgspec

from api import terms
from api.bundle import archive
from api.bundle.contents import Contents
from api.citing import bibtex, csl

CFF, CSL, BIB = "CITATION.cff", "sources.csl.json", "sources.bib"
MESSAGE = "Cite the release, and beside each number its source (sources.csl.json, sources.bib)."


def as_cff(contents: Contents) -> bytes:
    """Citation File Format 1.2. Texts are in double quotes, which YAML reads as JSON does."""
    release, work = contents.release, contents.work
    fields = {
        "cff-version": "1.2.0",
        "message": MESSAGE,
        "type": "dataset",
        "title": work.title,
        "abstract": terms.ABOUT,
        "authors": [{"name": terms.AUTHORS}],
        "version": release.version,
        "date-released": release.published_at[:10],
        "url": work.address,
        "repository-artifact": f"{contents.home}/files/{archive.name(release.number)}",
        "license": terms.LICENSE_ID,
        "keywords": [*terms.KEYWORDS],
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items()]
    return "".join(lines).encode()


def as_csl(contents: Contents) -> bytes:
    return msgspec.json.format(msgspec.json.encode([csl.item(work) for work in contents.cited])) + b"\n"


def as_bibtex(contents: Contents) -> bytes:
    return b"\n".join(bibtex.write(work) for work in contents.cited)
