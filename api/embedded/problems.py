from pathlib import Path


class ClusterProblem(Exception):  # noqa: N818 - named for who reads it
    """The embedded database cannot be had; the message is for the person at the terminal."""


class AlreadyRunning(ClusterProblem):
    def __init__(self, pid: int, address: str, folder: Path) -> None:
        self.pid, self.address = pid, address
        doing = f"serves {address}" if address else "uses the database"
        who = f"process {pid} {doing}" if pid else "another process uses it"
        super().__init__(f"Muster is already running on {folder}: {who}.")
