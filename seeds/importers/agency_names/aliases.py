"""Aliases that agencies lack: their former name, their seven-letter ORI, and short forms in common use."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from seeds.importers.agency_names.register import Agency

SHORT_FORMS = Path(__file__).with_name("short_forms.toml")


class Aliases:
    """The aliases of all agencies of a register."""

    def __init__(self, agencies: Mapping[str, Agency]) -> None:
        self._short_forms: dict[str, list[str]] = tomllib.loads(SHORT_FORMS.read_text("utf-8"))
        self._beginnings = Counter(each.ori[:7] for each in agencies.values() if each.ori)
        self._holders: defaultdict[str, set[str]] = defaultdict(set)
        for each in agencies.values():
            for alias in each.aliases:
                self._holders[alias.upper()].add(each.id)

    def of(self, agency: Agency, name: str, older: Agency | None = None) -> list[str]:
        """Return the agency's aliases and those it lacks under its new name; `older` is what it replaces."""
        inherited = [older.number, older.name, *older.aliases] if older else []
        added = [*self._former(agency, name), *self._seven_letters(agency), *inherited]
        listed = [*agency.aliases, *added, *self._short_forms.get(agency.id, [])]
        return [alias for alias in dict.fromkeys(listed) if alias != name]

    def _former(self, agency: Agency, name: str) -> Iterator[str]:
        if agency.name != name:
            yield agency.name

    def _seven_letters(self, agency: Agency) -> Iterator[str]:
        """The ORI as files of reports print it: without its last two characters, if that names one agency."""
        if agency.ori is None:
            return
        short = agency.ori[:7]
        is_main = agency.ori.endswith("00") or self._beginnings[short] == 1
        if is_main and self._holders[short] <= {agency.id}:
            yield short
