"""Pages in the frames of others: none, but those that are made to be embedded."""

import pytest

EMBEDDED = "/embed"


@pytest.fixture(scope="module")
def page_paths(app) -> list[str]:
    """The path of every route that needs no name filled in, and of a few that do."""
    plain = [route.path for route in app.routes if "{" not in route.path]
    return [*plain, "/problems/not-found", "/guides/grammar", "/agencies/us-dhs-ice"]


async def test_no_page_but_an_embed_may_be_framed(page_paths, get):
    """Whoever adds a page finds it here."""
    pages = {}
    for path in page_paths:
        answer = await get(path, accept="text/html, */*;q=0.1")
        if answer.headers.get("content-type", "").startswith("text/html") and not path.endswith(EMBEDDED):
            pages[path] = answer.headers
    assert {"/", "/docs", "/agencies/us-dhs-ice"} <= pages.keys()
    for path, headers in pages.items():
        policy = [part.strip() for part in headers.get("content-security-policy", "").split(";")]
        assert "frame-ancestors 'none'" in policy, path
        assert headers.get("x-frame-options") == "DENY", path


async def test_the_policy_of_the_documentation_is_whole(get):
    policy = (await get("/docs")).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; ")
    assert policy.endswith("; frame-ancestors 'none'")


async def test_data_may_be_framed_and_has_no_policy(get):
    for path in ("/v1/agencies?limit=1", "/openapi.json"):
        assert "content-security-policy" not in (await get(path)).headers
