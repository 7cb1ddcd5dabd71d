import os
import pwd
import sys
from pathlib import Path
from typing import Literal

import msgspec

from api.embedded import launch
from api.embedded.problems import ClusterProblem

# Between systemd's dynamic users and `nobody`: no distribution assigns these ids.
UNCLAIMED = range(65520, 65534)


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """The account that PostgreSQL runs as, and the owner of its files as seen by this process."""

    mode: Literal["self", "setuid", "namespace"]
    uid: int
    gid: int

    def command(self, *command: str, parent: int = 0) -> list[str]:
        script = [sys.executable, "-I", "-S", str(Path(launch.__file__))]
        return [*script, str(parent), self.mode, str(self.uid), str(self.gid), *command]

    def with_name(self) -> "Account":
        """Return an account with a name, which initdb requires.

        Its group excludes other users named nobody.
        """
        return msgspec.structs.replace(self, uid=launch.NOBODY) if self.mode == "setuid" else self

    def give_ownership(self, path: Path) -> None:
        if self.mode == "setuid":
            os.chown(path, self.uid, self.gid)


def account_for(folder: Path, cluster: Path) -> Account:
    """Choose the account for PostgreSQL, which refuses to run as root.

    Root gives it an unassigned user id. If that user cannot reach the folder (below a home with mode 700),
    PostgreSQL runs in a user namespace as root without root's rights.
    """
    if os.geteuid() != 0:
        return own_account()
    owner = cluster.stat() if cluster.exists() else None
    if owner is not None and owner.st_uid != 0:
        return Account(mode="setuid", uid=owner.st_uid, gid=owner.st_gid)
    if owner is None and open_to_all(folder):
        number = unclaimed()
        return Account(mode="setuid", uid=number, gid=number)
    return Account(mode="namespace", uid=0, gid=0)


def own_account() -> Account:
    uid, gid = os.geteuid(), os.getegid()
    return Account(mode="self" if has_name(uid) else "namespace", uid=uid, gid=gid)


def open_to_all(folder: Path) -> bool:
    resolved = folder.resolve()
    return all(path.stat().st_mode & 0o001 for path in [resolved, *resolved.parents])


def unclaimed() -> int:
    for number in UNCLAIMED:
        if not has_name(number):
            return number
    raise ClusterProblem(
        "No user id between 65520 and 65533 is free to run PostgreSQL. Run Muster as another user."
    )


def has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True
