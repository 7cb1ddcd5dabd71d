"""The contract tests accept one 503: that of a busy server, which says so and when to come back."""

from contextlib import nullcontext
from datetime import timedelta

import httpx
import pytest
import schemathesis

from tests.contract.strict_members import unavailable_only_when_overloaded

RETRY = {"retry-after": "2"}
ANSWERS = [
    (200, "", {}, True),
    (503, "overloaded", RETRY, True),
    (503, "overloaded", {}, False),
    (503, "overloaded", {"retry-after": "0"}, False),
    (503, "database-unavailable", RETRY, False),
    (503, "release-not-here", RETRY, False),
]


@pytest.mark.parametrize(("status", "slug", "headers", "accepted"), ANSWERS)
def test_only_an_overloaded_server_may_be_unavailable(status, slug, headers, accepted):
    problem = {"type": f"https://muster.example/problems/{slug}"}
    sent = httpx.Request("GET", "https://muster.example/v1/agencies")
    answer = httpx.Response(status, json=problem, headers=headers, request=sent)
    answer.elapsed = timedelta()
    response = schemathesis.Response.from_any(answer)
    with nullcontext() if accepted else pytest.raises(AssertionError):
        unavailable_only_when_overloaded(None, response, None)
