import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import urlencode

from api.embedded.account import account_for
from api.embedded.binaries import copied_to, in_wheel
from api.embedded.configuration import configuration
from api.embedded.folder import Folder, take_lock
from api.embedded.left_behind import stop_leftover_server
from api.embedded.passwords import EXPORTER, OWNER, READER, read_passwords
from api.embedded.preparation import DATABASE, prepare
from api.embedded.problems import AlreadyRunning, ClusterProblem
from api.embedded.process import server_file, stop, wait_until_ready
from api.embedded.starting import check_version, launch, socket_folder

Report = Callable[[str], None]


def silent(_: str) -> None:
    pass


class Cluster:
    """The running embedded PostgreSQL. Call `stop`, or use it as a context manager."""

    def __init__(self, folder: Folder, lock: IO[str], connections: int, sync: bool) -> None:
        self.folder, self.connections, self.sync = folder, connections, sync
        self._lock = lock
        self._socket: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

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
        return url(role, read_passwords(self.folder)[role], self._socket or self.folder.socket)

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def run(self, report: Report = silent) -> None:
        """Start the server, or restart it after a crash. Stops what an earlier server left running."""
        folder = self.folder
        stop_leftover_server(folder, self._socket)
        account = account_for(folder.path, folder.cluster)
        binaries = copied_to(folder.binaries) if os.geteuid() == 0 else in_wheel()
        if not folder.cluster.exists():
            report("Preparing the embedded PostgreSQL.")
            prepare(folder, binaries, account, self.sync)
        check_version(folder.cluster)
        read_passwords(folder)
        # Kept across restarts, because the readers connect to this path.
        self._socket = self._socket or socket_folder(folder, account)
        options = configuration(self._socket, self.connections, self.sync)
        self._process = launch(folder, binaries, account, options)
        wait_until_ready(self._process, folder)

    def stop(self) -> None:
        if self._process is not None:
            stop(self._process)
            self._process = None
        if self._socket not in {None, self.folder.socket}:
            shutil.rmtree(str(self._socket), ignore_errors=True)
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
    """Start the server.

    A second start reports `address`; `sync=False` is for tests, whose data may be lost.
    """
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
        raise unusable(data_dir, error) from error
    return cluster


@contextmanager
def owner_access(data_dir: Path) -> Iterator[str]:
    """Yield the owner's URL of the server that runs on the folder.

    If none runs, start one for the context.
    """
    try:
        cluster = start(data_dir)
    except AlreadyRunning:
        yield url_of_running(Folder(data_dir.absolute()))
        return
    with cluster:
        yield cluster.owner_url


def url_of_running(folder: Folder) -> str:
    try:
        socket = server_file(folder.cluster)[4]
        return url(OWNER, read_passwords(folder)[OWNER], Path(socket))
    except (FileNotFoundError, IndexError):
        raise ClusterProblem(
            f"The database in {folder.path} is starting or stopping. Try again in a few seconds."
        ) from None
    except OSError as error:
        raise unusable(folder.path, error) from error


def unusable(data_dir: Path, error: OSError) -> ClusterProblem:
    return ClusterProblem(
        f"The data folder {data_dir} cannot be used: {reason(error)}. Set MUSTER_DATA_DIR to another folder."
    )


def reason(error: OSError) -> str:
    """Return the file and the cause; for a copied tree with many errors, the first."""
    match error.args:
        case ([(_, target, why), *_],):
            return f"{target}: {why}"
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}"


def url(role: str, password: str, socket: Path) -> str:
    return f"postgresql://{role}:{password}@/{DATABASE}?{urlencode({'host': str(socket)})}"
