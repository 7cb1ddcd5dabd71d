"""Release files written beside a server that answers already, with the CPU that it leaves.

background.py PARENT: started by `muster serve`, whose end, however it comes, ends it. It is killed, since an
exception of a signal can be lost in the drivers; what it leaves unfinished is swept after it.
"""

import os
import signal
import sys

from api.embedded.launch import die_with


def main(parent: int) -> None:
    die_with(parent, signal.SIGKILL)
    os.nice(19)
    from api.bundle.newest import store  # noqa: PLC0415 - loads for a while, at that priority too

    store()


if __name__ == "__main__":
    main(int(sys.argv[1]))
