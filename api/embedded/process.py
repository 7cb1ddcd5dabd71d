import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from api.embedded.folder import Folder
from api.embedded.problems import ClusterProblem

# Seconds without any sign of life, not seconds in all: a long recovery is waited for.
PATIENCE = 60.0
STOPPING = 60.0
# Short, and mkdtemp makes what lies there ours alone.
SOCKETS_ELSEWHERE = Path("/tmp/muster-")  # noqa: S108


def wait_until_ready(process: subprocess.Popen[bytes], folder: Folder) -> None:
    seen, since = (0, 0.0), time.monotonic()
    while not is_ready(folder.cluster, process.pid):
        if process.poll() is not None:
            raise ClusterProblem(f"PostgreSQL did not start.\n{folder.tail_of_log()}")
        if (signs := signs_of_life(process.pid, folder.log)) != seen:
            seen, since = signs, time.monotonic()
        elif time.monotonic() - since > PATIENCE:
            stop(process)
            raise ClusterProblem(f"PostgreSQL makes no progress.\n{folder.tail_of_log()}")
        time.sleep(0.02)


def is_ready(cluster: Path, pid: int) -> bool:
    """What pg_ctl looks at: line 8 of postmaster.pid."""
    try:
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def signs_of_life(pid: int, log: Path) -> tuple[int, float]:
    busy = 0.0
    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(pid).children():
            with contextlib.suppress(psutil.Error):
                busy += sum(child.cpu_times()[:2])
    return log.stat().st_size, busy


def stop(process: subprocess.Popen[bytes]) -> None:
    """SIGINT is the fast shutdown: sessions end, a checkpoint is written. SIGQUIT leaves it to recovery."""
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOPPING)


def stop_what_was_left(cluster: Path, kept: Path | None = None) -> None:
    """After a killed `muster serve` a server may still run here, after a killed server its children.

    Called with the folder's lock held, so whatever works in the cluster is nobody's any more. If nothing
    does, the number in postmaster.pid may be a stranger's by now and would only prevent the start.
    `kept` is where readers were told to find the socket.
    """
    file = cluster / "postmaster.pid"
    if not file.exists():
        return
    left = processes_in(cluster)
    server = file.read_text(encoding="utf-8").split("\n", 1)[0].strip()
    heads = [process for process in left if str(process.pid) == server]
    for process in heads or left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGINT if heads else signal.SIGQUIT)
    _, deaf = psutil.wait_procs(left, timeout=STOPPING)
    for process in deaf:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(deaf, timeout=STOPPING)
    remove_socket(file, kept)
    file.unlink(missing_ok=True)


def remove_socket(file: Path, kept: Path | None) -> None:
    """Line 5 says where it was; only a folder that we made for it elsewhere is litter."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    if len(lines) > 4 and (socket := Path(lines[4])) != kept and is_elsewhere(socket):
        shutil.rmtree(socket, ignore_errors=True)


def is_elsewhere(socket: Path) -> bool:
    """A data folder may have such a name as well, and holds its own."""
    return socket.parent == SOCKETS_ELSEWHERE.parent and socket.name.startswith(SOCKETS_ELSEWHERE.name)


def processes_in(cluster: Path) -> list[psutil.Process]:
    home = os.path.realpath(cluster)
    return [process for process in psutil.process_iter() if works_in(process, home)]


def works_in(process: psutil.Process, home: str) -> bool:
    try:
        return bool(process.name().startswith("postgres") and process.cwd() == home)
    except psutil.Error:
        return False
