"""What programs look for at fixed URLs: robots.txt, favicon.ico, the API catalog, security.txt."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec
from litestar.response.base import ASGIResponse
from msgspec import structs

from api import about
from api.documentation.operations import operation
from api.http.assets import FAVICON, SHORT_LIVED, Asset
from api.http.envelope import Representation
from api.http.negotiation import JSON
from api.mcp.mount import PATH as MCP
from api.mcp.mount import is_installed
from api.problems import ProblemError
from api.routes.asked import Asked
from api.routes.choose_release import named_or_newest
from api.routes.entry import API_CATALOG
from api.routes.operation import Operation
from api.routes.service import json_response
from api.state import AppState

PROFILE = "https://www.rfc-editor.org/info/rfc9727"
LINKSET = f'application/linkset+json; profile="{PROFILE}"'
OPENAPI = "application/vnd.oai.openapi+json;version=3.1"
# A copy of security.txt is valid for a year after the newest release. RFC 9116 recommends at most a year.
VALID = timedelta(days=365)
NO_CONTACT = "This server has no contact. Its operator sets one as MUSTER_CONTACT_EMAIL."


def operations() -> Iterator[Operation]:
    """List the operations. The OpenAPI document leaves them out."""
    yield operation("/robots.txt", "getRobots", get_robots)
    yield operation("/favicon.ico", "getFavicon", get_favicon)
    yield operation(API_CATALOG, "getApiCatalog", get_api_catalog)
    yield security_operation("/.well-known/security.txt")


async def get_robots(asked: Asked) -> ASGIResponse:
    text = f"""# Everything here is open to every program. For language models: {asked.public_url}/llms.txt
User-agent: *
Disallow:

Sitemap: {asked.public_url}/sitemap.xml
"""
    return await plain(asked, text)


async def get_favicon(asked: Asked) -> ASGIResponse:
    headers = {"cache-control": SHORT_LIVED}
    return await FAVICON.respond_unless_current(headers, gzip=False, if_none_match=asked.if_none_match)


async def plain(asked: Asked, text: str) -> ASGIResponse:
    asset = Asset(body=text.encode(), media_type="text/plain")
    headers = {"cache-control": SHORT_LIVED}
    return await asset.respond_unless_current(headers, gzip=asked.gzip, if_none_match=asked.if_none_match)


async def get_api_catalog(asked: Asked) -> ASGIResponse:
    """Respond with the links of the API (RFC 9727), and name the catalog in `Link`, for HEAD."""
    body = msgspec.json.encode(api_catalog(asked.public_url))
    link = f'<{asked.public_url}{API_CATALOG}>; rel="api-catalog"'
    headers = {"link": link, "content-type": LINKSET}
    return json_response(body, SHORT_LIVED, **headers)


def api_catalog(public_url: str) -> dict[str, Any]:
    """Build the linkset (RFC 9264): the API and what describes it."""
    return {
        "linkset": [
            {
                "anchor": f"{public_url}/v1",
                "service-desc": [link(f"{public_url}/openapi.json", OPENAPI)],
                "service-doc": [link(f"{public_url}/docs", "text/html")],
                "service-meta": [
                    link(f"{public_url}/v1/config", JSON),
                    link(f"{public_url}/data.json", JSON),
                    link(f"{public_url}/llms.txt", "text/plain"),
                ],
                "status": [link(f"{public_url}/health/ready", JSON)],
                "license": [link(about.LICENSE, "text/html")],
            },
            *([for_assistants(public_url)] if is_installed() else []),
        ]
    }


def for_assistants(public_url: str) -> dict[str, Any]:
    guide = link(f"{public_url}/guides/mcp", "text/html")
    return {"anchor": public_url + MCP, "service-doc": [guide], "license": [link(about.LICENSE, "text/html")]}


def link(url: str, media_type: str) -> dict[str, str]:
    return {"href": url, "type": media_type}


def security_operation(path: str) -> Operation:
    return structs.replace(
        operation(path, "getSecurity", get_security),
        form=Representation(media_type="text/plain", content_type="text/plain; charset=utf-8"),
        release=named_or_newest,
        pinnable=False,
        cited="",
        variant=contact,
        database=True,
    )


def contact(services: AppState) -> str:
    return services.settings.contact_email or ""


async def get_security(asked: Asked) -> ASGIResponse:
    """Respond with the contact and its last day (RFC 9116), which the newest release sets."""
    if not (email := asked.services.settings.contact_email):
        raise ProblemError("not-found", NO_CONTACT)
    release = await asked.chosen_release()
    expires = datetime.fromisoformat(release.published_at) + VALID
    text = f"""Contact: mailto:{email}
Expires: {expires:%Y-%m-%dT%H:%M:%SZ}
Preferred-Languages: {about.LANGUAGE}
Canonical: {asked.public_url}/.well-known/security.txt
"""
    return await asked.respond(release, text.encode())
