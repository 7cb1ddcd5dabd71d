"""What a removal takes out of the seed files, and the errors of doing so."""

from collections.abc import Iterable
from typing import Any, Final

Rows = list[dict[str, Any]]

# Lists of ids that a record can lose and stay valid.
LINKS: Final = ("supports", "repeats", "disputes", "corrects", "context", "cites", "target_agency_ids")


class CannotRedactError(Exception):
    """A file from which a text cannot be removed safely. The message says which row to simplify by hand."""


class Redaction:
    """Whole records, or one field of each. With `unlink`, also their ids in the lists of other records."""

    def __init__(self, ids: Iterable[str], field: str | None, *, unlink: bool = False) -> None:
        self.ids, self.field, self.unlink = frozenset(ids), field, unlink

    def removes_row(self, record_id: object) -> bool:
        return self.field is None and record_id in self.ids

    def removes_field(self, record_id: object, name: str) -> bool:
        return record_id in self.ids and name == self.field

    def removed_links(self, name: str, value: Iterable[str]) -> list[str]:
        """Return the elements of a list that the redaction removes."""
        return [each for each in value if each in self.ids] if self.unlink and name in LINKS else []

    def kept_links(self, name: str, value: Iterable[str]) -> list[str]:
        value = list(value)
        removed = self.removed_links(name, value)
        return [each for each in value if each not in removed]

    def apply(self, rows: Iterable[dict[str, Any]]) -> Rows:
        """Return the rows as they should read afterwards."""
        return [self._apply_row(row) for row in rows if not self.removes_row(row.get("id"))]

    def _apply_row(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            name: self.kept_links(name, value) if isinstance(value, list) and name in LINKS else value
            for name, value in row.items()
            if not self.removes_field(row.get("id"), name)
        }
