"""The process that writes release files in the background, at low priority.

`muster serve` starts it with its own process id as argument. The process dies with its parent. It is killed
rather than interrupted, because database drivers can lose the exception of a signal; `muster serve` then
deletes its unfinished files.
"""

import os
import signal
import sys

from api.embedded.launch import die_with


def main(parent: int) -> None:
    die_with(parent, signal.SIGKILL)
    os.nice(19)
    from api.server.newest import store  # noqa: PLC0415 - slow to load, so loaded at low priority

    store()


if __name__ == "__main__":
    main(int(sys.argv[1]))
