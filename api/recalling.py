"""A file that need not be made: a whole table of a release whose files are stored here.

Their list names the tag of each answer with the same bytes. In it are the content of the release, the
contract, the public address, the form and the version of its library.
"""

import asyncio

from litestar.datastructures import State

from api.releases import Held
from api.stored_transfer import Opened


async def stored(state: State, tag: str, held: Held) -> Opened | None:
    """The stored file, which who gets it closes; what it proves is known from then on."""
    found: Opened | None = await asyncio.to_thread(state.release_files.answering, held, tag)
    if found is not None and (proof := found.file.proof) is not None:
        state.proofs.keep(tag, proof)
    return found
