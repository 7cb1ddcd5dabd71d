import os
import pwd
import sys
from pathlib import Path
from typing import Literal

import msgspec

from api.embedded import launch
from api.embedded.problems import ClusterProblem

# Between systemd's dynamic users and nobody: no distribution gives these numbers out.
UNCLAIMED = range(65520, 65534)


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Whose rights PostgreSQL runs with, and to whom its files belong as seen from here."""

    way: Literal["self", "setuid", "namespace"]
    uid: int
    gid: int

    def command(self, *command: str, parent: int = 0) -> list[str]:
        script = [sys.executable, "-I", "-S", str(Path(launch.__file__))]
        return [*script, str(parent), self.way, str(self.uid), str(self.gid), *command]

    def with_a_name(self) -> "Account":
        """The tools of preparation want an account that has a name; the group keeps other nobodies out."""
        return msgspec.structs.replace(self, uid=launch.NOBODY) if self.way == "setuid" else self

    def own(self, path: Path) -> None:
        if self.way == "setuid":
            os.chown(path, self.uid, self.gid)


def account_for(folder: Path, cluster: Path) -> Account:
    """PostgreSQL refuses root. Root lends it a number nobody has; where that number cannot reach the folder
    (below a 700 home), PostgreSQL runs as root without root's power, in a user namespace.
    """
    if os.geteuid() != 0:
        return own_account()
    owner = cluster.stat() if cluster.exists() else None
    if owner is not None and owner.st_uid != 0:
        return Account(way="setuid", uid=owner.st_uid, gid=owner.st_gid)
    if owner is None and open_to_all(folder):
        number = unclaimed()
        return Account(way="setuid", uid=number, gid=number)
    return Account(way="namespace", uid=0, gid=0)


def own_account() -> Account:
    uid, gid = os.geteuid(), os.getegid()
    return Account(way="self" if has_name(uid) else "namespace", uid=uid, gid=gid)


def open_to_all(folder: Path) -> bool:
    resolved = folder.resolve()
    return all(path.stat().st_mode & 0o001 for path in [resolved, *resolved.parents])


def unclaimed() -> int:
    for number in UNCLAIMED:
        if not has_name(number):
            return number
    raise ClusterProblem("No unclaimed user number between 65520 and 65533 to run PostgreSQL under.")


def has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True
