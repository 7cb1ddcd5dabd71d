"""A file that need not be made: a whole table of a release whose files are stored here.

Their list names the tag of each answer with the same bytes. In it are the content of the release, the
contract, the public address, the form and the version of its library.
"""

import asyncio

from litestar.datastructures import State

from api.proofs import Proof
from api.releases import Held
from api.stored_transfer import Opened


async def stored(state: State, tag: str, held: Held) -> Opened | None:
    """The stored file, which who gets it closes."""
    found: Opened | None = await asyncio.to_thread(state.release_files.answering, held, tag)
    return found


async def proof(state: State, tag: str, held: Held) -> Proof | None:
    """Of a file that was made before, or is stored; kept from then on."""
    known: Proof | None = state.proofs.get(tag)
    if known is None and (found := await stored(state, tag, held)) is not None:
        found.close()
        if (known := found.file.proof) is not None:
            state.proofs.keep(tag, known)
    return known
