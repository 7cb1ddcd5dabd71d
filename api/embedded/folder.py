import contextlib
import fcntl
import json
import os
import shutil
from pathlib import Path
from typing import IO

import msgspec

from api.embedded.problems import AlreadyRunning

# macOS allows 103 bytes for the path of a socket, Linux 107.
SOCKET_LIMIT = 103
SOCKET_NAME = ".s.PGSQL.5432"


class Folder(msgspec.Struct, frozen=True):
    """The paths in the data folder. Only the cluster and its socket can belong to another account."""

    path: Path

    @property
    def cluster(self) -> Path:
        return self.path / "cluster"

    @property
    def staging(self) -> Path:
        return self.path / "cluster.new"

    @property
    def binaries(self) -> Path:
        return self.path / "postgresql"

    @property
    def log(self) -> Path:
        return self.path / "postgresql.log"

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    @property
    def passwords(self) -> Path:
        return self.path / "passwords.json"

    @property
    def socket(self) -> Path:
        return self.path / "socket"

    def create(self) -> None:
        """Create the folder. An existing one keeps its permissions."""
        if self.path.is_dir():
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            self.path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700)

    def has_short_path(self) -> bool:
        return len(os.fsencode(self.socket / SOCKET_NAME)) <= SOCKET_LIMIT

    def tail_of_log(self, lines: int = 12) -> str:
        if not self.log.exists():
            return ""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        return "\n".join(text[-8000:].splitlines()[-lines:])


def private(path: Path, flags: int) -> IO[str]:
    return os.fdopen(
        os.open(path, flags | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+", encoding="utf-8", errors="replace"
    )


def take_lock(folder: Folder, address: str) -> IO[str]:
    """Lock the folder until the process ends, however it ends.

    The content is for the next process to report.
    """
    file = private(folder.lock, os.O_RDWR)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = file.read()
        file.close()
        raise AlreadyRunning(*read_holder(holder), folder.path) from None
    file.truncate()
    file.write(json.dumps({"pid": os.getpid(), "address": address}))
    file.flush()
    return file


def read_holder(text: str) -> tuple[int, str]:
    try:
        holder = json.loads(text)
        return int(holder["pid"]), str(holder["address"])
    except (ValueError, KeyError, TypeError):
        return 0, ""


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
