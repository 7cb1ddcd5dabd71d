"""Rules about the release itself: its number, its day, and the version that follows from what it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from schemas.vocabularies import CORRECTIONS
from seeds.headers import Header, ReleaseHeader
from seeds.problems import Problem
from seeds.records import tail
from seeds.state import State

if TYPE_CHECKING:
    from seeds.validating import Checked

FIRST_VERSIONS: Final = {"0.1.0", "1.0.0"}
MEANINGS: Final = {
    "major": "it corrects, withdraws or replaces a value",
    "minor": "it adds or updates records",
    "patch": "it changes no record",
}


def release_problems(checked: Checked, state: State) -> Iterator[Problem]:
    header = checked.release.header
    if header is None:
        return
    yield from _number(header, checked.release.folder.name, state)
    if state.release is None:
        if header.release.version not in FIRST_VERSIONS:
            yield header.problem("version", "the first version is 0.1.0 (or 1.0.0)")
        return
    if header.release.published_at <= state.release.published_at:
        said = f"is not later than the release before ({state.release.published_at:%Y-%m-%dT%H:%M:%SZ})"
        yield header.problem("published_at", said)
    if header.file.partition("/")[0] in state.removed.cut:
        return  # the version is the published one; what it counted may have been cut out
    step = size(checked)
    allowed = following(state.release, step)
    if header.release.version not in allowed:
        said = f"{state.release.version} is followed by {' or '.join(allowed)}, because {MEANINGS[step]}"
        yield header.problem("version", said)


def _number(header: Header, folder: str, state: State) -> Iterator[Problem]:
    number, before = header.release.number, state.release.number if state.release else 0
    if not folder.startswith(f"{number:04}-"):
        yield header.problem("number", f"the folder {folder} is not of release {number}")
    if number != before + 1:
        yield header.problem("number", f"release {number} follows release {before}: the numbers have a gap")


def size(checked: Checked) -> str:
    """How far the version moves: a reader who cited a value must see that it moved."""
    drafts = [draft for of_resource in checked.drafts.values() for draft in of_resource.values()]
    tails = [tail(draft.operation, draft.row.change) for draft in drafts]
    tails += [replaced for table in checked.tables for replaced in table.tails.values()]
    if any(kind in CORRECTIONS or operation == "withdrawn" for operation, kind, _ in tails):
        return "major"
    added = len(checked.melted) > sum(len(table.tails) for table in checked.tables)
    return "minor" if added or any(operation != "unchanged" for operation, _, _ in tails) else "patch"


def following(before: ReleaseHeader, step: str) -> list[str]:
    """Before 1.0.0 the major part stays 0; any release may be the one that becomes 1.0.0."""
    major, minor, patch = before.parts
    if major == 0:
        return [f"0.{minor}.{patch + 1}" if step == "patch" else f"0.{minor + 1}.0", "1.0.0"]
    steps = {"major": (major + 1, 0, 0), "minor": (major, minor + 1, 0), "patch": (major, minor, patch + 1)}
    return [".".join(str(part) for part in steps[step])]
