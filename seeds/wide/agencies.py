"""The agencies that the rows of a wide table name, by id and optionally by name."""

from collections.abc import Iterator, Sequence

from seeds.rules.context import Context
from seeds.rules.references import name_error, reference_error
from seeds.values.conversion import Finding
from seeds.wide.template import Cells


class AgencyCells:
    """Checks each pair of agency id and name once. `agency` and `name` are the positions of their columns."""

    def __init__(self, agency: int, name: int | None) -> None:
        self._agency, self._name = agency, name
        self._valid: set[tuple[str, str]] = set()

    def findings(self, cells: Cells, context: Context) -> Sequence[Finding]:
        pair = cells[self._agency], "" if self._name is None else cells[self._name]
        if pair in self._valid:
            return ()
        if not (findings := list(self._check(*pair, context))):
            self._valid.add(pair)
        return findings

    def _check(self, agency: str, name: str, context: Context) -> Iterator[Finding]:
        if not agency:
            yield Finding("agency_id", "the row has no agency")
        elif not context.is_agency(agency):
            yield from self._not_an_agency(agency, context)
        elif self._name is not None and (error := name_error(agency, name, context)):
            yield Finding("agency_name", error)

    def _not_an_agency(self, agency: str, context: Context) -> Iterator[Finding]:
        if error := reference_error(agency, "agencies", context):
            yield Finding("agency_id", error)
        elif not context.state.lacks_releases:
            yield Finding("agency_id", f"{agency} is not an agency")
