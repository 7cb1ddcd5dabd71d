"""Where workbooks are made: what killed workers left there goes, what others put there stays."""

import os
import subprocess
import sys

import pytest

from api import workbook


@pytest.fixture(scope="module")
def gone() -> int:
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_what_a_killed_worker_left_is_swept(tmp_path, gone):
    left, working = tmp_path / f"workbook-{gone}-abcd_123", tmp_path / f"workbook-{os.getpid()}-abcd_123"
    for folder in (left, working):
        folder.mkdir()
        (folder / "rows").touch()
    workbook.sweep(tmp_path)
    assert [*tmp_path.iterdir()] == [working]


def test_what_others_put_there_stays(tmp_path, gone):
    names = [
        "workbook-2025-q3",
        "workbook-of-mine",
        f"workbook-{gone}-ABCD_123",
        f"workbook-{gone}-abcd_1234",
    ]
    names += [f"workbook-{gone}", f"old-workbook-{gone}-abcd_123", f"workbook-{'9' * 30}-abcd_123"]
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "kept").touch()
    (tmp_path / f"workbook-{gone}-notes_tx").touch()
    (tmp_path / f"workbook-{gone}-linked_x").symlink_to(tmp_path / names[0])
    before = {*tmp_path.rglob("*")}
    workbook.sweep(tmp_path)
    assert {*tmp_path.rglob("*")} == before


def test_a_folder_that_is_not_there_yet_has_nothing_to_sweep(tmp_path):
    workbook.sweep(tmp_path / "spool")
