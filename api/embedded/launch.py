"""Run another program with fewer rights. This file runs as a script, so it imports nothing of ours.

launch.py PARENT MODE UID GID PROGRAM ARGUMENT...

PARENT is the process whose death stops the program (0: none). MODE is `self`, `setuid` or `namespace`.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
# Any ordinary account works inside the namespace; `nobody` has a name, which initdb requires.
NOBODY = 65534

libc = ctypes.CDLL(None, use_errno=True)


def checked(result: int) -> None:
    if result != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def give_up_root(uid: int, gid: int) -> None:
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def enter_namespace() -> None:
    uid, gid = os.geteuid(), os.getegid()
    checked(libc.unshare(CLONE_NEWUSER))
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {uid} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {gid} 1", encoding="ascii")


def die_with(parent: int, how: signal.Signals) -> None:
    """Ask the kernel to send a signal when the parent dies. Called last: a change of account resets it."""
    if parent and sys.platform == "linux":
        checked(libc.prctl(PR_SET_PDEATHSIG, int(how), 0, 0, 0))
        if os.getppid() != parent:
            sys.exit("The process that started this program has ended.")


def main(parent: str, mode: str, uid: str, gid: str, *command: str) -> None:
    if mode == "setuid":
        give_up_root(int(uid), int(gid))
    elif mode == "namespace":
        enter_namespace()
    os.umask(0o077)
    # PostgreSQL's fast shutdown
    die_with(int(parent), signal.SIGINT)
    try:
        os.execv(command[0], command)  # noqa: S606 - the whole point, and no shell is wanted
    except OSError as error:
        sys.exit(f"Could not run {command[0]}: {error.strerror}.")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except OSError as error:
        sys.exit(
            f"Could not give up root's rights ({sys.argv[2]}: {error.strerror}). As root, choose a "
            "MUSTER_DATA_DIR that every user can reach; or run Muster as an ordinary user."
        )
