"""How long a response stays the same, noted in the scope of its request for memory."""

from enum import Enum
from typing import Any

from msgspec import Struct

# In the scope of a request whose response may be remembered.
KEY = "muster_note"


class Validity(Enum):
    """How long a response stays the same: until the server ends, for ever, or until the next release."""

    CONSTANT = "constant"
    PINNED = "pinned"
    LIVE = "live"


class Note(Struct, kw_only=True):
    """What is known of a response. `problem`: its problem as logged: status, slug, method, route."""

    validity: Validity | None = None
    problem: tuple[int, str, str, str] | None = None


def note_validity(scope: Any, validity: Validity | None) -> None:
    if (note := scope.get(KEY)) is not None:
        note.validity = validity


def note_problem(scope: Any, *problem: Any) -> None:
    if (note := scope.get(KEY)) is not None:
        note.problem = problem
