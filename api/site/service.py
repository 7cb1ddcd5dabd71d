"""The pages about the service: who runs it, how errors are corrected, privacy, terms. From the settings."""

from collections.abc import Iterator
from functools import cache

from litestar.response.base import ASGIResponse
from msgspec import Struct

from api.http.assets import Asset
from api.http.envelope import Representation
from api.pages import page
from api.routes.asked import Asked
from api.routes.operation import Handler, Operation
from api.routes.service import SERVICE

# Path → its template.
PAGES = {
    "/about": "about.html",
    "/corrections-policy": "corrections_policy.html",
    "/privacy": "privacy.html",
    "/terms": "terms.html",
}


class Operator(Struct, frozen=True, kw_only=True):
    """Who runs the server. None: the settings do not say."""

    name: str | None
    email: str | None
    public_url: str


def operations() -> Iterator[Operation]:
    for path, template in PAGES.items():
        yield Operation(
            path=path,
            id=f"get{template.partition('.')[0].title().replace('_', '')}Page",
            summary="",
            description="",
            tag=SERVICE,
            responses=(),
            database=False,
            form=Representation(media_type=page.HTML),
            negotiated=True,
            answer=page_of(path, template),
        )


def page_of(path: str, template: str) -> Handler:
    async def get_page(asked: Asked) -> ASGIResponse:
        settings = asked.services.settings
        operator = Operator(
            name=settings.operator, email=settings.contact_email, public_url=settings.public_url
        )
        built = render(template, path, operator)
        return await page.respond(built, gzip=asked.gzip, if_none_match=asked.if_none_match)

    return get_page


@cache
def render(template: str, path: str, operator: Operator) -> Asset:
    return page.render(template, path, operator=operator)
