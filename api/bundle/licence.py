"""LICENSE: under what terms the files are offered, and those of each source."""

from api import terms
from api.bundle.contents import Contents

NAME = "LICENSE"
LINES = """\
{title}

The collection (the selection, the normalized figures, the ids, our own sentences) is offered under
{name} ({id}):

    {address}

Use it for anything; name {muster} and the release:

    {cite_as}

Facts themselves belong to nobody. Quotations are short excerpts, given to cite what they support.
The load scripts (load.R, load.py, load.do, load.sql) are code, under the MIT licence, as Muster's own is.

Each source carries its own terms (column license of sources.csv). As far as they are known:

{sources}
"""


def written(contents: Contents) -> bytes:
    release = contents.release
    text = LINES.format(
        title=f"Licence of the data of {terms.TITLE}, release {release.number}",
        name=terms.LICENSE_TITLE,
        id=terms.LICENSE_ID,
        address=terms.LICENSE,
        muster=terms.NAME,
        cite_as=terms.cite_as(release.number, release.published_at, contents.work.address),
        sources="\n".join(told(contents)),
    )
    return text.encode()


def told(contents: Contents) -> list[str]:
    """Sources that share their terms stand together."""
    by_terms: dict[str, list[str]] = {}
    for source in contents.sources:
        if source.license:
            by_terms.setdefault(source.license, []).append(source.id)
    return [f"- {terms_of}: {', '.join(ids)}" for terms_of, ids in by_terms.items()]
