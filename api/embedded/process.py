import contextlib
import signal
import subprocess
import time
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from api.embedded.folder import Folder
from api.embedded.problems import ClusterProblem, start_over

# Seconds without progress, not in total: a long recovery is waited for.
PROGRESS_TIMEOUT = 60.0
STOP_TIMEOUT = 60.0


def wait_until_ready(process: subprocess.Popen[bytes], folder: Folder) -> None:
    last_signs, last_change = (0, 0.0), time.monotonic()
    while not is_ready(folder.cluster, process.pid):
        if process.poll() is not None:
            raise ClusterProblem(
                f"PostgreSQL did not start.\n{folder.tail_of_log()}\n"
                f"See {folder.log}. {start_over(folder.cluster)}"
            )
        if (signs := signs_of_life(process.pid, folder.log)) != last_signs:
            last_signs, last_change = signs, time.monotonic()
        elif time.monotonic() - last_change > PROGRESS_TIMEOUT:
            stop(process)
            raise ClusterProblem(f"PostgreSQL makes no progress.\n{folder.tail_of_log()}")
        time.sleep(0.02)


def is_ready(cluster: Path, pid: int) -> bool:
    """Whether postmaster.pid says in line 8 that the server is ready, as pg_ctl checks it."""
    try:
        lines = server_file(cluster)
    except FileNotFoundError:
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def server_file(cluster: Path) -> list[str]:
    """The lines of postmaster.pid: process, data folder, start, port, folder of the socket ..., state."""
    return (cluster / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()


def signs_of_life(pid: int, log: Path) -> tuple[int, float]:
    busy = 0.0
    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(pid).children():
            with contextlib.suppress(psutil.Error):
                busy += sum(child.cpu_times()[:2])
    return log.stat().st_size, busy


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the server: SIGINT ends sessions and writes a checkpoint, SIGQUIT leaves that to recovery."""
    for signal_number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(signal_number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_TIMEOUT)
