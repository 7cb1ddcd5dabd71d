"""Whether a page may be shown in a frame of another site.

Only embeds may. Another site could cover a page in its frame and have a reader click through the cover.
"""

# Browsers since 2015 read frame-ancestors; `X-Frame-Options` says the same to older ones and to scanners.
NOT_FRAMED = {"x-frame-options": "DENY"}


def page_headers(policy: str) -> dict[str, str]:
    """The headers of a page that is not an embed. `policy` is the page's own Content-Security-Policy."""
    return {"content-security-policy": f"{policy}; frame-ancestors 'none'", **NOT_FRAMED}
