"""LICENSE: the terms of the files, and the known terms of each source."""

from api import about
from api.bundle.contents import Contents

NAME = "LICENSE"
LINES = """\
{title}

The collection (the selection, the normalized figures, the ids and our own text) is licensed under
{name} ({id}):

    {license_url}

You may use it for any purpose if you credit {muster} and the release:

    {cite_as}

CITATION.cff has the URL of the release.

Facts are not protected by copyright. Quotations are short excerpts that cite what they support.
The load scripts (load.R, load.py, load.do, load.sql) are under the MIT license, like Muster's code.

Each source has its own terms (column license of sources.csv). The known ones are:

{sources}
"""


def write(contents: Contents) -> bytes:
    release = contents.release
    text = LINES.format(
        title=f"License of the data of {about.TITLE}, release {release.number}",
        name=about.LICENSE_TITLE,
        id=about.LICENSE_ID,
        license_url=about.LICENSE,
        muster=about.NAME,
        # without the public URL, so that the file is the same on every server
        cite_as=about.cite_as(release.number, release.published_at, "").rstrip(),
        sources="\n".join(source_terms(contents)),
    )
    return text.encode()


def source_terms(contents: Contents) -> list[str]:
    """List the terms, each with the sources that share them."""
    by_terms: dict[str, list[str]] = {}
    for source in contents.sources:
        if source.license:
            by_terms.setdefault(source.license, []).append(source.id)
    return [f"- {terms}: {', '.join(ids)}" for terms, ids in by_terms.items()]
