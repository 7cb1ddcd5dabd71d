"""An ORI that the FBI gave to another agency: only its present holder keeps it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from seeds.importers.agency_names.register import Agency
from seeds.importers.shared.write import Row
from seeds.log.state import State
from seeds.values.fields import FIELDS

FORMER = "agencies-former-holders.csv.gz"
# A row without `ori` replaces the whole record: an empty cell of a merged row would state nothing.
COLUMNS = [name for name in FIELDS["agencies"] if name not in {"mode", "change", "ori"}]


def former_holders(agencies: Mapping[str, Agency]) -> set[str]:
    """Return the agencies whose ORI is another's now: its present holder's id ends in "-2"."""
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for each in agencies.values():
        if each.ori:
            holders[each.ori].append(each.id)
    return {key for shared in holders.values() if len(shared) > 1 for key in shared if not key.endswith("-2")}


def rows_without_ori(state: State, changed: Mapping[str, Row]) -> Iterator[Row]:
    """Yield the whole records, with what else the release changes of them."""
    for key, row in changed.items():
        fields = state.records["agencies"][key].fields
        yield {name: fields.get(name) for name in COLUMNS} | dict(row)
