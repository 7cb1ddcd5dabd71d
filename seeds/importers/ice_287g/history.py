"""Tracks each agreement through ICE's lists: first and last listed, and absent since."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from schemas.vocabularies import AgreementModel, AgreementStatus
from seeds.importers.ice_287g.lists import Listing
from seeds.importers.ice_287g.matching import Match

Key = tuple[str, AgreementModel]  # agency, model
ENDED_AFTER = 2  # consecutive lists without the agreement


class Spell(Struct, kw_only=True):
    """One agreement, from the first list that has it to the last. `first` and `last` are numbers of lists."""

    listing: Listing  # the newest
    match: Match
    first: int
    last: int
    signed: dict[date, int]  # each printed signing day, and the last list that prints it
    document_url: str | None = None
    addendum_url: str | None = None

    def see(self, number: int, listing: Listing, match: Match) -> None:
        self.listing, self.match, self.last = listing, match, number
        self.document_url = listing.document_url or self.document_url
        self.addendum_url = listing.addendum_url or self.addendum_url
        if listing.signed:
            self.signed[listing.signed] = number


class History:
    """The agreements so far, each as a spell, and the days of the lists. Add the oldest list first."""

    def __init__(self) -> None:
        self.days: list[date] = []
        self._spells: dict[Key, list[Spell]] = {}

    def add_list(self, day: date) -> None:
        self.days.append(day)

    def add(self, agency_id: str, listing: Listing, match: Match) -> bool:
        """Add a row of the newest list. Returns False if the list already has that agency and model."""
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
        """Yield each agreement with its number: 2 for the second between the same parties, after an end."""
        for key, spells in sorted(self._spells.items()):
            for number, spell in enumerate(spells, 1):
                yield key, number, spell

    def count(self, key: Key) -> int:
        return len(self._spells.get(key, []))

    def status(self, spell: Spell) -> AgreementStatus:
        missing = len(self.days) - 1 - spell.last
        if missing >= ENDED_AFTER:
            return "ended"
        return "absent" if missing else "active"

    def is_active(self, key: Key) -> bool:
        return any(self.status(spell) != "ended" for spell in self._spells.get(key, [])[-1:])

    def absent_since(self, spell: Spell) -> date | None:
        return self.days[spell.last + 1] if spell.last + 1 < len(self.days) else None

    def listed_since(self, key: Key, day: date) -> bool:
        return any(self.days[spell.last] >= day for spell in self._spells.get(key, []))

    def note(self, spell: Spell) -> str | None:
        notes = [self._missing(spell), self._earlier_days(spell)]
        return " ".join(note for note in notes if note) or None

    def _missing(self, spell: Spell) -> str | None:
        if spell.last == len(self.days) - 1 or self.status(spell) == "ended":
            return None
        return "Not on the newest list; an agreement counts as ended when two lists lack it."

    def _earlier_days(self, spell: Spell) -> str | None:
        """Name the signing days that only earlier lists print."""
        earlier = sorted((last, day) for day, last in spell.signed.items() if day != signed_on(spell))
        days = "; ".join(f"{day} (until the list of {self.days[last]})" for last, day in earlier)
        return f"Earlier lists print another signing date: {days}." if days else None


def signed_on(spell: Spell) -> date | None:
    """Return the signing day of the newest list that prints a readable one."""
    return max(spell.signed, key=lambda day: (spell.signed[day], day), default=None)


def _newer(listing: Listing, other: Listing) -> bool:
    return (listing.signed or date.min) > (other.signed or date.min)
