"""Answers at an address that names a release in its path."""

from typing import Any

from litestar import Request

from api.answers import PINNED, Answer
from api.query import Question


class NumberedAnswer(Answer):
    """Its path names the release, so its address takes no `release`; what is cited is the release itself."""

    cache_control = PINNED
    takes_release = False

    def __init__(
        self, request: Request[Any, Any, Any], question: Question, path: str, media_type: str, *, cited: str
    ) -> None:
        super().__init__(request, question, path, media_type, negotiated=False)
        self.cited = cited

    def citable(self, address: str) -> str:  # noqa: ARG002 - as the parent's
        return super().citable(f"{self.public_url}{self.cited}?release={self.number}")
