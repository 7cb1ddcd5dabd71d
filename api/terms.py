"""What every answer states about itself: licence, contract version, how to cite, the limits."""

from api import query, values

# Grows when a column, a link or a text in bodies changes: part of every ETag.
CONTRACT = 1
NAME = "Muster"
TITLE = "Muster: How US law-enforcement agencies recruit"
ABOUT = (
    "Open data on how US law-enforcement agencies recruit: agencies, their incentives, their staffing "
    "figures, and the source of each number."
)
LANGUAGE = "en"
KEYWORDS = (
    "law enforcement",
    "police recruitment",
    "police staffing",
    "sworn officers",
    "signing bonuses",
    "hiring incentives",
    "immigration enforcement",
    "287(g) agreements",
    "United States",
)
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
LICENSE_NOTE = "The licence of the collection; each source names its own terms in `license`."
QUERY_BYTES = 8192
# What one page of a feed holds.
FEED_ENTRIES = 100
LIMITS = {
    "limit_default": query.DEFAULT_LIMIT,
    "limit_max": query.LIMIT,
    "in_values_max": values.IN_LIMIT,
    "text_characters_max": values.TEXT_LIMIT,
    "query_string_bytes_max": QUERY_BYTES,
    "page_seconds_max": 10,
    "file_seconds_max": 120,
    "files_at_once_per_worker": 4,
    "feed_entries": FEED_ENTRIES,
    "converted_files_at_once_per_worker": 1,
    "xlsx_rows_max": 100_000,
}
# As catalogues and citation files name them.
LICENSE_ID, LICENSE_TITLE = "CC-BY-4.0", "Creative Commons Attribution 4.0 International"
AUTHORS = "The Muster authors"


def cite_as(number: int, published_at: str, address: str) -> str:
    return f"{NAME}, release {number} ({published_at[:10]}). {address}"
