"""The id of a request, stated in its problem and in every log line about it."""

import uuid
from typing import Any

KEY = "muster_request_id"


def request_id(scope: Any) -> str:
    """Return the request's id, generated on first use.

    It never comes from a header, so no client writes logs.
    """
    identifier: str | None = scope.get(KEY)
    if identifier is None:
        identifier = scope[KEY] = uuid.uuid4().hex
    return identifier
