"""Reads the agencies of all releases of a log, as the last of them leaves them, and their figures."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain
from pathlib import Path

from msgspec import Struct

from seeds.log.revisions import LiveRecord
from seeds.log.state import State
from seeds.validation.validate import load_published
from seeds.values.fields import FIGURES, Fields

COUNTED = {"sworn_headcount", "total_headcount"}


class Agency(Struct, frozen=True, kw_only=True):
    """An agency's fields that the rules read. `curated` names those that a person wrote."""

    id: str
    name: str
    kind: str
    level: str
    state: str | None
    county: str | None
    county_latitude: Decimal | None = None
    county_longitude: Decimal | None = None
    ori: str | None
    aliases: list[str]
    replaced_by: str | None
    curated: frozenset[str] = frozenset()

    @property
    def number(self) -> str:
        """Its ORI, or the id that stands for it."""
        return self.ori or self.id.upper()


FIELDS = [name for name in Agency.__struct_fields__ if name != "curated"]


def read_state(folders: Iterable[Path]) -> State:
    """Load releases that were published."""
    state = State()
    for folder in folders:
        state.apply(load_published(folder, state))
    return state


def register(state: State) -> dict[str, Agency]:
    return {key: _agency(record) for key, record in state.records["agencies"].items()}


def _agency(record: LiveRecord) -> Agency:
    return Agency(**{name: record.fields[name] for name in FIELDS}, curated=record.curated)


def figures(state: State, agencies: set[str] | None = None) -> Iterator[Fields]:
    """Yield the live figures, optionally of some agencies only."""
    records = (record.fields for record in state.records[FIGURES].values())
    own = (fields for fields in records if agencies is None or fields["agency_id"] in agencies)
    return chain(state.table_figures(agencies), own)


def years_counted(state: State) -> dict[str, set[int]]:
    """Return the years for which each agency's people were counted."""
    years: defaultdict[str, set[int]] = defaultdict(set)
    for each in figures(state):
        if each["metric"] in COUNTED and (year := str(each["as_of"])[:4]).isdigit():
            years[each["agency_id"]].add(int(year))
    return years
