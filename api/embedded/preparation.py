import os
import subprocess
from pathlib import Path

from api.embedded.account import Account
from api.embedded.binaries import Binaries
from api.embedded.folder import Folder, remove, write_passwords
from api.embedded.problems import ClusterProblem

OWNER, READER, EXPORTER = "muster_owner", "muster_reader", "muster_exporter"
DATABASE = "muster"


def prepare(folder: Folder, binaries: Binaries, account: Account, sync: bool) -> None:
    """Makes the cluster beside its place and moves it there at the end: no start finds one half made."""
    remove(folder.staging)
    folder.staging.mkdir(mode=0o710)
    os.chown(folder.staging, -1, account.gid if account.way == "setuid" else -1)
    passwords = write_passwords(folder, (OWNER, READER, EXPORTER))
    cluster = folder.staging / "cluster"
    cluster.mkdir(mode=0o700)
    named = account.with_a_name()
    named.own(cluster)
    initialise_cluster(cluster, binaries, named, passwords[OWNER], sync)
    create_database(cluster, binaries, named, passwords)
    hand_over(cluster, account)
    cluster.rename(folder.cluster)
    folder.staging.rmdir()


def initialise_cluster(
    cluster: Path, binaries: Binaries, account: Account, password: str, sync: bool
) -> None:
    secret = cluster.parent / "password"
    secret.touch(mode=0o600)
    secret.write_text(password, encoding="ascii")
    account.own(secret)
    options = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    access = [f"--username={OWNER}", "--auth=scram-sha-256", f"--pwfile={secret}", "--data-checksums"]
    quick = [] if sync else ["--no-sync"]
    run(account.command(str(binaries.initdb), f"--pgdata={cluster}", *options, *access, *quick))
    secret.unlink()


def create_database(cluster: Path, binaries: Binaries, account: Account, passwords: dict[str, str]) -> None:
    """In single-user mode, a statement a line, before anyone can connect."""
    roles = [f"create role {role} login password '{passwords[role]}'" for role in (READER, EXPORTER)]
    statements = "\n".join([f"create database {DATABASE}", *roles, ""])
    single = [str(binaries.postgres), "--single", "-D", str(cluster), "-c", "exit_on_error=on", "postgres"]
    run(account.command(*single), statements)


def run(command: list[str], given: str = "") -> None:
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(  # noqa: S603 - our own binaries, no shell
        command, input=given, capture_output=True, text=True, check=False, cwd="/", env=environment
    )
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip()
        raise ClusterProblem(f"The database could not be prepared.\n{said}")


def hand_over(cluster: Path, account: Account) -> None:
    if account.way != "setuid":
        return
    for parent, _, files in os.walk(cluster):
        account.own(Path(parent))
        for file in files:
            account.own(Path(parent, file))
