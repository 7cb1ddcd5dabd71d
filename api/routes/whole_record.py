"""A record as its own URL has it, with the members that a row of a list lacks."""

from collections.abc import Sequence

from api.reading import parts
from api.reading.releases import ReleaseRef
from api.routes.asked import Asked


async def whole(asked: Asked, included: Sequence[str] = ()) -> tuple[ReleaseRef, bytes]:
    """Read the release and the record in the path."""
    release, row = await asked.find(included)
    body: bytes = row["body"]
    for member, view in asked.resource.parts.items():
        elements = await parts.read(asked.pool, asked.resource, view, asked.key, release.number)
        body = b'%b,"%b":[%b]}' % (body[:-1], member.encode(), elements)
    return release, body
