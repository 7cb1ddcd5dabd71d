import asyncio
import errno
import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import psutil
import pytest

from api import embedded
from api.embedded import launch
from api.embedded.account import open_to_all
from api.embedded.cluster import unusable
from api.embedded.left_behind import processes_in
from tests.runtime.conftest import ROOT, gone

START = """
import sys, time
from pathlib import Path
from api import embedded
with embedded.start(Path(sys.argv[1]), address="http://here", sync=False) as cluster:
    print(cluster.pid, cluster.owner_url, flush=True)
    sys.stdin.read()
"""
ROOTS_OWN = pytest.mark.skipif(os.geteuid() != 0, reason="not run: only root can lend its rights to others")


def answer(url: str, query: str):
    async def ask():
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(query)
        finally:
            await connection.close()

    return asyncio.run(ask())


def permissions(path: Path) -> dict[str, tuple[int, int, int]]:
    found = {str(each): each.stat() for each in [path, *path.parents]}
    return {name: (stat.S_IMODE(s.st_mode), s.st_uid, s.st_gid) for name, s in found.items()}


def another(folder: Path, *, way: str = "self", stderr: int | None = None) -> subprocess.Popen[str]:
    """A process that runs a cluster until its standard input ends."""
    script = [sys.executable, "-P", "-c", START, str(folder)]
    lent = [sys.executable, "-I", "-S", launch.__file__, "0", way, str(launch.NOBODY), str(launch.NOBODY)]
    return subprocess.Popen(
        script if way == "self" else [*lent, *script],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]), "HOME": "/nonexistent"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )


def test_the_database_sorts_and_lowers_as_everywhere_and_only_roles_get_in(home):
    with embedded.start(home / "data", sync=False) as cluster:
        assert answer(cluster.owner_url, "select lower('É') || current_setting('server_encoding')") == "éUTF8"
        assert answer(cluster.owner_url, "show fsync") == "off"
        assert answer(cluster.owner_url, "show data_checksums") == "on"
        assert answer(cluster.reader_url, "select current_user") == "muster_reader"
        assert answer(cluster.exporter_url, "select current_user") == "muster_exporter"
        with pytest.raises(asyncpg.InvalidPasswordError):
            answer(cluster.owner_url.replace("muster_owner:", "muster_owner:x"), "select 1")
        assert stat.S_IMODE((home / "data" / "passwords.json").stat().st_mode) == 0o600
        assert stat.S_IMODE((home / "data" / "socket").stat().st_mode) == 0o700
    assert not psutil.pid_exists(cluster.pid) or cluster.pid == 0


def test_what_is_written_is_there_at_the_next_start(data):
    with embedded.start(data) as cluster:
        assert answer(cluster.owner_url, "show fsync") == "on"
        answer(cluster.owner_url, "create table kept as select 7 as seven")
    with embedded.start(data) as cluster:
        assert answer(cluster.owner_url, "select seven from kept") == 7


@pytest.mark.usefixtures("namespaces")
def test_no_permission_above_the_data_folder_changes(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    before = permissions(closed)
    with embedded.start(closed / "data", sync=False) as cluster:
        assert answer(cluster.owner_url, "select 1") == 1
        assert permissions(closed) == before
    assert permissions(closed) == before


def test_a_folder_that_is_there_keeps_its_permissions(home):
    data = home / "data"
    data.mkdir(mode=0o751)
    before = permissions(data)
    with embedded.start(data, sync=False):
        pass
    assert permissions(data) == before


def test_a_path_too_long_for_a_socket_is_no_obstacle(home):
    with embedded.start(home / ("long" * 25), sync=False) as cluster:
        assert answer(cluster.owner_url, "select 1") == 1
        elsewhere = Path(parse_qs(urlsplit(cluster.owner_url).query)["host"][0])
        assert (elsewhere / ".s.PGSQL.5432").is_socket()
        assert elsewhere.parent == Path("/tmp")
    assert not elsewhere.exists()


@ROOTS_OWN
def test_root_lends_it_a_number_nobody_has(home):
    with embedded.start(home / "data", sync=False) as cluster:
        assert psutil.Process(cluster.pid).uids().effective in range(65520, 65534)
        assert (home / "data" / "cluster").stat().st_uid in range(65520, 65534)
        assert answer(cluster.owner_url, "select 1") == 1


@ROOTS_OWN
@pytest.mark.usefixtures("namespaces")
def test_below_a_700_folder_root_runs_it_without_power(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    assert not open_to_all(closed)
    with embedded.start(closed / "data", sync=False) as cluster:
        assert answer(cluster.owner_url, "select 1") == 1
        status = Path(f"/proc/{cluster.pid}/status").read_text()
        assert "CapEff:\t0000000000000000" in status


@ROOTS_OWN
def test_an_ordinary_user_needs_nothing_of_root(home, request):
    # Where the interpreter lies below a 700 home, root in a namespace without power stands in for nobody.
    way = (
        "setuid" if open_to_all(Path(sys.executable).resolve().parent) and open_to_all(ROOT) else "namespace"
    )
    if way == "setuid":
        os.chown(home, launch.NOBODY, launch.NOBODY)
    else:
        request.getfixturevalue("namespaces")
    with another(home / "data", way=way) as process:
        pid, url = process.stdout.readline().split()
        assert answer(url, "select 1") == 1
        assert psutil.Process(int(pid)).uids().effective == (launch.NOBODY if way == "setuid" else 0)
        process.stdin.close()
        assert process.wait(20) == 0


def test_a_second_start_is_told_who_runs(data):
    with another(data) as process:
        process.stdout.readline()
        with pytest.raises(embedded.AlreadyRunning, match=rf"process {process.pid} serves http://here"):
            embedded.start(data)
        with embedded.owner_access(data) as url:
            assert answer(url, "select 1") == 1
        process.stdin.close()


def test_nobody_runs_then_the_owner_borrows_one(data):
    with embedded.owner_access(data) as url:
        assert answer(url, "select current_user") == "muster_owner"
    assert not processes_in(data / "cluster")


@pytest.mark.parametrize("name", ["data", "long" * 25])
def test_a_killed_server_is_started_again_with_everything_in_it(data, name):
    """Also where its socket lies elsewhere: the readers still look for it there."""
    with embedded.start(data.rename(data.with_name(name))) as cluster:
        answer(cluster.owner_url, "create table kept as select 7 as seven")
        url = cluster.owner_url
        os.kill(cluster.pid, signal.SIGKILL)
        cluster._process.wait(10)
        assert not cluster.is_running()
        cluster.run()
        assert cluster.owner_url == url
        assert answer(url, "select seven from kept") == 7


def test_it_does_not_outlive_a_killed_parent(data):
    with another(data) as process:
        pid = int(process.stdout.readline().split()[0])
        server = psutil.Process(pid)
        process.kill()
        assert gone([server])
    with embedded.start(data) as cluster:
        assert answer(cluster.owner_url, "select 1") == 1


def test_a_server_that_was_left_running_is_stopped_first(data):
    with embedded.start(data, sync=False) as cluster:
        answer(cluster.owner_url, "create table kept as select 7 as seven")
        left = psutil.Process(cluster.pid)
        # As after a crash of a start that the kernel does not watch: the lock is free, the server runs.
        cluster._lock.close()
        with embedded.start(data, sync=False) as adopted:
            assert not left.is_running() or left.status() == psutil.STATUS_ZOMBIE
            assert answer(adopted.owner_url, "select seven from kept") == 7


def test_a_strangers_number_in_the_pid_file_prevents_nothing(data):
    (data / "cluster" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    with embedded.start(data, sync=False) as cluster:
        assert answer(cluster.owner_url, "select 1") == 1


def test_an_interrupted_preparation_is_begun_again(home):
    unfinished = home / "data" / "cluster.new" / "cluster"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    with embedded.start(home / "data", sync=False) as cluster:
        assert answer(cluster.owner_url, "select 1") == 1


def test_a_data_folder_that_cannot_be_is_named(tmp_path):
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(embedded.ClusterProblem, match=r"file/data cannot be used: .*/file: File exists"):
        embedded.start(file / "data")


def test_a_disk_that_is_full_while_a_tree_is_copied_is_said(tmp_path, monkeypatch):
    """Of a tree, `copytree` raises one error that lists those of the files and has no words of its own."""

    def full(source, target, **_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), target)

    def run(cluster, report):
        (tmp_path / "tree/below").mkdir(parents=True)
        (tmp_path / "tree/below/file").touch()
        shutil.copytree(tmp_path / "tree", tmp_path / "copy", copy_function=full)

    monkeypatch.setattr(embedded.Cluster, "run", run)
    said = r"/data cannot be used: .*/copy/below/file: .*No space left on device.*\. Set MUSTER_DATA_DIR"
    with pytest.raises(embedded.ClusterProblem, match=said):
        embedded.start(tmp_path / "data")


@pytest.mark.parametrize("error", [OSError("closed"), shutil.SpecialFileError("`x` is a named pipe")])
def test_an_error_without_a_number_is_told_in_its_words(tmp_path, error):
    assert f"{tmp_path} cannot be used: {error}. " in str(unusable(tmp_path, error))


def test_another_major_version_is_refused_before_it_starts(data):
    (data / "cluster" / "PG_VERSION").write_text("17\n")
    with pytest.raises(
        embedded.ClusterProblem, match="created by PostgreSQL 17, and this Muster includes 18"
    ):
        embedded.start(data)


def test_lost_passwords_are_explained(data):
    with embedded.start(data, sync=False):
        (data / "passwords.json").unlink()
        with (
            pytest.raises(embedded.ClusterProblem, match="the releases are replayed"),
            embedded.owner_access(data),
        ):
            pass
