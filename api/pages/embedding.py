"""The style of embeds, and the headers that let any site frame them."""

import base64
import hashlib

from markupsafe import Markup

from api.http.assets import FOLDER

# The style stands in the page, which saves a request, and its hash allows it.
CSS = (FOLDER / "embed.css").read_text(encoding="utf-8").strip()
STYLE = Markup(CSS)  # noqa: S704 - our own file
DIGEST = base64.b64encode(hashlib.sha256(CSS.encode()).digest()).decode()


def headers(public_url: str) -> dict[str, str]:
    """Write the headers of an embed. A sandbox makes its origin opaque, so the policy names the server."""
    policy = (
        f"default-src 'none'; script-src 'self' {public_url}/static/; style-src 'sha256-{DIGEST}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors *"
    )
    return {
        "content-security-policy": policy,
        "cross-origin-embedder-policy": "credentialless",
        "referrer-policy": "strict-origin-when-cross-origin",
    }
