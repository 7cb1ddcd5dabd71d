"""Clean up what an earlier server left in the folder, or what came with a copy from another folder or
machine.
"""

import contextlib
import os
import shutil
import signal
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from api.embedded.folder import SOCKET_NAME, Folder, remove
from api.embedded.process import STOP_TIMEOUT, server_file

# Short, as a socket's path must be. mkdtemp makes the folders below it private.
SOCKETS_ELSEWHERE = Path("/tmp/muster-")  # noqa: S108


def stop_leftover_server(folder: Folder, socket_in_use: Path | None = None) -> None:
    """Stop a server that outlived a killed `muster serve`, or the children of a killed server.

    Must be called with the folder's lock held, so that no live `muster` owns the processes. If none runs in
    the cluster, the process ids in postmaster.pid and the socket's lock may belong to other programs by now
    and would prevent the start. `socket_in_use` is the socket folder that readers use, which stays.
    """
    file = folder.cluster / "postmaster.pid"
    if file.exists():
        lines = server_file(folder.cluster)
        stop(processes_in(folder.cluster), lines[0].strip() if lines else "")
        remove_socket_elsewhere(folder.cluster, lines, socket_in_use)
        file.unlink(missing_ok=True)
    for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
        remove(folder.socket / name)


def stop(processes: list[psutil.Process], server: str) -> None:
    postmaster = [process for process in processes if str(process.pid) == server]
    for process in postmaster or processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGINT if postmaster else signal.SIGQUIT)
    _, unresponsive = psutil.wait_procs(processes, timeout=STOP_TIMEOUT)
    for process in unresponsive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(unresponsive, timeout=STOP_TIMEOUT)


def remove_socket_elsewhere(cluster: Path, lines: list[str], socket_in_use: Path | None) -> None:
    """Remove a socket folder that was created for this cluster.

    A copied folder names another cluster's socket.
    """
    if len(lines) < 5 or lines[1] not in {str(cluster), os.path.realpath(cluster)}:
        return
    socket = Path(lines[4])
    if socket != socket_in_use and is_elsewhere(socket):
        shutil.rmtree(socket, ignore_errors=True)


def is_elsewhere(socket: Path) -> bool:
    """Whether the socket has a folder of its own outside the data folder."""
    return socket.parent == SOCKETS_ELSEWHERE.parent and socket.name.startswith(SOCKETS_ELSEWHERE.name)


def processes_in(cluster: Path) -> list[psutil.Process]:
    folder = os.path.realpath(cluster)
    return [process for process in psutil.process_iter() if works_in(process, folder)]


def works_in(process: psutil.Process, folder: str) -> bool:
    try:
        return bool(process.name().startswith("postgres") and process.cwd() == folder)
    except psutil.Error:
        return False
