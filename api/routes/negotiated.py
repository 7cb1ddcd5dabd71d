"""Choose the operation that a client prefers among those of one URL."""

from api.http import negotiation
from api.problems import ProblemError
from api.routes.operation import Operation


def negotiated(operation: Operation, accept: str | None) -> tuple[Operation, ProblemError | None]:
    """Choose the operation for the `Accept` header, or a 406, which the caller raises after any 400."""
    if not operation.negotiated:
        return operation, None
    try:
        media_type = negotiation.media_type(accept, operation.offered)
    except ProblemError as problem:
        return operation, problem
    return operation.alternatives.get(media_type, operation), None
