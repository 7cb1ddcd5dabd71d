"""Register operations with Litestar."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse

from api.routes.operation import Operation
from api.routes.serve import serve
from api.state import AppRequest

# Litestar's parameters end at a slash, so a suffix as in `/v1/agencies/{id}.json` is split off here.
SUFFIXED = re.compile(r"(.*\{\w+\})(\.[^/]*)?")
FIRST, OTHER = re.compile(r"\{\w+\}"), re.compile(r"\{(\w+)\}(?!:)")


def handlers(operations: Iterable[Operation]) -> list[HTTPRouteHandler]:
    by_route: dict[str, dict[str, Operation]] = defaultdict(dict)
    for operation in operations:
        match = SUFFIXED.fullmatch(operation.path)
        route, suffix = (match[1], match[2] or "") if match else (operation.path, "")
        by_route[parametrized(route)][suffix] = operation
    return [handler(route, by_suffix) for route, by_suffix in by_route.items()]


def parametrized(path: str) -> str:
    """Rewrite a path for Litestar. The first parameter becomes `key`."""
    return OTHER.sub(r"{\1:str}", FIRST.sub("{key:str}", path, count=1))


def handler(route: str, by_suffix: Mapping[str, Operation]) -> HTTPRouteHandler:
    return suffixed(route, by_suffix) if len(by_suffix) > 1 else single(route, by_suffix[""])


def single(route: str, operation: Operation) -> HTTPRouteHandler:
    @get(route)
    async def answer(request: AppRequest) -> ASGIResponse:
        return await serve(request, operation, request.path_params.get("key"))

    return answer


def suffixed(route: str, by_suffix: Mapping[str, Operation]) -> HTTPRouteHandler:
    """Build one handler for operations that differ only in the suffix after the last parameter."""

    @get(route)
    async def answer(request: AppRequest) -> ASGIResponse:
        key: str = request.path_params["key"]
        # `.vl.json` ends in `.json` too
        suffix = max((each for each in by_suffix if key.endswith(each)), key=len, default="")
        return await serve(request, by_suffix[suffix], key.removesuffix(suffix))

    return answer
