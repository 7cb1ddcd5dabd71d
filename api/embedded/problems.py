from pathlib import Path


class ClusterProblem(Exception):  # noqa: N818 - named for its reader
    """The embedded database cannot be used. The message is for the person at the terminal."""


def start_over(cluster: Path) -> str:
    """The advice for a damaged database, which can always be rebuilt from the log of releases."""
    return f"Restore it, or remove {cluster} and start again: the releases are replayed, and nothing is lost."


class AlreadyRunning(ClusterProblem):
    def __init__(self, pid: int, address: str, folder: Path) -> None:
        self.pid, self.address = pid, address
        activity = f"serves {address}" if address else "uses the database"
        holder = f"process {pid} {activity}" if pid else "another process uses it"
        super().__init__(f"Muster is already running on {folder}: {holder}.")
