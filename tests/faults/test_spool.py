"""No room for files in the making: who asks next is told so, everything else goes on."""

from pathlib import Path

import pytest

from tests.faults import web
from tests.faults.conftest import Serve
from tests.faults.test_files_left import left_in
from tests.folders import small_disk

FILE = "/v1/staffing-figures.ndjson"


def run_out_of_room(serve: Serve, **settings: str) -> None:
    service = serve(**settings)
    reader = web.Reader(service.port, FILE)
    assert reader.read(12) == b"HTTP/1.1 200"
    web.until(lambda: service.spooled() == 1, 5)
    # all the room is taken by a file that is too large for it
    web.until(lambda: web.status(service.port, "/v1/sources.csv") == 503, 5)
    answer = web.get(service.port, FILE)
    assert web.problem(answer)["type"].endswith("/overloaded")
    assert web.status(service.port, "/v1/agencies") == 200
    assert web.status(service.port, "/health/ready") == 200
    assert not web.is_whole(reader.rest()), "a file that was cut has a proper end"
    reader.leave()
    web.until(lambda: service.spooled() == 0, 1)
    assert web.get(service.port, "/v1/agencies.csv").whole
    assert web.status(service.port, "/v1/agencies.csv") == 200
    assert service.stop() == 0


def test_a_spool_has_its_limit(serve: Serve):
    run_out_of_room(serve, MUSTER_SPOOL_MB="8")


def test_the_scratch_of_a_workbook_is_counted(serve: Serve):
    service = serve(MUSTER_SPOOL_MB="8")
    answer = web.get(service.port, "/v1/staffing-figures.xlsx")
    assert web.problem(answer)["type"].endswith("/too-many-rows")
    web.until(lambda: service.spooled() == 0 and not left_in(service), 1)
    # what it held is given back: the same again and again does not fill the spool
    for _ in range(3):
        assert web.status(service.port, "/v1/metrics.xlsx") == 200
        assert web.status(service.port, "/v1/staffing-figures.xlsx") == 400


@pytest.mark.parametrize("path", ["/v1/metrics.xlsx.metadata.json", "/v1/metrics.xlsx"])
def test_the_first_file_of_all_may_be_a_workbook(serve: Serve, tmp_path: Path, path: str):
    service = serve(MUSTER_SPOOL_DIR=str(tmp_path / "not-yet" / "spool"))
    assert web.status(service.port, path) == 200


def test_a_full_disk_refuses_files_only(serve: Serve, tmp_path: Path):
    with small_disk(tmp_path / "spool", "8m") as disk:
        run_out_of_room(serve, MUSTER_SPOOL_DIR=str(disk))


def test_a_spool_that_cannot_be_written_refuses_files_only(serve: Serve, tmp_path: Path):
    (tmp_path / "file").touch()
    service = serve(MUSTER_SPOOL_DIR=str(tmp_path / "file" / "spool"))
    answer = web.get(service.port, "/v1/sources.csv")
    assert web.problem(answer)["type"].endswith("/overloaded")
    assert web.status(service.port, "/v1/agencies") == 200
