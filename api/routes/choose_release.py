"""Choose the release that a request reads: from its parameters, its path, or the rows."""

from typing import Any

from api.problems import ProblemError
from api.query.parsing import Question
from api.reading.releases import RELEASE_PARAMETERS, ReleaseRef
from api.state import AppState


async def if_named(services: AppState, question: Question, key: Any) -> ReleaseRef | None:  # noqa: ARG001 - a choice
    """Read the release that the question names. None means the newest, which the rows will name."""
    if RELEASE_PARAMETERS.isdisjoint(question.values):
        return None
    return await services.releases.named(services.pools.pages, question)


async def named_or_newest(services: AppState, question: Question, key: Any) -> ReleaseRef:
    """Read the release that the question names, or else the newest, known for at most a second."""
    named = await if_named(services, question, key)
    return named or await services.releases.current(services.pools.pages)


async def in_path(services: AppState, question: Question, key: int) -> ReleaseRef:  # noqa: ARG001 - a choice
    """Read the release whose number is in the path."""
    if key < 1:
        raise ProblemError("not-found", "The first release is 1.")
    return await services.releases.numbered(services.pools.pages, key)
