"""Write out how people search for agencies: "St. Louis PD" finds St. Louis Metropolitan Police Department.

The words of an agency are those of `muster.agency_words` in schemas/sql: its names, initials, kind, county
and state. A search is changed to these words here, so that the index finds it with one condition.
"""

import re

from msgspec import Struct

from api.query.search import only_excludes
from schemas.states import STATES

WRITTEN_OUT = {
    "pd": "police", "cops": "police", "popo": "police",
    "so": "sheriff", "deputies": "sheriff",
    "dps": "public safety", "hp": "highway patrol", "sp": "state police",
    "isd": "independent school district", "usd": "unified school district",
    "univ": "university", "uni": "university", "cc": "community college",
    "st": "saint", "ft": "fort", "mt": "mount", "twp": "township", "metro": "metropolitan", "cnty": "county",
    "nyc": "new york", "philly": "philadelphia", "phila": "philadelphia",
    "vegas": "las vegas", "nola": "new orleans",
    "jax": "jacksonville", "kc": "kansas city", "sf": "san francisco", "indy": "indianapolis",
    "slc": "salt lake city", "okc": "oklahoma city", "phx": "phoenix", "cincy": "cincinnati",
    "atl": "atlanta", "abq": "albuquerque", "stl": "saint louis", "mpls": "minneapolis",
    "bmore": "baltimore", "pgh": "pittsburgh", "cle": "cleveland",
}  # fmt: skip
# Many names lack these words: "Harvard University" is its police department.
LEFT_OUT = frozenset({"department", "dept", "office", "officers", "force", "bureau", "agency", "the", "of"})
# "in", "me" and "or" are codes of states only in capitals, and "or" is an operator.
CODES = {"IN": "indiana", "ME": "maine", "OR": "oregon"}
CODE = re.compile(r"(?<=[,\s])(?:IN|ME)(?=\s|,|$)|(?<=,\s)OR(?=\s|$)|(?<=[,\s])OR\s*$")
QUOTED = re.compile(r'("[^"]*"?)')
INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}")
WORD = re.compile(r"[^\s,]+")
SLUG = re.compile(r"[^a-z0-9]+")
NOT_WORDS = re.compile(r"[^\w'.-]+")
# "Cobb Co sheriff" is in a county, "Denver CO" in Colorado.
COUNTY = re.compile(r"\b[Cc]o\b\.?(?=\s+\S)")
STATE = re.compile(
    rf"\b(?:{'|'.join(re.escape(each.lower()) for pair in STATES.items() for each in pair)})\b"
)


# The same words as in `muster.own_words`: they say of what kind an agency is, not which.
OF_A_KIND = frozenset({
    "police", "department", "sheriff", "sheriffs", "office", "county", "parish", "city", "town", "village",
    "borough", "township", "state", "highway", "patrol", "troopers", "public", "safety", "metropolitan",
    "bureau", "division", "agency", "headquarters", "law", "enforcement", "us", "university", "college",
    "school", "district", "independent", "unified", "constable", "marshal",
})  # fmt: skip


def written_out(words: str) -> str:
    """Return the search in the words of agencies. Phrases in quotes and excluded words stay as they are."""
    if only_excludes(words):
        return words
    parts = QUOTED.split(words)
    changed = " ".join(part if part.startswith('"') else outside_quotes(part) for part in parts)
    return " ".join(changed.split()) or words


def outside_quotes(words: str) -> str:
    spelled = INITIALS.sub(lambda match: match[0].replace(".", ""), words)
    coded = COUNTY.sub("county", CODE.sub(lambda match: CODES[match[0].strip()], spelled))
    return " ".join(map(written_word, WORD.findall(coded)))


def written_word(word: str) -> str:
    folded = word.rstrip(".").lower()
    return "" if folded in LEFT_OUT else WRITTEN_OUT.get(folded, word)


class Wanted(Struct, frozen=True, kw_only=True):
    """What a search says about the agency it wants.

    `words`: all its words, with the names of states whose codes are among them. `own`: those that tell which
    agency of a kind. `alias`: a search of one word, as the slug of an alias. `in_county`: whether it names a
    county.
    """

    words: str
    own: str
    alias: str
    in_county: bool


def wanted(search: str) -> Wanted:
    given = NOT_WORDS.sub(" ", written_out(search))
    codes = {word.upper() for word in given.split()}
    states = [name for code, name in STATES.items() if code in codes]
    places = ["Los Angeles"] if "LA" in codes else []
    folded = given.lower().split()
    return Wanted(
        words=" ".join([given, *states, *places]),
        own=own_words(" ".join(folded)),
        alias=slug if "-" not in (slug := SLUG.sub("-", search.lower()).strip("-")) else "",
        in_county=not {"county", "parish"}.isdisjoint(folded),
    )


def own_words(given: str) -> str:
    """Leave out words for kinds of agencies, and names and codes of states beside other words."""
    without_states = STATE.sub(" ", given)
    own = [word for word in without_states.split() if word not in OF_A_KIND]
    return " ".join(own or [word for word in given.split() if word not in OF_A_KIND])
