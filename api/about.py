"""The name, terms and contract version of the project."""

# Raised when a column, a link or a text in bodies changes. Part of every ETag.
CONTRACT = 2
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
LICENSE_NOTE = "The license of the collection. Each source has its own terms in `license`."
# The license as catalogs and citation files name it.
LICENSE_ID, LICENSE_TITLE = "CC-BY-4.0", "Creative Commons Attribution 4.0 International"
AUTHORS = "The Muster authors"


def cite_as(number: int, published_at: str, url: str) -> str:
    return f"{NAME}, release {number} ({published_at[:10]}). {url}"
