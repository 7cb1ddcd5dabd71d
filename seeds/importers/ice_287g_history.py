"""Each agreement over ICE's lists: when it was first and last listed, and since when it is absent."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from schemas.vocabularies import AgreementModel, AgreementStatus
from seeds.importers.ice_287g_lists import Listing
from seeds.importers.ice_287g_matching import Match

Key = tuple[str, AgreementModel]  # agency, model
ENDED_AFTER = 2  # lists without it, one after another


class Spell(Struct, kw_only=True):
    """One agreement, from the first list that has it to the last."""

    listing: Listing  # the newest
    match: Match
    first: int
    last: int
    signed: dict[date, int]  # each signing day printed, and the last list that prints it
    document_url: str | None = None
    addendum_url: str | None = None

    def see(self, number: int, listing: Listing, match: Match) -> None:
        self.listing, self.match, self.last = listing, match, number
        self.document_url = listing.document_url or self.document_url
        self.addendum_url = listing.addendum_url or self.addendum_url
        if listing.signed:
            self.signed[listing.signed] = number


class History:
    """Takes lists oldest first; holds one spell an agreement and the days of the lists."""

    def __init__(self) -> None:
        self.days: list[date] = []
        self._spells: dict[Key, list[Spell]] = {}

    def add_list(self, day: date) -> None:
        self.days.append(day)

    def add(self, agency_id: str, listing: Listing, match: Match) -> bool:
        """Take a row of the newest list; False where the list had that agency and model already."""
        number = len(self.days) - 1
        spells = self._spells.setdefault((agency_id, listing.model), [])
        again = bool(spells) and spells[-1].last == number
        if again and not _newer(listing, spells[-1].listing):
            return False
        if not spells or number - spells[-1].last > ENDED_AFTER:
            spells.append(Spell(listing=listing, match=match, first=number, last=number, signed={}))
        spells[-1].see(number, listing, match)
        return not again

    def agreements(self) -> Iterator[tuple[Key, int, Spell]]:
        """Each agreement with its number: 2 for the second between the same parties, after an end."""
        for key, spells in sorted(self._spells.items()):
            for number, spell in enumerate(spells, 1):
                yield key, number, spell

    def count(self, key: Key) -> int:
        return len(self._spells.get(key, []))

    def status(self, spell: Spell) -> AgreementStatus:
        return "ended" if len(self.days) - 1 - spell.last >= ENDED_AFTER else "active"

    def holds(self, key: Key) -> bool:
        return any(self.status(spell) == "active" for spell in self._spells.get(key, [])[-1:])

    def absent_since(self, spell: Spell) -> date | None:
        return self.days[spell.last + 1] if spell.last + 1 < len(self.days) else None

    def listed_since(self, key: Key, day: date) -> bool:
        return any(self.days[spell.last] >= day for spell in self._spells.get(key, []))

    def note(self, spell: Spell) -> str | None:
        said = [self._missing(spell), self._earlier_days(spell)]
        return " ".join(text for text in said if text) or None

    def _missing(self, spell: Spell) -> str | None:
        if spell.last == len(self.days) - 1 or self.status(spell) == "ended":
            return None
        return "Not on the newest list; an agreement counts as ended when two lists lack it."

    def _earlier_days(self, spell: Spell) -> str | None:
        """Say the signing days of earlier lists that are not the newest's."""
        earlier = sorted((last, day) for day, last in spell.signed.items() if day != signed_on(spell))
        days = "; ".join(f"{day} (until the list of {self.days[last]})" for last, day in earlier)
        return f"Earlier lists print another signing date: {days}." if days else None


def signed_on(spell: Spell) -> date | None:
    """The signing day of the newest list that prints a readable one."""
    return max(spell.signed, key=lambda day: (spell.signed[day], day), default=None)


def _newer(listing: Listing, other: Listing) -> bool:
    return (listing.signed or date.min) > (other.signed or date.min)
