"""The citations of a release and of its sources: CITATION.cff, CSL-JSON and BibTeX."""

import json

import msgspec

from api import about
from api.bundle import archive
from api.bundle.contents import Contents
from api.cite import bibtex, csl

CFF, CSL, BIB = "CITATION.cff", "sources.csl.json", "sources.bib"
MESSAGE = "Cite the release, and the source of each number (sources.csl.json, sources.bib)."


def as_cff(contents: Contents) -> bytes:
    """Write Citation File Format 1.2. Texts are JSON strings, which YAML reads unchanged."""
    release, work = contents.release, contents.work
    fields = {
        "cff-version": "1.2.0",
        "message": MESSAGE,
        "type": "dataset",
        "title": work.title,
        "abstract": about.ABOUT,
        "authors": [{"name": about.AUTHORS}],
        "version": release.version,
        "date-released": release.published_at[:10],
        "url": work.pinned_url,
        "repository-artifact": f"{contents.home}/files/{archive.name(release.number)}",
        "license": about.LICENSE_ID,
        "keywords": [*about.KEYWORDS],
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items()]
    return "".join(lines).encode()


def as_csl(contents: Contents) -> bytes:
    return msgspec.json.format(msgspec.json.encode([csl.item(work) for work in contents.cited])) + b"\n"


def as_bibtex(contents: Contents) -> bytes:
    return b"\n".join(bibtex.write(work) for work in contents.cited)
