"""Readable names of agencies, from the FBI's list of edited names if it describes the same agency."""

import re
from pathlib import Path

from msgspec import Struct

from seeds.importers.fbi.identity import NO_FORMER_NAME, agency_id
from seeds.importers.fbi.rows import Row
from seeds.importers.shared.csv_rows import read_table

# Words that may differ between the two files for the same agency.
_FILLERS = {"police", "of", "the", "and"}


class Edited(Struct, frozen=True):
    type: str
    name: str
    printed: str


class Names:
    """`agency_name_edits.csv` of the FBI's Crime Data API (2018), which is CC0."""

    def __init__(self, file: Path) -> None:
        self._edited = {
            row["ori"]: Edited(
                row["agency_type_name"], row["edited_name"].strip(), row["pub_agency_name"].strip()
            )
            for row in read_table(file, ("ori", "agency_type_name", "edited_name", "pub_agency_name"))
        }

    def former_holder(self, ori: str) -> Edited | None:
        return self._edited.get(ori)

    def name(self, row: Row) -> str:
        edited = self._edited.get(row.ori)
        if edited and edited.name and _same_agency(row, edited) and not _wrong_suffix(row, edited):
            return " ".join(edited.name.split())
        return row.printed.rstrip(":, ")

    def aliases(self, row: Row, name: str) -> list[str]:
        """Return the ORI, the printed name unless it was cut off, and the name of 2018 if it differs."""
        aliases = [row.ori]
        if not cut_off(row.printed) and row.printed != name:
            aliases.append(row.printed)
        edited = self._edited.get(row.ori)
        if edited and row.ori not in NO_FORMER_NAME and not _wrong_suffix(row, edited):
            aliases += [former for former in (edited.name,) if former and former != name]
        return list(dict.fromkeys(aliases))


def cut_off(printed: str) -> bool:
    """Whether the employees file cut the name where the unit starts: "State Police:", "Peace Corps,"."""
    return printed.endswith((":", ","))


def _same_agency(row: Row, edited: Edited) -> bool:
    if agency_id(row).endswith("-2"):
        return False
    if not cut_off(row.printed):
        # This ORI belongs to a sheriff again: ICE's lists name a Miami-Dade Sheriff's Office.
        return _words(row.printed) == _words(edited.printed) and row.ori != "FL0130000"
    return set(_words(row.printed)) - _FILLERS <= set(_words(edited.printed))


def _wrong_suffix(row: Row, edited: Edited) -> bool:
    # The FBI's lists append the suffix to every agency of type County, even to "Hawaii Police Department".
    return edited.name.endswith("County Sheriff's Office") and bool(
        re.search(r"Police|Public Safety", row.printed)
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())
