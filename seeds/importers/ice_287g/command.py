"""Importer for ICE's 287(g) agreements: who signed, when, and from when to when the lists have them."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from seeds.importers.ice_287g import texts
from seeds.importers.ice_287g.agencies import COLUMNS as AGENCY_COLUMNS
from seeds.importers.ice_287g.agencies import NewAgencies
from seeds.importers.ice_287g.history import History, Key, Spell, signed_on
from seeds.importers.ice_287g.lists import List, Listing, UnknownModel, read_lists, read_sheet
from seeds.importers.ice_287g.matching import Match, Matching, Register, read_by_hand, read_register
from seeds.importers.shared.command import importer
from seeds.importers.shared.companion_files import COUNTIES
from seeds.importers.shared.counties import Counties
from seeds.importers.shared.csv_rows import FILE
from seeds.importers.shared.release_text import write_release, write_sources
from seeds.importers.shared.write import Row, Tally, write_table

AGREEMENT_COLUMNS = [
    "id", "program_id", "agency_id", "model", "status", "signed_on", "first_listed_on", "last_listed_on",
    "absent_since", "agency_as_listed", "county_as_listed", "match", "document_url", "addendum_url",
    "source_id", "note",
]  # fmt: skip
FIGURE_COLUMNS = ["agency_id", "as_of", "list", "agreements"]


@importer("ice-287g")
@click.argument("lists", type=FILE)
@click.argument("sheet", type=FILE)
@click.argument("pending", type=FILE)
@click.option(
    "--register",
    "registers",
    required=True,
    multiple=True,
    type=FILE,
    help="agencies.csv.gz of an earlier release. Give it several times in order of precedence.",
)
@COUNTIES
def import_ice_287g(  # noqa: PLR0913, PLR0917 -- three files of ICE, two of other publishers
    lists: Path,
    sheet: Path,
    pending: Path,
    registers: tuple[Path, ...],
    counties: Path,
    folder: Path,
    retrieved_on: date | None,
) -> None:
    """Import the monthly LISTS of 287(g) agreements, ICE's newest SHEET and its PENDING list."""
    lists_import = ListsImport([read_register(path) for path in registers])
    for day, listings in all_lists(lists, sheet):
        lists_import.add_list(day, listings)
    lists_of_pending = read_lists(pending)
    rows = [row for day, listings in lists_of_pending for row in lists_import.pending(day, listings)]
    # Written after reading the pending list, which may name agencies that no other list has.
    write_table(folder, "agencies.csv.gz", AGENCY_COLUMNS, lists_import.new_agencies.rows(Counties(counties)))
    write_table(folder, "agreements.csv.gz", AGREEMENT_COLUMNS, [*lists_import.agreements(), *rows])
    write_table(folder, "staffing-figures.csv.gz", FIGURE_COLUMNS, lists_import.counts)
    lists_import.tally.report()
    write_sources(folder, lists_import.sources([row["source_id"] for row in rows]), retrieved_on)
    write_release(folder, texts.TITLE, texts.NOTES, texts.files(lists_import.source_id))


def all_lists(lists: Path, sheet: Path) -> Iterator[List]:
    """Yield the monthly lists, with ICE's own sheet in place of the copy of the newest list."""
    day, newest = read_sheet(sheet)
    for earlier, listings in read_lists(lists):
        if earlier < day:
            yield earlier, listings
    yield day, newest


class ListsImport:
    """Matches the rows of each list with agencies and tracks each agreement through the lists."""

    def __init__(self, registers: Sequence[Register]) -> None:
        self.history = History()
        self.new_agencies = NewAgencies()
        self.tally = Tally()
        self.counts: list[Row] = []
        self._pending: set[Key] = set()
        self._matching = Matching(registers, read_by_hand())

    def add_list(self, day: date, listings: Sequence[Listing | UnknownModel]) -> None:
        self.history.add_list(day)
        self.counts.append({"agency_id": texts.ICE, "as_of": day, "list": day, "agreements": len(listings)})
        for listing in self._known(day, listings):
            match = self._matching.match(listing)
            if self.history.add(self._agency_id(listing, match), listing, match):
                self.tally.load(day.year)
            else:
                self.tally.skip(day.year, "rows of an agency and model that the same list has twice")

    def _known(self, day: date, listings: Sequence[Listing | UnknownModel]) -> Iterator[Listing]:
        for listing in listings:
            if isinstance(listing, UnknownModel):
                self.tally.skip(day.year, f"rows of the unknown model {listing.printed!r}")
            elif not self._matching.is_known_state(listing.state):
                self.tally.skip(day.year, f"rows of the unknown state {listing.state!r}")
            else:
                yield listing

    def _agency_id(self, listing: Listing, match: Match) -> str:
        return match.agency_id or self.new_agencies.agency_id(match, listing.county)

    @property
    def source_id(self) -> str:
        return texts.source_id(self.history.days[-1])

    def agreements(self) -> Iterator[Row]:
        for key, number, spell in self.history.agreements():
            yield self._agreement(key, number, spell)

    def _agreement(self, key: Key, number: int, spell: Spell) -> Row:
        days = self.history.days
        return {
            **_parties(key, spell.match, spell.listing, number),
            "status": self.history.status(spell),
            "signed_on": signed_on(spell),
            "first_listed_on": days[spell.first],
            "last_listed_on": days[spell.last],
            "absent_since": self.history.absent_since(spell),
            "document_url": spell.document_url,
            "addendum_url": spell.addendum_url,
            "source_id": self.source_id,
            "note": self.history.note(spell),
        }

    def pending(self, day: date, listings: Sequence[Listing | UnknownModel]) -> Iterator[Row]:
        """Yield the pending agreements that no later list has as signed."""
        for listing in self._known(day, listings):
            match = self._matching.match(listing)
            key = (self._agency_id(listing, match), listing.model)
            if reason := self._skip_reason(key, day):
                self.tally.skip(day.year, reason)
                continue
            self.tally.load(day.year)
            self._pending.add(key)
            parties = _parties(key, match, listing, self.history.count(key) + 1)
            yield {**parties, "status": "pending", "source_id": texts.pending_source_id(day)}

    def _skip_reason(self, key: Key, day: date) -> str | None:
        if self.history.listed_since(key, day):
            return "pending agreements that a later list has as signed"
        if self.history.is_active(key):
            return "pending agreements that the newest lists have as active"
        return "pending agreements that stand twice" if key in self._pending else None

    def sources(self, pending: list[object]) -> list[Row]:
        newest = self.history.days[-1]
        sources = [texts.source(newest, len(self.history.days), self.tally.coverage())]
        return [*sources, *(texts.pending_source(str(name)) for name in dict.fromkeys(pending))]


def _parties(key: Key, match: Match, listing: Listing, number: int) -> Row:
    agency_id, model = key
    again = f"-{number}" if number > 1 else ""
    return {
        "id": f"287g-{agency_id}-{model.replace('_', '-')}{again}",
        "program_id": texts.PROGRAM,
        "agency_id": agency_id,
        "model": model,
        "agency_as_listed": listing.agency,
        "county_as_listed": listing.county,
        "match": match.how,
    }
