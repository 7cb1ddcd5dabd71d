"""Redirects to another URL of this server."""

from urllib.parse import quote

from litestar.response.base import ASGIResponse

from api.http.responses import BodyResponse

# What stands unescaped in a query string, and escapes themselves.
URL_CHARACTERS = "!$&'()*+,-./:;=?@_~%[]"


def to(status: int, url: str, query: bytes) -> ASGIResponse:
    """Redirect to a URL with a query string as it was sent."""
    location = f"{url}?{quote(query, safe=URL_CHARACTERS)}" if query else url
    headers = [(b"location", location.encode("ascii")), (b"cache-control", b"public, max-age=60")]
    return BodyResponse(status, headers)
