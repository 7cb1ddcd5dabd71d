import os
import subprocess
from pathlib import Path

from api.embedded.account import Account
from api.embedded.binaries import Binaries
from api.embedded.folder import Folder, remove
from api.embedded.passwords import EXPORTER, OWNER, READER, write_passwords
from api.embedded.problems import ClusterProblem

DATABASE = "muster"


def prepare(folder: Folder, binaries: Binaries, account: Account, sync: bool) -> None:
    """Create the cluster in a staging folder and move it into place at the end, so that it is always
    complete.
    """
    remove(folder.staging)
    folder.staging.mkdir(mode=0o710)
    os.chown(folder.staging, -1, account.gid if account.mode == "setuid" else -1)
    passwords = write_passwords(folder)
    cluster = folder.staging / "cluster"
    cluster.mkdir(mode=0o700)
    account_with_name = account.with_name()
    account_with_name.give_ownership(cluster)
    initialise_cluster(cluster, binaries, account_with_name, passwords[OWNER], sync)
    create_database(cluster, binaries, account_with_name, passwords)
    hand_over(cluster, account)
    cluster.rename(folder.cluster)
    folder.staging.rmdir()


def initialise_cluster(
    cluster: Path, binaries: Binaries, account: Account, password: str, sync: bool
) -> None:
    secret = cluster.parent / "password"
    secret.touch(mode=0o600)
    secret.write_text(password, encoding="ascii")
    account.give_ownership(secret)
    options = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    login = [f"--username={OWNER}", "--auth=scram-sha-256", f"--pwfile={secret}", "--data-checksums"]
    durability = [] if sync else ["--no-sync"]
    run(account.command(str(binaries.initdb), f"--pgdata={cluster}", *options, *login, *durability))
    secret.unlink()


def create_database(cluster: Path, binaries: Binaries, account: Account, passwords: dict[str, str]) -> None:
    """Create database and roles in single-user mode, one statement per line, before anyone can connect."""
    roles = [f"create role {role} login password '{passwords[role]}'" for role in (READER, EXPORTER)]
    statements = "\n".join([f"create database {DATABASE}", *roles, ""])
    single = [str(binaries.postgres), "--single", "-D", str(cluster), "-c", "exit_on_error=on", "postgres"]
    run(account.command(*single), statements)


def run(command: list[str], text: str = "") -> None:
    environment = {**os.environ, "LC_ALL": "C"}
    result = subprocess.run(  # noqa: S603 - our own binaries, no shell
        command, input=text, capture_output=True, text=True, check=False, cwd="/", env=environment
    )
    if result.returncode != 0:
        output = (result.stderr or result.stdout).strip()
        raise ClusterProblem(f"The database could not be prepared.\n{output}")


def hand_over(cluster: Path, account: Account) -> None:
    if account.mode != "setuid":
        return
    for parent, _, files in os.walk(cluster):
        account.give_ownership(Path(parent))
        for file in files:
            account.give_ownership(Path(parent, file))
