import asyncio
import signal
import socket
import subprocess

import asyncpg
import psutil
import pytest

from api.cli import serve
from api.database.connection import DatabaseProblem
from api.settings import Settings
from tests.folders import small_disk
from tests.runtime.conftest import descendants, gone, told
from tests.runtime.test_database import recreate


@pytest.fixture
def served(muster, published, home):
    """A `muster serve` on its embedded database, answering."""
    subprocess.run(["cp", "-a", published, home / "data"], check=True)
    return muster("serve").wait()


def test_it_serves_says_where_and_stops_in_order_with_0(served, muster, home):
    said = served.words_with("/v1/")
    assert said.count(f"http://127.0.0.1:{served.environment['MUSTER_PORT']}/") >= 3
    processes = descendants(served.process.pid)
    assert any("postgres" in process.name for process in told(served.process.pid))

    second = muster("serve")
    assert second.end() == 1
    assert f"process {served.process.pid} serves http://127.0.0.1:" in second.words()

    served.process.send_signal(signal.SIGTERM)
    assert served.end() == 0
    assert gone(processes)
    assert "Stopped." in served.words()
    log = (home / "data" / "postgresql.log").read_text()
    assert log.rstrip().endswith("database system is shut down")


def test_the_server_process_knows_no_owner(served):
    for process in told(served.process.pid):
        if "postgres" not in process.name:
            environment = process.environment
            assert "muster_reader" in environment["MUSTER_DATABASE_URL"]
            assert "muster_owner" not in " ".join([*environment.values(), *process.command])
            assert environment["MUSTER_DATABASE_URL"] not in process.command


def test_kill_9_and_ctrl_c(served, muster, home):
    processes = descendants(served.process.pid)
    served.process.kill()
    served.end()
    assert gone(processes)

    again = muster("serve").wait()
    number = (home / "data" / "cluster" / "postmaster.pid").read_text().split("\n")[0]
    postgres = psutil.Process(int(number))
    postgres.kill()
    assert gone([postgres])
    again.words_with("being started again")
    again.wait()

    again.process.send_signal(signal.SIGINT)
    assert again.end() == 0


def test_a_port_in_use_is_said(muster, database, environment):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = muster("serve", MUSTER_DATABASE_URL=database.reader_url, MUSTER_PORT=port)
        assert refused.end() == 1
    assert f"Cannot listen on 127.0.0.1:{port}: Address already in use" in refused.words()


def test_readers_of_an_empty_database_are_told_the_command(muster, server):
    asyncio.run(
        recreate(server.url, "muster_runtime_bare", "template template0 encoding 'UTF8' lc_ctype 'C.UTF-8'")
    )
    refused = muster("serve", MUSTER_DATABASE_URL=server.address("muster_runtime_bare"))
    assert refused.end() == 1
    assert "muster init-database" in refused.words()


def test_a_wrong_password_ends_the_start(muster, database):
    refused = muster("serve", MUSTER_DATABASE_URL=database.reader_url.replace("for-tests", "hunter2"))
    assert refused.end() == 1
    assert "rejected the login" in refused.words()
    assert "hunter2" not in refused.words()


def test_a_database_of_ones_own_is_set_up_and_filled(muster, server, make_database):
    made = make_database("muster_runtime_own")
    own = {"MUSTER_OWNER_URL": made.owner_url, "MUSTER_DATABASE_URL": made.reader_url}
    running = muster("serve", **own).wait()
    assert "muster_owner" not in "".join(
        text for process in told(running.process.pid) for text in process.environment.values()
    )
    running.process.send_signal(signal.SIGTERM)
    assert running.end() == 0


def test_a_database_away_delays_nothing(muster):
    running = muster("serve", MUSTER_DATABASE_URL="postgresql://muster_reader:s@127.0.0.1:1/muster")
    running.wait("/health/live")
    assert running.status("/health/ready") == 503
    assert "returns 503 until the database is available" in running.words()
    running.process.send_signal(signal.SIGTERM)
    assert running.end() == 0


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.AdminShutdownError("terminating connection due to administrator command"),
        asyncpg.CrashShutdownError("terminating connection because of crash of another server process"),
        asyncpg.CannotConnectNowError("the database system is shutting down"),
        asyncpg.DiskFullError("could not extend file"),
    ],
)
def test_a_database_that_ends_while_releases_are_replayed_is_said(monkeypatch, error):
    async def initialised(*_, **urls):
        pass

    def replayed(*_):
        raise error

    monkeypatch.setattr(serve, "initialise", initialised)
    monkeypatch.setattr(serve, "replay", replayed)
    with pytest.raises(DatabaseProblem, match=f"failed during the update: {error}"):
        serve.update(Settings.from_environment(), "", "", "")


def test_a_stop_while_workers_start_waits_for_none_of_them(muster):
    away = "postgresql://muster_reader:s@127.0.0.1:1/muster"
    running = muster("serve", MUSTER_DATABASE_URL=away, MUSTER_WORKERS="6")
    running.wait("/health/live")  # the first of the six answers
    running.process.send_signal(signal.SIGTERM)
    assert running.end(25) == 0


def test_settings_are_refused_together(muster):
    refused = muster("serve", MUSTER_PORT="http", MUSTER_OWNER="me")
    assert refused.end() == 2
    assert "MUSTER_PORT: expected" in refused.words()
    assert "MUSTER_OWNER: there is no such setting" in refused.words()


def test_an_owner_alone_is_not_enough_to_serve(muster, database):
    refused = muster("serve", MUSTER_OWNER_URL=database.owner_url)
    assert refused.end() == 2
    assert "MUSTER_DATABASE_URL: required" in refused.words()


@pytest.mark.parametrize("command", ["serve", "init-database", "check-config"])
def test_every_command_explains_itself(muster, command):
    asked = muster(command, "--help")
    assert asked.end() == 0
    assert "Usage: muster" in asked.words()


def test_check_config_shows_everything_and_tries_it(muster, database):
    well = muster("check-config", MUSTER_DATABASE_URL=database.reader_url)
    assert well.end() == 0, well.words()
    assert "MUSTER_PORT=" in well.words()
    assert "for-tests" not in well.words()
    ill = muster("check-config", MUSTER_DATABASE_URL="postgresql://muster_reader:s@127.0.0.1:1/muster")
    assert ill.end() == 1
    assert "cannot be reached" in ill.words()


def test_init_database_sets_up_what_the_urls_name(muster, server, make_database):
    made = make_database("muster_runtime_init")
    done = muster("init-database", MUSTER_OWNER_URL=made.owner_url, MUSTER_DATABASE_URL=made.reader_url)
    assert done.end() == 0, done.words()
    assert muster("check-config", MUSTER_DATABASE_URL=made.reader_url).end() == 0
    lost = muster("init-database")
    assert lost.end() == 2
    assert "MUSTER_OWNER_URL: required" in lost.words()


def test_a_full_disk_is_said(muster, home):
    with small_disk(home / "small", "30m") as disk:
        refused = muster("serve", MUSTER_DATA_DIR=str(disk / "data"))
        assert refused.end() == 1
        assert "No space left on device" in refused.words()
        assert "Traceback" not in refused.words()
