"""Where workbooks are made: what killed workers left there goes, what others put there stays."""

import os
import subprocess
import sys
from contextlib import closing

import pytest
from click.testing import CliRunner, Result

from api.cli import main
from api.exports import tempdirs
from api.exports.spool import CHUNK, Reservation, Spool
from api.problems import ProblemError


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
    tempdirs.sweep(tmp_path)
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
    tempdirs.sweep(tmp_path)
    assert {*tmp_path.rglob("*")} == before


def test_a_folder_that_is_not_there_yet_has_nothing_to_sweep(tmp_path):
    tempdirs.sweep(tmp_path / "spool")


@pytest.fixture
def reserved(monkeypatch) -> list[int]:
    """What each workbook takes of the room for files, whenever it says so."""
    told: list[int] = []
    resize = Reservation.resize

    def telling(self, size):
        told.append(size)
        resize(self, size)

    monkeypatch.setattr(Reservation, "resize", telling)
    return told


def export(settings, tmp_path, **environment) -> Result:
    given = {"MUSTER_DATABASE_URL": settings.database_url, "MUSTER_EXPORTER_URL": settings.exporter_url}
    words = ["export", "staffing-figures", "-o", str(tmp_path / "book.xlsx")]
    return CliRunner().invoke(main, words, env=given | environment)


async def test_its_scratch_is_counted_over_http(reserved, get):
    assert (await get("/v1/staffing-figures.xlsx")).status == 200
    assert max(reserved) > 100_000
    assert reserved[-1] == 0


def test_its_scratch_is_counted_on_the_command_line_too(reserved, settings, tmp_path):
    done = export(settings, tmp_path)
    assert done.exit_code == 0, done.stderr
    assert max(reserved) > 100_000
    assert reserved[-1] == 0


FIGURES = "/v1/staffing-figures.xlsx"


@pytest.mark.parametrize("part", [0.1, 0.9])
async def test_a_workbook_that_never_has_room_is_not_told_to_come_again(
    part, reserved, app, get, monkeypatch
):
    """Whether its rows have none already, or only its sheet."""
    assert (await get(FIGURES)).status == 200
    monkeypatch.setattr(app.state.spool, "capacity", int(part * max(reserved)))
    for address in (FIGURES, f"{FIGURES}.metadata.json?rank__in=preferred,normal,deprecated"):
        answer = await get(address)
        assert (answer.status, answer.problem) == (400, "too-many-rows"), address
        assert "retry-after" not in answer.headers
        assert "Request the same URL with .csv" in answer.json["detail"]
    assert app.state.spool.used == 0
    assert (await get("/v1/staffing-figures.csv")).status == 200


async def test_a_workbook_that_has_no_room_beside_others_is_told_to(reserved, app, get, monkeypatch):
    assert (await get(FIGURES)).status == 200
    monkeypatch.setattr(app.state.spool, "used", app.state.spool.capacity - max(reserved) // 2)
    answer = await get(FIGURES)
    assert (answer.status, answer.problem) == (503, "overloaded")
    assert "retry-after" in answer.headers


def test_a_workbook_on_the_command_line_that_never_has_room_is_told(settings, tmp_path):
    done = export(settings, tmp_path, MUSTER_SPOOL_MB="1")
    assert done.exit_code == 2
    assert "does not have enough disk space for the workbook" in done.stderr
    assert [*tmp_path.glob("*.xlsx")] == []


def refused(spool: Spool, scratch: int, file: int) -> str:
    """How a file of that size is refused that takes such scratch."""
    spooled = spool.file()
    with closing(spooled), closing(spool.reserve(spooled)) as reservation:
        reservation.resize(scratch)
        with pytest.raises(ProblemError) as refusal:
            spooled.write(bytes(file))
    return refusal.value.kind.slug


def test_the_file_itself_needs_room_beside_its_scratch(tmp_path):
    spool = Spool(tmp_path, 2 * CHUNK)
    assert refused(spool, scratch=CHUNK, file=CHUNK + 1) == "too-many-rows"
    spool.used = 10
    assert refused(spool, scratch=CHUNK, file=CHUNK) == "overloaded"
    # without scratch it is sent while it is written: how much of it there is does not matter
    assert refused(spool, scratch=0, file=3 * CHUNK) == "overloaded"
    assert spool.used == 10
