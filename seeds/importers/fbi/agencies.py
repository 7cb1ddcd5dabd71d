"""Builds agency records from the FBI's files: one for each agency, described by its newest row."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from seeds.importers.fbi.identity import GIVEN_AWAY, PARENTS, STATE_OWNED, agency_id, agency_state, successors
from seeds.importers.fbi.kinds import kind_and_level
from seeds.importers.fbi.names import Names, cut_off
from seeds.importers.fbi.rows import Row
from seeds.importers.shared.counties import Counties, County
from seeds.importers.shared.csv_rows import decimal_number, read_table

COLUMNS = [
    "id", "name", "kind", "level", "parent_id", "state", "county", "county_geoid", "ori", "county_latitude",
    "county_longitude", "aliases", "replaced_by",
]  # fmt: skip

Point = tuple[Decimal, Decimal]
Agency = dict[str, object]


class Register:
    """Keeps the newest row of every agency, so that memory grows with the agencies, not with the years."""

    def __init__(self, names: Names, counties: Counties, points: dict[str, Point]) -> None:
        self._names = names
        self._counties = counties
        self._points = points
        self._newest: dict[str, Row] = {}

    def add(self, row: Row) -> None:
        key = agency_id(row)
        if key not in self._newest or self._newest[key].year <= row.year:
            self._newest[key] = row

    def types(self) -> Iterator[str]:
        """The FBI's type of each agency."""
        return (row.type for row in self._newest.values())

    def agencies(self) -> Iterator[Agency]:
        replaced = successors(list(self._newest.values()))
        former = {new: self._newest[old] for old, new in replaced.items()}
        for key, row in self._newest.items():
            agency = {**self._agency(row), "id": key, "replaced_by": replaced.get(key)}
            yield {**agency, **self._inheritance(row, former[key])} if key in former else agency
            if key.endswith("-2") and key.removesuffix("-2") not in self._newest:
                yield self._former_holder(row)

    def _agency(self, row: Row) -> Agency:
        name = self._names.name(row)
        kind, level = kind_and_level("Other State Agency" if row.ori in STATE_OWNED else row.type, name)
        return {"name": name, "kind": kind, "level": level, "aliases": self._aliases(row), **self._place(row)}

    def _inheritance(self, row: Row, former: Row) -> Agency:
        """Add the old ORI as an alias, and take the old ORI's name if the new one's was cut off."""
        inherited: Agency = {"aliases": [*self._aliases(row), former.ori]}
        return {**inherited, "name": self._names.name(former)} if cut_off(row.printed) else inherited

    def _aliases(self, row: Row) -> list[str]:
        return self._names.aliases(row, self._names.name(row))

    def _place(self, row: Row) -> Agency:
        federal = row.type == "Federal" and row.ori not in STATE_OWNED
        state = agency_state(row)
        county = County(None, None) if federal else self._counties.find(state, row.county)
        # The FBI's list of 2012 has points of Connecticut's counties, which planning regions have replaced.
        point = (None, None) if federal or state == "CT" else self._points.get(row.ori, (None, None))
        return {
            "parent_id": PARENTS.get(row.ori),
            "state": None if row.printed.startswith("United States") else state,
            "county": county.name,
            "county_geoid": county.geoid,
            "ori": row.ori,
            "county_latitude": point[0],
            "county_longitude": point[1],
        }

    def _former_holder(self, row: Row) -> Agency:
        former = self._names.former_holder(row.ori)
        if former is None:
            raise ValueError(
                f"{row.ori} was reassigned to {GIVEN_AWAY[row.ori]}, but no list names its former holder"
            )
        kind, level = kind_and_level(former.type, former.name)
        aliases = [row.ori, former.printed] if former.printed != former.name else [row.ori]
        return {
            **self._place(row),
            "id": row.ori.lower(),
            "name": former.name,
            "kind": kind,
            "level": level,
            "aliases": aliases,
        }


def read_points(file: Path) -> dict[str, Point]:
    """Read the county's inner point by ORI from `icpsr_2012.csv`, in which -9 means unknown."""
    rows = read_table(file, ("ori", "lat", "lng"))
    points = {row["ori"]: (decimal_number(row["lat"]), decimal_number(row["lng"])) for row in rows}
    return {ori: point for ori, point in points.items() if point[0] != -9}
