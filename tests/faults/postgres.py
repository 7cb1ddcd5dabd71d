"""A PostgreSQL that a test may freeze, kill and start again: the embedded one, or Debian's 15."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import asyncpg
import psutil

from api import embedded
from tests.faults import web
from tests.folders import open_folder

SERVED = "select pid from pg_stat_activity where application_name = 'muster'"
DEBIAN = Path("/usr/lib/postgresql/15/bin")


class Cluster(Protocol):
    """What api.embedded.Cluster is, and what stands in for it."""

    owner_url: str
    reader_url: str
    exporter_url: str
    pid: int

    def run(self) -> None: ...
    def is_running(self) -> bool: ...


def ending(sessions: str) -> str:
    """SQL that ends the sessions which this SQL finds."""
    return f"select pg_terminate_backend(pid) from ({sessions}) s"


class DebianCluster:
    """PostgreSQL 15 as packaged, with a superuser named like the embedded one's unless told otherwise."""

    def __init__(self, superuser: str = "muster_owner") -> None:
        self.superuser = superuser
        if not DEBIAN.is_dir():
            raise RuntimeError("postgresql-15 is missing: `make check-all` installs it")
        self.folder = Path(tempfile.mkdtemp(prefix="muster-pg-", dir="/tmp"))
        self.account = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        if self.account:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self.process: subprocess.Popen[bytes] | None = None
        self.owner_url, self.reader_url, self.exporter_url = (
            f"postgresql://{role}@/muster?host={self.folder}"
            for role in ("muster_owner", "muster_reader", "muster_exporter")
        )

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    def prepare(self) -> None:
        options = [f"--username={self.superuser}", "--auth=trust", "--encoding=UTF8", "--no-sync"]
        self.call(
            "initdb", f"--pgdata={self.folder / 'data'}", "--lc-collate=C", "--lc-ctype=C.UTF-8", *options
        )
        self.run()

    def call(self, tool: str, *arguments: str) -> None:
        command = [str(DEBIAN / tool), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd="/", timeout=120, **self.account)

    def run(self) -> None:
        command = [str(DEBIAN / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder)]
        command += ["-c", "listen_addresses=", "-c", "fsync=off"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **self.account)
        ready = [str(DEBIAN / "pg_isready"), "--quiet", "--host", str(self.folder), "--dbname=postgres"]
        until = time.monotonic() + 60
        while subprocess.run(ready, check=False).returncode:
            assert self.process.poll() is None, (self.folder / "log").read_text()[-2000:]
            assert time.monotonic() < until
            time.sleep(0.05)

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
        shutil.rmtree(self.folder, ignore_errors=True)


class Standby(DebianCluster):
    """A copy of a running cluster, which streams from it and applies a commit so many seconds later."""

    def __init__(self, primary: DebianCluster, delay: int) -> None:
        super().__init__(primary.superuser)
        self.primary, self.delay = primary, delay

    def prepare(self) -> None:
        data = self.folder / "data"
        source = ["--host", str(self.primary.folder), "--username", self.superuser]
        options = ["--write-recovery-conf", "--checkpoint=fast", "--wal-method=stream", "--no-sync"]
        self.call("pg_basebackup", f"--pgdata={data}", *source, *options)
        with (data / "postgresql.auto.conf").open("a") as settings:
            settings.write(f"recovery_min_apply_delay = '{self.delay}s'\n")
            # counted from the arrival of a change, not from its turn to be applied
            settings.write(f"max_standby_streaming_delay = '{self.delay + 30}s'\n")
        self.run()


class Postgres:
    """A cluster, and the ways to hurt it."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def processes(self) -> list[psutil.Process]:
        postmaster = psutil.Process(self.cluster.pid)
        return [postmaster, *postmaster.children(recursive=True)]

    def halted(self) -> list[psutil.Process]:
        """The same, and none can come any more: the postmaster, which is the first, stands still."""
        postmaster = psutil.Process(self.cluster.pid)
        postmaster.suspend()
        web.until(lambda: postmaster.status() == psutil.STATUS_STOPPED, 5)
        return self.processes()

    def kill(self) -> None:
        """As `kill -9` of the postmaster: its children notice and end."""
        everyone = self.halted()
        everyone[0].kill()
        self.await_end(everyone)

    def crash(self) -> None:
        """As the end of its machine: whoever only loses the postmaster still finishes a statement."""
        everyone = self.processes()
        for process in everyone:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.await_end(everyone)

    def await_end(self, everyone: list[psutil.Process]) -> None:
        _, left = psutil.wait_procs(everyone, timeout=20)
        assert not left, f"survived their postmaster: {left}"
        assert not self.cluster.is_running()

    def start(self) -> None:
        self.cluster.run()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        everyone = self.halted()
        for process in everyone:
            with suppress(psutil.NoSuchProcess):  # some still go
                process.suspend()
        try:
            yield
        finally:
            for process in everyone:
                with suppress(psutil.NoSuchProcess):
                    process.resume()

    def ask(self, sql: str, *args: Any) -> list[Any]:
        return self.ask_as(self.cluster.owner_url, sql, *args)

    def ask_as(self, url: str, sql: str, *args: Any, **settings: str) -> list[Any]:
        """In a thread of its own: the tests' event loop is none of its business."""

        async def asking() -> list[Any]:
            connection = await asyncpg.connect(url, timeout=10 * web.busy(), server_settings=settings)
            try:
                return await connection.fetch(sql, *args) if args else await several(connection, sql)
            finally:
                await connection.close(timeout=5)

        async def several(connection: Any, sql: str) -> list[Any]:
            if sql.lstrip().lower().startswith(("select", "show", "with")):
                return await connection.fetch(sql)
            await connection.execute(sql)
            return []

        with ThreadPoolExecutor(1) as pool:
            return web.patiently(pool.submit(asyncio.run, asking()).result, 120)

    def sessions(self, state: str = "active") -> list[Any]:
        """What the service's sessions are at."""
        sql = (
            "select pid, state, query from pg_stat_activity where application_name = 'muster' and state = $1"
        )
        return self.ask(sql, state)


@contextmanager
def embedded_cluster() -> Iterator[Postgres]:
    with open_folder() as folder, embedded.start(folder / "data", sync=False) as cluster:
        yield Postgres(cluster)


@contextmanager
def debian_cluster() -> Iterator[Postgres]:
    cluster = DebianCluster()
    try:
        cluster.prepare()
        cluster.call("createdb", "--host", str(cluster.folder), "--username=muster_owner", "muster")
        yield Postgres(cluster)
    finally:
        cluster.stop()
