"""`muster serve` writes the newest release's files beside, once it answers, and its end ends that too."""

import signal
import time

import psutil
import pytest

from tests.runtime.conftest import environment, gone, home, muster, releases  # noqa: F401 - found by name


@pytest.fixture
def readers(database):
    return {"MUSTER_DATABASE_URL": database.reader_url, "MUSTER_EXPORTER_URL": database.exporter_url}


def writers(service):
    found = psutil.Process(service.process.pid).children(recursive=True)
    return [child for child in found if child.is_running() and "api.server.release_files" in cmdline(child)]


def cmdline(process):
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def until(condition, seconds=300):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_server_that_answers_writes_what_is_missing(muster, readers, folder, home):  # noqa: F811
    service = muster("serve", **readers).wait()
    until(lambda: writers(service))
    until(lambda: [each.nice() for each in writers(service)] == [19])
    stored = home / "data" / "release-files" / folder.name
    until(stored.exists)
    until(lambda: not writers(service))
    assert f"The files of release {folder.name} are stored in {stored}." in service.words()
    assert service.status("/health/ready") == 200
    service.process.send_signal(signal.SIGTERM)
    assert service.end() == 0

    again = muster("serve", **readers).wait()
    again.words_with("Try these URLs")
    until(lambda: not writers(again))
    assert "are stored" not in again.words()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_end_of_the_server_is_the_writers(muster, readers, folder, home, how):  # noqa: F811
    service = muster("serve", **readers).wait()
    root = home / "data" / "release-files"
    until(lambda: [*root.glob(".*.*")])
    [writer] = processes = writers(service)
    writer.suspend()  # It would be ready before a slow end of the server.
    service.process.send_signal(how)
    service.end()
    assert gone(processes)
    assert not (root / folder.name).exists()
    if how is signal.SIGTERM:
        assert [*root.glob(".*.*")] == []


def test_a_server_can_be_told_not_to(muster, readers, home):  # noqa: F811
    service = muster("serve", "--no-release-files", **readers).wait()
    service.words_with("Try these URLs")
    time.sleep(0.5)
    assert writers(service) == []
    assert not (home / "data" / "release-files").exists()


def test_a_folder_that_cannot_be_written_is_told_and_the_server_serves(muster, readers, tmp_path):  # noqa: F811
    (tmp_path / "no-folder").write_text("")
    service = muster("serve", **readers, MUSTER_RELEASE_FILES_DIR=str(tmp_path / "no-folder")).wait()
    service.words_with("To write them, run muster release-files.")
    assert "Traceback" not in service.words()
    assert service.status("/health/ready") == 200
