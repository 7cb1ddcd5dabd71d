"""Tracking parameters that mail programs, social networks and others append to URLs.

The server ignores them: they are in no question, link, ETag or citation, so a shared URL gets the same
response. The list is closed: any other unknown parameter is an error.
"""

# Prefixes of tracking parameters.
PREFIXES = ("utm_",)
NAMES = frozenset(
    {
        "_",  # jQuery's cache buster
        "_ga",
        "_gl",
        "cachebust",
        "dclid",
        "fbclid",
        "gbraid",
        "gclid",
        "igsh",
        "igshid",
        "li_fat_id",
        "mc_cid",
        "mc_eid",
        "msclkid",
        "ref_src",
        "ttclid",
        "twclid",
        "v",  # live-CSV loaders append a time
        "wbraid",
        "yclid",
    }
)


# The names and prefixes as the documentation lists them.
DOCUMENTED = (*sorted(NAMES), *(f"{prefix}*" for prefix in PREFIXES))


def is_tracking(name: str) -> bool:
    return name in NAMES or name.startswith(PREFIXES)
