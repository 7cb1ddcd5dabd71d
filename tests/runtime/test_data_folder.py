"""Whatever happened to a file of the data folder: a start that works, or a sentence with what to do."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from api import embedded
from api.embedded.account import open_to_all
from api.embedded.launch import NOBODY
from tests.runtime.conftest import ROOT
from tests.runtime.test_embedded import ROOTS_OWN, another, answer

GARBAGE = b"\x00\xff\xfe not what was written \x80\n" * 3
Damage = Callable[[Path], object]


def empty(path: Path) -> None:
    path.write_bytes(b"")


def garbage(path: Path) -> None:
    path.write_bytes(GARBAGE)


def gone(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def a_folder(path: Path) -> None:
    gone(path)
    path.mkdir()
    (path / "something").touch()


def a_file(path: Path) -> None:
    gone(path)
    path.write_bytes(b"")


def an_empty_folder(path: Path) -> None:
    shutil.rmtree(path)
    path.mkdir()


def text(given: object) -> Damage:
    def write(path: Path) -> None:
        path.write_text(given if isinstance(given, str) else json.dumps(given), encoding="utf-8")

    return write


PASSWORDS = {"muster_owner": "a", "muster_reader": "b", "muster_exporter": "c"}
OVER = "the releases are replayed, and nothing is lost"
ELSEWHERE = "Set MUSTER_DATA_DIR to another folder"
REFUSED: list[tuple[str, Damage, str, str]] = [
    ("passwords.json", gone, "passwords.json is missing", OVER),
    ("passwords.json", empty, "passwords.json is damaged", OVER),
    ("passwords.json", garbage, "passwords.json is damaged", OVER),
    ("passwords.json", text('{"muster_owner": "abc'), "passwords.json is damaged", OVER),
    ("passwords.json", text([]), "passwords.json is damaged", OVER),
    ("passwords.json", text({**PASSWORDS, "muster_owner": 7}), "passwords.json is damaged", OVER),
    ("passwords.json", text({}), "no password of muster_owner, muster_reader, muster_exporter", OVER),
    ("passwords.json", text({**PASSWORDS, "muster_reader": ""}), "no password of muster_reader", OVER),
    ("passwords.json", text({**PASSWORDS, "muster_owner": "a@b/c"}), "no password of muster_owner", OVER),
    ("passwords.json", a_folder, "passwords.json cannot be read (Is a directory)", OVER),
    ("lock", a_folder, "lock: Is a directory", ELSEWHERE),
    ("postgresql.log", a_folder, "postgresql.log: Is a directory", ELSEWHERE),
    ("socket", a_file, "socket", ELSEWHERE),
    ("cluster", a_file, "cluster/PG_VERSION: Not a directory", ELSEWHERE),
    ("cluster", an_empty_folder, "cluster is not a PostgreSQL data folder, or damaged", OVER),
    ("cluster/PG_VERSION", gone, "cluster is not a PostgreSQL data folder, or damaged", OVER),
    ("cluster/PG_VERSION", empty, "cluster is not a PostgreSQL data folder, or damaged", OVER),
    ("cluster/PG_VERSION", garbage, "cluster is not a PostgreSQL data folder, or damaged", OVER),
    ("cluster/PG_VERSION", a_folder, "PG_VERSION: Is a directory", ELSEWHERE),
    ("cluster/postmaster.pid", a_folder, "postmaster.pid: Is a directory", ELSEWHERE),
    ("cluster/global/pg_control", empty, "PostgreSQL did not start", OVER),
    ("cluster/global/pg_control", gone, "PostgreSQL did not start", OVER),
    ("cluster/postgresql.conf", garbage, "PostgreSQL did not start", OVER),
    ("cluster/postgresql.conf", gone, "PostgreSQL did not start", OVER),
    ("cluster/pg_hba.conf", empty, "PostgreSQL did not start", OVER),
    ("cluster/global", a_file, "PostgreSQL did not start", OVER),
    ("cluster/pg_wal", gone, "PostgreSQL did not start", OVER),
]
# Each of these starts finds several files damaged at once.
HARMLESS: dict[str, dict[str, Damage]] = {
    "all gone": {"lock": gone, "postgresql.log": gone, "socket": gone, "cluster.new": a_file},
    "all empty": {"lock": empty, "socket/.s.PGSQL.5432.lock": empty, "cluster/postmaster.pid": empty},
    "all garbage": {
        "lock": garbage,
        "postgresql.log": garbage,
        "socket/.s.PGSQL.5432": garbage,
        "socket/.s.PGSQL.5432.lock": garbage,
        "cluster/postmaster.pid": garbage,
        "cluster/postmaster.opts": garbage,
    },
    "folders": {
        "socket/.s.PGSQL.5432": a_folder,
        "socket/.s.PGSQL.5432.lock": a_folder,
        "cluster.new": a_folder,
    },
    "of somebody else": {
        "lock": text('{"pid": "x"}'),
        "socket": lambda path: path.chmod(0o000),
        "cluster/postmaster.pid": text(f"{os.getpid()}\n"),
    },
    "of another machine": {
        "lock": text({"pid": os.getpid(), "address": "https://elsewhere.example"}),
        "cluster/postmaster.pid": text(f"99\n/somewhere\n1\n5432\n{'/tmp' * 60}\n\n1 1\nready\n"),
    },
}


def named(value: object) -> str | None:
    return getattr(value, "__name__", None) if callable(value) else None


@pytest.fixture
def ordinary(request: pytest.FixtureRequest) -> str:
    """How `another` becomes an ordinary user here. Below a closed home root itself is one, in a namespace."""
    if os.geteuid() != 0:
        return "self"
    if open_to_all(Path(sys.executable).resolve().parent) and open_to_all(ROOT):
        return "setuid"
    request.getfixturevalue("namespaces")
    return "namespace"


@pytest.mark.parametrize(("name", "damage", "said", "advice"), REFUSED, ids=named)
def test_damage_is_a_sentence_with_what_to_do(data: Path, name: str, damage: Damage, said: str, advice: str):
    damage(data / name)
    with pytest.raises(embedded.ClusterProblem) as told:
        embedded.start(data, sync=False)
    assert said in str(told.value)
    assert advice in str(told.value)
    assert "Traceback" not in str(told.value)


@pytest.mark.parametrize("damages", HARMLESS.values(), ids=HARMLESS)
def test_what_a_start_can_mend_it_mends(data: Path, damages: dict[str, Damage]):
    for name, damage in damages.items():
        damage(data / name)
    with embedded.start(data, sync=False) as cluster:
        assert answer(cluster.owner_url, "select 1") == 1


@pytest.mark.parametrize("name", ["passwords.json", "cluster.new"])
@pytest.mark.parametrize("damage", [a_file, garbage])
def test_before_the_first_start_nothing_in_the_folder_is_needed(home: Path, name: str, damage: Damage):
    (home / "data").mkdir(mode=0o711)
    damage(home / "data" / name)
    with embedded.start(home / "data", sync=False) as cluster:
        assert answer(cluster.reader_url, "select 1") == 1


@ROOTS_OWN
def test_damaged_binaries_are_named(data: Path):
    """Root's copy of them, which an interrupted clean-up may have emptied."""
    (version,) = (data / "postgresql").iterdir()
    (postgres,) = version.glob("*/pginstall18/bin/postgres")
    postgres.unlink()
    with pytest.raises(embedded.ClusterProblem, match=r"Could not run .*/bin/postgres: No such file"):
        embedded.start(data, sync=False)


def test_what_was_advised_helps(data: Path):
    garbage(data / "passwords.json")
    shutil.rmtree(data / "cluster")
    with embedded.start(data, sync=False) as cluster:
        assert answer(cluster.owner_url, "select 1") == 1


def test_a_folder_copied_from_a_machine_that_was_running_starts(data: Path):
    """Its socket has a lock with a number that belongs to a living process of the same user here."""
    with embedded.start(data, sync=False) as cluster:
        running = data.with_name("copied")
        subprocess.run(["cp", "-a", data, running], check=True)
        owner = (data / "cluster").stat()
        sleeper = subprocess.Popen(["sleep", "600"], user=owner.st_uid if os.geteuid() == 0 else None)
        try:
            for lock in (running / "socket/.s.PGSQL.5432.lock", running / "cluster/postmaster.pid"):
                lines = lock.read_text().splitlines()
                lock.write_text("\n".join([str(sleeper.pid), *lines[1:]]) + "\n")
            with embedded.start(running, sync=False) as copied:
                assert answer(copied.owner_url, "select 1") == 1
            assert sleeper.poll() is None
        finally:
            sleeper.kill()
            sleeper.wait()
        assert answer(cluster.owner_url, "select 1") == 1, "the server it was copied from still runs"


def test_starting_a_copy_leaves_the_socket_of_the_original_alone(data: Path):
    """Where the path is long the socket lies elsewhere, and the copy names it too."""
    original = data.rename(data.with_name("long" * 25))
    with embedded.start(original, sync=False) as cluster:
        copy = data.with_name("copy" * 25)
        subprocess.run(["cp", "-a", original, copy], check=True)
        with embedded.start(copy, sync=False) as copied:
            assert answer(copied.owner_url, "select 1") == 1
        assert answer(cluster.owner_url, "select 1") == 1


def test_a_socket_left_by_a_killed_server_is_no_obstacle(data: Path):
    with embedded.start(data, sync=False) as cluster:
        processes = [psutil.Process(cluster.pid), *psutil.Process(cluster.pid).children()]
        for process in processes:
            process.send_signal(signal.SIGKILL)
        psutil.wait_procs(processes, timeout=10)
    assert (data / "socket/.s.PGSQL.5432").is_socket()
    with embedded.start(data, sync=False) as cluster, socket.socket(socket.AF_UNIX) as client:
        client.connect(str(data / "socket/.s.PGSQL.5432"))
        assert answer(cluster.owner_url, "select 1") == 1


def test_a_file_that_may_not_be_read_is_a_sentence(data: Path, ordinary: str):
    """As an ordinary user: root may read everything."""
    if ordinary == "setuid":
        subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", data.parent], check=True)
    for name in ("passwords.json", "lock", "postgresql.log", "cluster", "cluster/PG_VERSION", "."):
        mode = (data / name).stat().st_mode
        (data / name).chmod(0o000)
        with another(data, way=ordinary, stderr=subprocess.PIPE) as process:
            last = process.communicate()[1].strip().splitlines()[-1]
        (data / name).chmod(mode)
        assert "ClusterProblem" in last, (name, last)
        assert "Permission denied" in last, (name, last)


def misplaced(data: Path) -> None:
    """The passwords of another folder."""
    text(dict.fromkeys(PASSWORDS, "another"))(data / "passwords.json")


def damaged_catalogue(data: Path) -> None:
    """Every table of the database of Muster that has a file of some length, but for those of a login."""
    folders = sorted((data / "cluster/base").iterdir(), key=lambda path: int(path.name))
    for path in folders[-1].iterdir():
        if path.name in {
            "2619",
            "1255",
        }:  # statistics and functions, which a session reads when it needs them
            path.write_bytes(b"\x01" * path.stat().st_size)


@pytest.mark.parametrize(
    ("damage", "said"), [(misplaced, "rejected the login"), (damaged_catalogue, "invalid page")], ids=named
)
@pytest.mark.parametrize("command", ["serve", "publish", "release-files"])
def test_a_database_that_starts_and_cannot_be_used_is_explained(data: Path, muster, damage, said, command):
    damage(data)
    refused = muster(command)
    assert refused.end() == 1
    assert said in refused.words()
    assert OVER in " ".join(refused.words().split())
    assert "Traceback" not in refused.words()


@pytest.mark.parametrize(
    "damage", [a_file, lambda path: path.symlink_to("/dev/null")], ids=["file", "device"]
)
def test_a_spool_that_cannot_be_is_said_and_pages_are_served(muster, database, home: Path, damage: Damage):
    damage(home / "spool")
    running = muster("serve", MUSTER_DATABASE_URL=database.reader_url, MUSTER_SPOOL_DIR=str(home / "spool"))
    running.wait("/v1/agencies?limit=1")
    assert f"Cannot write files in {home / 'spool'}: " in running.words()
    assert running.status("/v1/agencies.csv") == 503


@pytest.mark.parametrize("name", ["release-files", "release-files/.lock"])
def test_release_files_that_cannot_be_written_are_said_and_pages_are_served(
    muster, database, home: Path, name: str
):
    (home / "data" / name).parent.mkdir(parents=True, exist_ok=True)
    (a_file if name == "release-files" else a_folder)(home / "data" / name)
    running = muster("serve", MUSTER_DATABASE_URL=database.reader_url, MUSTER_DATA_DIR=str(home / "data"))
    said = running.words_with("To write them, run muster release-files.")
    assert f"Release files cannot be written into {home / 'data' / name}: " in said
    assert "Traceback" not in said
    assert running.status("/v1/agencies?limit=1") == 200
