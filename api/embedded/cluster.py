import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import urlencode

from api.embedded.account import Account, account_for
from api.embedded.binaries import Binaries, copied_to, in_wheel
from api.embedded.configuration import configuration
from api.embedded.folder import Folder, read_passwords, take_lock
from api.embedded.preparation import DATABASE, EXPORTER, OWNER, READER, prepare
from api.embedded.problems import AlreadyRunning, ClusterProblem
from api.embedded.process import stop, stop_what_was_left, wait_until_ready

Report = Callable[[str], None]


def silent(_: str) -> None:
    pass


class Cluster:
    """A running PostgreSQL of our own: stop it, or use it as a context manager."""

    def __init__(self, folder: Folder, lock: IO[str], connections: int, sync: bool) -> None:
        self.folder, self.connections, self.sync = folder, connections, sync
        self._lock = lock
        self._socket = folder.socket
        self._process: subprocess.Popen[bytes] | None = None
        self._binaries: Binaries | None = None
        self._account: Account | None = None

    @property
    def owner_url(self) -> str:
        return self._url(OWNER)

    @property
    def reader_url(self) -> str:
        return self._url(READER)

    @property
    def exporter_url(self) -> str:
        return self._url(EXPORTER)

    def _url(self, role: str) -> str:
        return url(role, read_passwords(self.folder)[role], self._socket)

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def run(self, report: Report = silent) -> None:
        """Starts the server, also again after it died; whatever an earlier one left is stopped first."""
        folder = self.folder
        stop_what_was_left(folder.cluster)
        account = self._account = account_for(folder.path, folder.cluster)
        binaries = self._binaries = copied_to(folder.binaries) if os.geteuid() == 0 else in_wheel()
        if not folder.cluster.exists():
            report("Preparing the embedded PostgreSQL")
            prepare(folder, binaries, account, self.sync)
        check_version(folder.cluster)
        self._socket = socket_folder(folder, account)
        self._process = launch(
            folder, binaries, account, configuration(self._socket, self.connections, self.sync)
        )
        wait_until_ready(self._process, folder)

    def stop(self) -> None:
        if self._process is not None:
            stop(self._process)
            self._process = None
        if self._socket != self.folder.socket:
            shutil.rmtree(self._socket, ignore_errors=True)
        self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start(
    data_dir: Path, *, address: str = "", connections: int = 60, sync: bool = True, report: Report = silent
) -> Cluster:
    """`address` is what a second start is told; `sync=False` is for tests, whose data may be lost."""
    folder = Folder(data_dir.absolute())
    try:
        folder.create()
        cluster = Cluster(folder, take_lock(folder, address), connections, sync)
        try:
            cluster.run(report)
        except BaseException:
            cluster.stop()
            raise
    except OSError as error:
        where = error.filename or data_dir
        raise ClusterProblem(
            f"The data folder {data_dir} cannot be used: {where}: {error.strerror}"
        ) from error
    return cluster


def check_version(cluster: Path) -> None:
    found = (cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    if found != "18":
        raise ClusterProblem(
            f"{cluster} was made by PostgreSQL {found} and this Muster brings 18. "
            "Remove the folder: the releases are replayed."
        )


def socket_folder(folder: Folder, account: Account) -> Path:
    """A socket's path may have about a hundred bytes; below a longer one it lies in a folder of its own."""
    if folder.has_short_path():
        folder.socket.mkdir(mode=0o700, exist_ok=True)
        account.own(folder.socket)
        return folder.socket
    elsewhere = Path(tempfile.mkdtemp(prefix="muster-", dir="/tmp"))
    account.own(elsewhere)
    return elsewhere


def launch(
    folder: Folder, binaries: Binaries, account: Account, options: dict[str, str]
) -> subprocess.Popen[bytes]:
    # The kernel watches the thread that started a process, so only the main thread's life says anything.
    parent = os.getpid() if threading.current_thread() is threading.main_thread() else 0
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    command = account.command(str(binaries.postgres), "-D", str(folder.cluster), *settings, parent=parent)
    environment = {**os.environ, "LC_ALL": "C"}
    with open_log(folder.log) as log:
        return subprocess.Popen(  # noqa: S603 - our own binaries, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=environment,
            start_new_session=True,
        )


def open_log(path: Path) -> IO[bytes]:
    if path.exists() and path.stat().st_size > 5_000_000:
        path.replace(path.with_suffix(".log.1"))
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def url(role: str, password: str, socket: Path) -> str:
    return f"postgresql://{role}:{password}@/{DATABASE}?{urlencode({'host': str(socket)})}"
