"""The terms of use and the service levels that `/v1/config` states."""

from msgspec import Struct

from api import about
from api.http.cache_control import LIVE, PINNED


class ServiceLevels(Struct, frozen=True, kw_only=True):
    """What a client can rely on.

    `requests_per_second_max`: null, because the server counts no requests; a proxy before it may answer 429.
    `availability_percent`: null, because whoever runs a server promises it, and not the software.
    """

    key_required: bool
    price_usd: int
    requests_per_second_max: int | None
    availability_percent: float | None
    live_seconds_cached: int
    pinned_seconds_cached: int
    releases_change: bool
    removal_notice_months: int


class Terms(Struct, frozen=True, kw_only=True):
    """The terms of use. `source_terms`: the column of sources with the terms of each.

    `email`: the address of whoever runs this server, if they set one.
    """

    data_license: str
    data_license_id: str
    software_license_id: str
    attribution_required: bool
    source_terms: str
    guide: str
    email: str | None


def seconds_cached(cache_control: bytes) -> int:
    """Read how long caches keep a response."""
    return int(cache_control.partition(b"max-age=")[2].partition(b",")[0])


# The promises of the README. Months of notice are those between a `Deprecation` header and the removal.
SERVICE_LEVELS = ServiceLevels(
    key_required=False,
    price_usd=0,
    requests_per_second_max=None,
    availability_percent=None,
    live_seconds_cached=seconds_cached(LIVE),
    pinned_seconds_cached=seconds_cached(PINNED),
    releases_change=False,
    removal_notice_months=6,
)


def terms(public_url: str) -> Terms:
    return Terms(
        data_license=about.LICENSE,
        data_license_id=about.LICENSE_ID,
        software_license_id="MIT",
        attribution_required=True,
        source_terms=f"{public_url}/v1/sources.csv?fields=id,license,license_url",
        guide=f"{public_url}/guides/data-licences",
        email=None,
    )
