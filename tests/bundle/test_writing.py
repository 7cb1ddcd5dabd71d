"""A folder that is there is complete: whatever stops the writing leaves none, and the next run sweeps."""

import fcntl
import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec import structs

from api.bundle import write as writing
from api.bundle.write import FilesProblem
from api.cli import main
from api.database.connection import DatabaseProblem
from api.storage import folder as folders
from tests.conftest import PUBLIC_URL
from tests.small_log import ROOT


@pytest.fixture
def copied(config, folder, tmp_path):
    """A root that has the newest release already."""
    shutil.copytree(folder, tmp_path / folder.name)
    return structs.replace(config, root=tmp_path)


@pytest.fixture
def environment(database, tmp_path):
    clean = {name: text for name, text in os.environ.items() if not name.startswith("MUSTER_")}
    return clean | {
        "MUSTER_DATABASE_URL": database.reader_url,
        "MUSTER_EXPORTER_URL": database.exporter_url,
        "MUSTER_DATA_DIR": str(tmp_path),
        "MUSTER_RELEASE_FILES_DIR": str(tmp_path / "files"),
        "MUSTER_PUBLIC_URL": PUBLIC_URL,
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def muster(environment):
    def call(*words):
        return CliRunner().invoke(main, [*words], env=environment)

    return call


def names(root):
    return sorted(path.name for path in root.iterdir() if path.name != ".lock")


def test_what_is_there_is_left_alone(copied, write):
    def seen():
        paths = (path for path in copied.root.rglob("*.*") if path.name != ".lock")
        return {path: (path.stat().st_ino, path.stat().st_ctime_ns) for path in paths}

    before = seen()
    assert write(copied) == []
    assert seen() == before


def test_what_was_written_before_a_removal_is_made_anew(copied, write, folder):
    """The content hash of a release begins with that of removals.toml."""
    where = copied.root / folder.name
    listed = json.loads((where / "files.json").read_bytes())
    (where / "files.json").write_text(json.dumps(listed | {"content_sha256": "0" * 64}))
    (where / "agencies.csv").write_text("id\nremoved\n")
    assert write(copied, 1) == [1, int(folder.name)]
    assert names(copied.root) == ["1", folder.name]
    assert (where / "agencies.csv").read_bytes() == (folder / "agencies.csv").read_bytes()


def test_a_folder_without_its_list_is_none(copied, write, folder):
    (copied.root / folder.name / "files.json").unlink()
    assert write(copied) == [int(folder.name)]
    assert (copied.root / folder.name / "files.json").exists()


def test_what_an_earlier_run_left_is_swept(copied, write):
    left = copied.root / ".7.abcdefgh"
    left.mkdir()
    (left / "agencies.csv").write_text("id")
    write(copied)
    assert not left.exists()


def test_a_sweep_leaves_what_others_put_there(copied, write):
    """Names a little like ours, and a file and a link of just such a name."""
    names = [".git.backup", ".cache.d", ".7.abc", ".7.ABCDEFGH", ".7.abcdefghi", "7.abcdefgh", ".x.abcdefgh"]
    for name in names:
        (copied.root / name).mkdir()
        (copied.root / name / "kept").touch()
    for name in (".htaccess.bak", ".7.abcdefgh", ".lock"):
        (copied.root / name).touch()
    (copied.root / ".8.abcdefgh").symlink_to(copied.root / ".git.backup")
    before = {*copied.root.rglob("*")}
    assert write(copied) == []
    folders.sweep_if_idle(copied.root)
    assert {*copied.root.rglob("*")} == before


def test_who_comes_second_waits(copied, write, capsys):
    lock = (copied.root / ".lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    threading.Timer(0.5, lock.close).start()
    began = time.monotonic()
    assert write(copied) == []
    assert time.monotonic() - began > 0.4
    assert "Waiting for another process" in capsys.readouterr().out


def test_a_release_that_changes_meanwhile_is_refused(config, tmp_path, monkeypatch):
    async def other(_):
        return []

    known = writing.published(config.database_url)
    monkeypatch.setattr("api.bundle.write.read_releases", other)
    with pytest.raises(FilesProblem, match="was rebuilt"):
        writing.write(structs.replace(config, root=tmp_path), known, [1], lambda *_: None, print)
    assert names(tmp_path) == []


def test_a_release_that_has_not_arrived_is_no_folder_of_empty_tables(config, tmp_path):
    """A standby may lag behind the database that listed the releases."""
    known = writing.published(config.database_url)
    other = structs.replace(known[-1], number=known[-1].number + 1)
    with pytest.raises(DatabaseProblem, match="does not have release"):
        writing.write(
            structs.replace(config, root=tmp_path), [*known, other], [other.number], lambda *_: None, print
        )
    assert names(tmp_path) == []


def test_a_kill_at_any_moment_leaves_no_half_folder(environment, folder, tmp_path):
    root, chance, seen = tmp_path / "files", random.Random(4), set()
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "api.cli", "release-files"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        until = time.monotonic() + 300
        while not [*root.glob(".*.*")] and process.poll() is None and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(chance.random() * 1.5)
        process.kill()
        process.communicate()
        seen |= {"whole" if (root / folder.name).exists() else "none"}
        if "whole" in seen:
            break
    assert "none" in seen
    done = subprocess.run(
        [sys.executable, "-P", "-m", "api.cli", "release-files"],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert names(root) == [folder.name]
    assert {path.name: path.read_bytes() for path in (root / folder.name).iterdir()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }


def test_ctrl_c_leaves_nothing(environment, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "api.cli", "release-files"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    until = time.monotonic() + 300
    while not [*(tmp_path / "files").glob(".*.*")] and time.monotonic() < until:
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 1
    assert "Aborted" in said
    assert "Traceback" not in said
    assert names(tmp_path / "files") == []


def test_a_full_disk_is_said(environment, tmp_path: Path):
    if os.geteuid() != 0:
        pytest.skip("not run: only root can mount a small disk")
    small = tmp_path / "small"
    small.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small], check=True)
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "api.cli", "release-files"],
            env=environment | {"MUSTER_RELEASE_FILES_DIR": str(small)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "No space left on device" in done.stderr
        assert "To use another folder, set MUSTER_RELEASE_FILES_DIR" in done.stderr
        assert "Traceback" not in done.stderr
        assert names(small) == []
    finally:
        subprocess.run(["umount", small], check=True)


def test_the_command_writes_the_newest_and_prints_where(muster, folder, tmp_path):
    done = muster("release-files")
    assert (done.exit_code, done.stdout) == (0, f"{tmp_path}/files/{folder.name}\n")
    assert f"Written: release {folder.name}." in done.stderr
    again = muster("release-files")
    assert (again.exit_code, again.stdout) == (0, done.stdout)
    assert "No files were missing." in again.stderr


def test_the_command_writes_the_releases_it_is_given(muster, tmp_path):
    done = muster("release-files", "2", "1", "2")
    assert (done.exit_code, done.stdout) == (0, f"{tmp_path}/files/1\n{tmp_path}/files/2\n")
    assert names(tmp_path / "files") == ["1", "2"]


def test_a_release_that_is_none_is_refused_before_anything_is_written(muster, folder, tmp_path):
    refused = muster("release-files", "1", "99")
    assert refused.exit_code == 1
    assert f"There is no release 99. The newest is {folder.name}." in refused.stderr
    assert not (tmp_path / "files").exists()


@pytest.mark.parametrize("words", [("0",), ("x",), ("1", "--all")])
def test_wrong_usage(muster, words):
    assert muster("release-files", *words).exit_code == 2


def test_an_empty_database_is_told(make_database, environment):
    made = make_database("muster_bundle_empty")
    urls = {"MUSTER_DATABASE_URL": made.reader_url, "MUSTER_EXPORTER_URL": made.exporter_url}
    refused = CliRunner().invoke(main, ["release-files"], env=environment | urls)
    assert refused.exit_code == 1
    assert "No release is published yet" in refused.stderr


def test_publishing_writes_the_files_of_the_release(make_database, small_log, environment, tmp_path):
    made = make_database("muster_bundle_publish")
    log = tmp_path / "log"
    log.mkdir()
    shutil.copytree(small_log / "0001-founding-articles", log / "0001-founding-articles")
    env = environment | {"MUSTER_OWNER_URL": made.owner_url, "MUSTER_RELEASES_DIR": str(log)}
    done = CliRunner().invoke(main, ["publish"], env=env)
    assert done.exit_code == 0, done.output
    assert "Release 1 is published." in done.stderr
    assert (tmp_path / "files" / "1" / "files.json").exists()


def test_publishing_succeeds_where_the_files_fail(make_database, small_log, environment, tmp_path):
    made = make_database("muster_bundle_publish_anyway")
    log = tmp_path / "log"
    log.mkdir()
    shutil.copytree(small_log / "0001-founding-articles", log / "0001-founding-articles")
    (tmp_path / "files").write_text("not a folder")
    env = environment | {"MUSTER_OWNER_URL": made.owner_url, "MUSTER_RELEASES_DIR": str(log)}
    done = CliRunner().invoke(main, ["publish"], env=env)
    assert done.exit_code == 0, done.output
    assert "Release 1 is published." in done.stderr
    assert "To write its files, run muster release-files 1." in done.stderr


QUOTED, WORDS = "founding-article-000-08", b"racist, anti-queer"


def test_what_is_removed_by_law_leaves_the_stored_files(make_database, small_log, environment, tmp_path):
    """In a folder and in its zip, once `publish` has made the releases again."""
    made = make_database("muster_bundle_removed")
    log = tmp_path / "releases"
    for name in ("0001-founding-articles", "0002-fbi-employees"):
        shutil.copytree(small_log / name, log / name)
    made.publish(log)
    env = environment | {"MUSTER_OWNER_URL": made.owner_url, "MUSTER_RELEASES_DIR": str(log)}
    env |= {"MUSTER_DATABASE_URL": made.reader_url, "MUSTER_EXPORTER_URL": made.exporter_url}

    def muster(*words):
        done = CliRunner().invoke(main, [*words], env=env)
        assert done.exit_code == 0, done.output
        return done

    def holding():
        """Release and file for each that holds the words, unpacked."""
        found = set()
        for path in (tmp_path / "files").glob("*/*"):
            data = path.read_bytes()
            if path.suffix == ".zip":
                with zipfile.ZipFile(path) as zipped:
                    data = b"".join(map(zipped.read, zipped.namelist()))
            if WORDS in (gzip.decompress(data) if path.suffix == ".gz" else data):
                found.add((path.parent.name, path.suffix))
        return found

    muster("release-files", "--all")
    assert {(number, suffix) for number in ("1", "2") for suffix in (".csv", ".gz", ".zip")} <= holding()
    muster("remove", QUOTED, "--reason", "A court ordered it.")
    muster("publish")
    assert names(tmp_path / "files") == ["1", "2"]
    assert holding() == set()
    assert "No files were missing." in muster("release-files", "--all").stderr
