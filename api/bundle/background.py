"""Release files written beside a server that answers already, with the CPU that it leaves.

background.py PARENT: started by `muster serve`, whose end, however it comes, ends it.
"""

import os
import signal
import sys

from api.bundle import writing
from api.bundle.writing import Place
from api.commands.console import say
from api.connection import DatabaseProblem
from api.embedded.launch import die_with
from api.pools import exporter_of
from api.settings import Settings


def main(parent: int) -> None:
    die_with(parent, signal.SIGKILL)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    os.nice(19)
    settings = Settings.from_environment()
    url = settings.exporter_url or exporter_of(settings.database_url or "")
    place = Place(database_url=url, root=settings.release_files_dir, public_url=settings.public_url)
    try:
        published = writing.published(url)
        done = writing.write(place, published, [held.number for held in published[-1:]], silent, say)
    except DatabaseProblem as problem:
        say(f"{problem}\nRelease files are not complete: muster release-files writes them.")
        return
    for number in done:
        say(f"The files of release {number} are stored in {place.root / str(number)}.")


def silent(_name: str, _done: int, _total: int) -> None:
    pass


if __name__ == "__main__":
    main(int(sys.argv[1]))
