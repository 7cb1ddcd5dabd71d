"""Removes records or fields from every release, by law or for privacy.

Works on a copy of the log first. If the copy is not valid afterwards, the log stays as it is.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from seeds.folder.encoding import read_bytes, text_of
from seeds.folder.reader import resource_of
from seeds.log import removals
from seeds.log.folders import (
    ReleaseFolder,
    chain_problems,
    folder_sha256,
    folders,
    number_problems,
    redaction_problems,
)
from seeds.log.removals import RedactedFolder, Removal, Removals
from seeds.log.state import State
from seeds.problems import Problem, UnreadableError, in_order
from seeds.removal.redact_csv import empty_cells, encode, redact_rows
from seeds.removal.redact_toml import redact_toml
from seeds.removal.redaction import CannotRedactError, Redaction
from seeds.validation.validate import ValidatedRelease, validate

# By file, then by line: the column positions of cells.
Cells: TypeAlias = dict[str, dict[int, set[int]]]


class RemovalRequest(Struct, frozen=True, kw_only=True):
    """What to remove and the reason that readers see. `unlink` also removes the ids from other records."""

    ids: Sequence[str]
    field: str | None = None
    reason: str
    removed_on: date
    unlink: bool = False

    @property
    def redaction(self) -> Redaction:
        return Redaction(self.ids, self.field, unlink=self.unlink)


class RemovalResult(Struct, frozen=True, kw_only=True):
    """The files that were changed, and the lines that still mention a removed record."""

    files: list[str]
    mentions: list[str]


def remove(releases: Path, request: RemovalRequest) -> RemovalResult:
    """Remove records or fields from the log, or raise UnreadableError with every reason."""
    removed = removals.read(removals.path_of(releases))
    log = folders(releases, removed)
    state, cells = _locate(log, removed, request)
    with tempfile.TemporaryDirectory(prefix="muster-remove-") as name:
        copy = Path(name) / "releases"
        for folder in log:
            shutil.copytree(folder.path, copy / folder.path.name)
        files = _redact(copy, request, cells)
        entries = [*removed.removals, *_entries(state, request)]
        updated = Removals(removals=entries, folders=_redacted_folders(log, copy))
        removals.write(removals.path_of(copy), updated)
        _verify(copy, request)
        _replace(releases, copy, files)
    return RemovalResult(files=files, mentions=[] if request.field else [*_mentions(releases, request.ids)])


def _entries(state: State, request: RemovalRequest) -> Iterator[Removal]:
    for record_id in request.ids:
        yield Removal(
            id=record_id,
            resource=state.resource_of(record_id) or "",
            field=request.field,
            reason=request.reason,
            removed_on=request.removed_on,
        )


def _replace(releases: Path, copy: Path, files: list[str]) -> None:
    for file in files:
        shutil.copyfile(copy / file, releases / file)
    shutil.copyfile(removals.path_of(copy), removals.path_of(releases))


def _raise(problems: Sequence[Problem]) -> None:
    if problems:
        raise UnreadableError(*in_order(problems))


def _log_problems(log: list[ReleaseFolder], removed: Removals) -> list[Problem]:
    return [
        *number_problems(log),
        *redaction_problems(log, removed),
        *chain_problems(log, allow_unsealed=True),
    ]


def _locate(log: list[ReleaseFolder], removed: Removals, request: RemovalRequest) -> tuple[State, Cells]:
    """Return the state of the log, and the cells of wide tables that state the records."""
    _raise(_log_problems(log, removed))
    state, cells, ids = State(removed), Cells(), frozenset(request.ids)
    for _, validated in _replayed(log, state):
        _raise(validated.problems)
        for table in validated.tables if request.field is None else ():
            for line, position in table.cells_of(ids):
                cells.setdefault(table.file, {}).setdefault(line, set()).add(position)
    _raise([*_request_problems(state, request)])
    return state, cells


def _replayed(log: list[ReleaseFolder], state: State) -> Iterator[tuple[ReleaseFolder, ValidatedRelease]]:
    for folder in log:
        validated = validate(folder.path, state)
        state.apply(validated.changes)
        yield folder, validated


def _request_problems(state: State, request: RemovalRequest) -> Iterator[Problem]:
    for record_id in request.ids:
        resource, before = state.resource_of(record_id), state.removed
        error = "no release contains this record"
        if record_id in before.records or (record_id, request.field) in before.fields:
            error = "was removed already"
        elif resource:
            error = removals.removal_error(resource, request.field) or ""
        if error:
            yield Problem(file=removals.FILE, record_id=record_id, text=error)


def _redact(copy: Path, request: RemovalRequest, cells: Cells) -> list[str]:
    """Redact the files of the copied log; return the paths of those that changed."""
    files = []
    for path in sorted(copy.glob("*/*")):
        file = f"{path.parent.name}/{path.name}"
        resource = resource_of(path.name)
        text = text_of(read_bytes(path, file), file) if resource else ""
        if not resource or not (file in cells or any(each in text for each in request.ids)):
            continue
        left = _redacted(text, file, resource, request.redaction, cells)
        if left != text:
            path.write_bytes(encode(left, path.name))
            files.append(file)
    if not files:
        raise UnreadableError(
            Problem(file=removals.FILE, text=f"no release states {request.field or 'these records'}")
        )
    return files


def _redacted(text: str, file: str, resource: str, redaction: Redaction, cells: Cells) -> str:
    if not file.endswith(".toml"):
        return empty_cells(text, cells[file]) if file in cells else redact_rows(text, redaction)
    try:
        return redact_toml(text, resource, redaction)
    except CannotRedactError as error:
        raise UnreadableError(Problem(file=file, text=f"cannot be redacted: {error}")) from error


def _redacted_folders(log: list[ReleaseFolder], copy: Path) -> list[RedactedFolder]:
    hashes = {folder: folder_sha256(copy / folder.path.name) for folder in log}
    return [
        RedactedFolder(folder=folder.path.name, original_sha256=folder.original_sha256, sha256=sha256)
        for folder, sha256 in hashes.items()
        if sha256 != folder.original_sha256
    ]


def _verify(copy: Path, request: RemovalRequest) -> None:
    """Check that the redacted log is valid, keeps its chain of hashes, and no longer contains the records."""
    removed = removals.read(removals.path_of(copy))
    log = folders(copy, removed)
    problems = _log_problems(log, removed)
    state = State(removed)
    for folder, validated in _replayed(log, state):
        problems += [*validated.problems, *_remaining(state, folder, request)]
    _raise(problems)


def _remaining(state: State, folder: ReleaseFolder, request: RemovalRequest) -> Iterator[Problem]:
    """Report what the redaction missed, such as a field that release.toml sets for all rows of a table."""
    for record_id in request.ids:
        resource = state.resource_of(record_id)
        record = state.record(resource, record_id) if resource else None
        if resource and (request.field is None or (record and record.fields[request.field])):
            text = f"release {folder.number} would still contain {request.field or 'this record'}"
            yield Problem(file=folder.path.name, record_id=record_id, text=text)


def _mentions(releases: Path, ids: Sequence[str]) -> Iterator[str]:
    pattern = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, ids))})(?![\w-])")
    for path in sorted(releases.glob("*/*.toml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            if pattern.search(line):
                yield f"{path.parent.name}/{path.name}:{number}: {line.strip()}"
