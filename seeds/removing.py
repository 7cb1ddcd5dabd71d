"""Removing, by law or for privacy: the text is cut out of the folders, and removals.toml vouches for them.

Everything is tried on a copy of the log first. What the copy does not pass is refused; nothing has changed.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from seeds import removals
from seeds.cutting import CannotCutError, Cut, cut_cells, cut_table, cut_toml, packed
from seeds.log import ReleaseFolder, broken_links, folder_sha256, folders, gaps, wrongly_cut
from seeds.problems import Problem, UnreadableError, in_order
from seeds.reading import resource_of
from seeds.removals import CutFolder, Removal, Removals
from seeds.state import State
from seeds.texts import read_bytes, text_of
from seeds.validating import Checked, validate

# By file: by line the places of cells.
Cells: TypeAlias = dict[str, dict[int, set[int]]]


class Order(Struct, frozen=True, kw_only=True):
    """What is to go, and what readers are told. `unlink`: also out of the lists of what names it."""

    ids: Sequence[str]
    field: str | None = None
    reason: str
    removed_on: date
    unlink: bool = False


class Done(Struct, frozen=True, kw_only=True):
    """The files that were cut, and the places that still speak of a removed record."""

    files: list[str]
    mentions: list[str]


def remove(releases: Path, order: Order) -> Done:
    """Raises UnreadableError with every reason why not; then nothing has changed."""
    removed = removals.read(removals.place(releases))
    log = folders(releases, removed)
    state, cells = _found(log, removed, order)
    with tempfile.TemporaryDirectory(prefix="muster-remove-") as name:
        copy = Path(name) / "releases"
        for folder in log:
            shutil.copytree(folder.path, copy / folder.path.name)
        files = _cut(copy, order, cells)
        now = [
            Removal(
                id=each,
                resource=state.resource_of(each) or "",
                field=order.field,
                reason=order.reason,
                removed_on=order.removed_on,
            )
            for each in order.ids
        ]
        after = Removals(removals=[*removed.removals, *now], folders=_vouched(log, copy))
        removals.write(removals.place(copy), after)
        _prove(copy, order)
        for file in files:
            shutil.copyfile(copy / file, releases / file)
        shutil.copyfile(removals.place(copy), removals.place(releases))
    return Done(files=files, mentions=[] if order.field else [*_mentions(releases, order.ids)])


def _stop(problems: Sequence[Problem]) -> None:
    if problems:
        raise UnreadableError(*in_order(problems))


def _found(log: list[ReleaseFolder], removed: Removals, order: Order) -> tuple[State, Cells]:
    """The log as it is, and where wide tables hold the figures."""
    _stop([*gaps(log), *wrongly_cut(log, removed), *broken_links(log, drafts=True)])
    state, cells = State(removed), Cells()
    for _, checked in _replayed(log, state):
        _stop(checked.problems)
        for table in checked.tables if order.field is None else ():
            for line, place in table.places(frozenset(order.ids)):
                cells.setdefault(table.wide.table.file, {}).setdefault(line, set()).add(place)
    _stop([*_impossible(state, order)])
    return state, cells


def _replayed(log: list[ReleaseFolder], state: State) -> Iterator[tuple[ReleaseFolder, Checked]]:
    for folder in log:
        checked = validate(folder.path, state)
        state.apply(checked)
        yield folder, checked


def _impossible(state: State, order: Order) -> Iterator[Problem]:
    for record_id in order.ids:
        resource, before = state.resource_of(record_id), state.removed
        said = removals.impossible(resource, order.field) if resource else "no release holds the record"
        if record_id in before.records or (record_id, order.field) in before.fields:
            said = "is removed already"
        if said:
            yield Problem(file=removals.FILE, record_id=record_id, text=said)


def _cut(copy: Path, order: Order, cells: Cells) -> list[str]:
    """The files that are different now, by their place in the log."""
    cut, files = Cut(order.ids, order.field, unlink=order.unlink), []
    for path in sorted(copy.glob("*/*")):
        file = f"{path.parent.name}/{path.name}"
        resource = resource_of(path.name)
        text = text_of(read_bytes(path, file), file) if resource else ""
        if not resource or not (file in cells or any(each in text for each in order.ids)):
            continue
        try:
            left = _without(text, file, resource, cut, cells)
        except CannotCutError as error:
            raise UnreadableError(Problem(file=file, text=f"cannot be cut: {error}")) from error
        if left != text:
            path.write_bytes(packed(left, path.name))
            files.append(file)
    if not files:
        raise UnreadableError(Problem(file=removals.FILE, text=f"there is nothing to cut: {order.field}"))
    return files


def _without(text: str, file: str, resource: str, cut: Cut, cells: Cells) -> str:
    if file.endswith(".toml"):
        return cut_toml(text, resource, cut)
    return cut_cells(text, cells[file]) if file in cells else cut_table(text, cut)


def _vouched(log: list[ReleaseFolder], copy: Path) -> list[CutFolder]:
    hashes = {folder: folder_sha256(copy / folder.path.name) for folder in log}
    return [
        CutFolder(folder=folder.path.name, original_sha256=folder.original_sha256, sha256=sha256)
        for folder, sha256 in hashes.items()
        if sha256 != folder.original_sha256
    ]


def _prove(copy: Path, order: Order) -> None:
    """The cut log is valid, its chain holds, and no release knows what was to go."""
    removed = removals.read(removals.place(copy))
    log = folders(copy, removed)
    problems = [*gaps(log), *wrongly_cut(log, removed), *broken_links(log, drafts=True)]
    state = State(removed)
    for folder, checked in _replayed(log, state):
        problems += [*checked.problems, *_left_over(state, folder, order)]
    _stop(problems)


def _left_over(state: State, folder: ReleaseFolder, order: Order) -> Iterator[Problem]:
    """What the cutting has not reached, such as a field that a table's release.toml gives to all its rows."""
    for record_id in order.ids:
        resource = state.resource_of(record_id)
        entry = state.entry(resource, record_id) if resource else None
        if resource and (order.field is None or (entry and entry.fields[order.field])):
            said = f"release {folder.number} would still hold {order.field or 'it'}"
            yield Problem(file=folder.path.name, record_id=record_id, text=said)


def _mentions(releases: Path, ids: Sequence[str]) -> Iterator[str]:
    word = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, ids))})(?![\w-])")
    for path in sorted(releases.glob("*/*.toml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            if word.search(line):
                yield f"{path.parent.name}/{path.name}:{number}: {line.strip()}"
