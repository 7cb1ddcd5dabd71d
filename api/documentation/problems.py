"""Errors at the URLs of pages, as pages for those who read HTML."""

from typing import Any

from litestar import Request, Response

from api.documentation import pages
from api.explorer import refused
from api.http import errors, negotiation
from api.http.request_ids import request_id
from api.pages import embedding, page
from api.pages.page import HTML
from api.problems import Problem

EMBED = "/embed"
# Where programs ask. Every other path is a page's.
PROGRAMS = ("v1", "health", "problems", "static", "openapi.json", "data.json", "llms.txt", "oembed")


def to_response(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Turn an exception into a page, or elsewhere and for programs into a problem as JSON."""
    problem = errors.to_problem(request, error)
    response = errors.problem_response(request, problem)
    if not is_page(request):
        return response
    public_url, path = request.app.state.settings.public_url, request.scope["path"]
    described = problem.problem(public_url, request_id(request.scope))
    headers: dict[str, str] = {**response.headers, **page.headers(problem.kind.cache)}
    if path.endswith(EMBED):
        body = embedded(described, path, public_url)
        headers = {**response.headers, **embedding.headers(public_url)}
    else:
        form = refused.filled(path, request.scope["query_string"], described.errors)
        body = pages.problem(described, path, form).body
    return Response(body, status_code=response.status_code, headers=headers, media_type=HTML)


def embedded(problem: Problem, path: str, public_url: str) -> bytes:
    """Render a problem for the frame of an embed, which is never empty."""
    page_url = public_url + path.removesuffix(EMBED)
    return page.html("embed_problem.html", path, problem=problem, page_url=page_url, style=embedding.STYLE)


def is_page(request: Request[Any, Any, Any]) -> bool:
    first = request.scope["path"].split("/")[1]
    return first not in PROGRAMS and wants_html(negotiation.header(request.scope, b"accept"))


def wants_html(accept: str | None) -> bool:
    """Whether `Accept` names HTML, as that of every browser does."""
    return accept is not None and dict(negotiation.preferences(accept)).get(HTML, 0.0) > 0
