"""Rules about the release itself: its number, its time, and the version its changes require."""

from collections.abc import Iterator
from typing import Final

from schemas.vocabularies import CORRECTIONS
from seeds.folder.header import Header, ReleaseHeader
from seeds.log.release_changes import ReleaseChanges
from seeds.log.state import State
from seeds.problems import Problem
from seeds.rules.context import Context
from seeds.values.rows import change_values

FIRST_VERSIONS: Final = {"0.1.0", "1.0.0"}
REASONS: Final = {
    "major": "this release corrects, withdraws or replaces a value",
    "minor": "this release adds or updates records",
    "patch": "this release changes no record",
}


def release_problems(context: Context) -> Iterator[Problem]:
    header, state = context.changes.header, context.state
    if header is None:
        return
    if state.lacks_releases:
        yield header.problem("number", _outside_the_log(header.release.number))
        return
    yield from _number_problems(header, context.changes.folder, state)
    if state.release is None:
        if header.release.version not in FIRST_VERSIONS:
            yield header.problem("version", "the first version must be 0.1.0 or 1.0.0")
        return
    if header.release.published_at <= state.release.published_at:
        before = f"{state.release.published_at:%Y-%m-%dT%H:%M:%SZ}"
        yield header.problem("published_at", f"must be later than the previous release ({before})")
    # A folder that was redacted keeps its published version: what that counted may be gone.
    if context.changes.folder not in state.removed.redacted:
        yield from _version_problems(header, state.release, version_step(context.changes))


def _outside_the_log(number: int) -> str:
    return (
        f"this folder is outside the log: not all of the releases 1 to {number - 1} are next to it. Its "
        "references to them, its version and its seal were not checked. Copy it next to them and validate it "
        "again"
    )


def _number_problems(header: Header, folder: str, state: State) -> Iterator[Problem]:
    number, before = header.release.number, state.release.number if state.release else 0
    if not folder.startswith(f"{number:04}-"):
        yield header.problem("number", f"folder {folder} does not belong to release {number}")
    if number != before + 1:
        yield header.problem("number", f"expected release {before + 1} after release {before}, not {number}")


def _version_problems(header: Header, before: ReleaseHeader, step: str) -> Iterator[Problem]:
    allowed = next_versions(before, step)
    if header.release.version not in allowed:
        text = f"the version after {before.version} must be {' or '.join(allowed)}: {REASONS[step]}"
        yield header.problem("version", text)


def version_step(changes: ReleaseChanges) -> str:
    """Return which part of the version the release must raise."""
    done = [change_values(revision.operation, revision.row.change) for revision in changes.all_revisions()]
    replaced = [values for table in changes.tables for values in table.change_values.values()]
    done += replaced
    if any(kind in CORRECTIONS or operation == "withdrawn" for operation, kind, _ in done):
        return "major"
    is_adding = len(changes.figures) > len(replaced)
    return "minor" if is_adding or any(operation != "unchanged" for operation, _, _ in done) else "patch"


def next_versions(before: ReleaseHeader, step: str) -> list[str]:
    """Return the versions allowed next. Any release may become 1.0.0; before that the major part stays 0."""
    major, minor, patch = before.parts
    if major == 0:
        return [f"0.{minor}.{patch + 1}" if step == "patch" else f"0.{minor + 1}.0", "1.0.0"]
    steps = {"major": (major + 1, 0, 0), "minor": (major, minor + 1, 0), "patch": (major, minor, patch + 1)}
    return [".".join(str(part) for part in steps[step])]
