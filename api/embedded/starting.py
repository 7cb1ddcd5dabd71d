import os
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import IO

from api.embedded.account import Account
from api.embedded.binaries import Binaries
from api.embedded.folder import Folder
from api.embedded.left_behind import SOCKETS_ELSEWHERE
from api.embedded.problems import ClusterProblem, start_over

MAJOR = "18"
LOG_LIMIT = 5_000_000


def check_version(cluster: Path) -> None:
    try:
        version = (cluster / "PG_VERSION").read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        version = ""
    if not version.isdecimal():
        raise ClusterProblem(f"{cluster} is not a PostgreSQL data folder, or damaged. {start_over(cluster)}")
    if version != MAJOR:
        raise ClusterProblem(
            f"{cluster} was created by PostgreSQL {version}, and this Muster includes {MAJOR}. "
            "Remove the folder and start again: the releases are replayed."
        )


def socket_folder(folder: Folder, account: Account) -> Path:
    """Return the folder of the socket.

    A socket's path is limited to about 100 bytes; otherwise use one in /tmp.
    """
    if folder.has_short_path():
        folder.socket.mkdir(exist_ok=True)
        folder.socket.chmod(0o700)
        account.give_ownership(folder.socket)
        return folder.socket
    elsewhere = Path(tempfile.mkdtemp(prefix=SOCKETS_ELSEWHERE.name, dir=SOCKETS_ELSEWHERE.parent))
    account.give_ownership(elsewhere)
    return elsewhere


def launch(
    folder: Folder, binaries: Binaries, account: Account, options: dict[str, str]
) -> subprocess.Popen[bytes]:
    """Start PostgreSQL in its own session, so that Ctrl-C reaches only `muster serve`."""
    # The kernel ties the child to the thread that started it, so only the main thread can be its parent.
    parent = os.getpid() if threading.current_thread() is threading.main_thread() else 0
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    command = account.command(str(binaries.postgres), "-D", str(folder.cluster), *settings, parent=parent)
    with open_log(folder.log) as log:
        return subprocess.Popen(  # noqa: S603 - our own binaries, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env={**os.environ, "LC_ALL": "C"},
            start_new_session=True,
        )


def open_log(path: Path) -> IO[bytes]:
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")
