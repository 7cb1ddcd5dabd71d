import os
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import IO

from api.embedded.account import Account
from api.embedded.binaries import Binaries
from api.embedded.folder import Folder
from api.embedded.problems import ClusterProblem
from api.embedded.process import SOCKETS_ELSEWHERE

MAJOR = "18"
LOG_LIMIT = 5_000_000


def check_version(cluster: Path) -> None:
    found = (cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    if found != MAJOR:
        raise ClusterProblem(
            f"{cluster} was made by PostgreSQL {found} and this Muster brings {MAJOR}. "
            "Remove the folder: the releases are replayed."
        )


def socket_folder(folder: Folder, account: Account) -> Path:
    """A socket's path may have about a hundred bytes; below a longer one it lies in a folder of its own."""
    if folder.has_short_path():
        folder.socket.mkdir(mode=0o700, exist_ok=True)
        account.own(folder.socket)
        return folder.socket
    elsewhere = Path(tempfile.mkdtemp(prefix=SOCKETS_ELSEWHERE.name, dir=SOCKETS_ELSEWHERE.parent))
    account.own(elsewhere)
    return elsewhere


def launch(
    folder: Folder, binaries: Binaries, account: Account, options: dict[str, str]
) -> subprocess.Popen[bytes]:
    """In a session of its own: Ctrl-C is for the server before it."""
    # The kernel watches the thread that started a process, so only the main thread's life says anything.
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
