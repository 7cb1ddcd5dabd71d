"""What a server stores by itself: the files of the newest release, and anew what holds something removed."""

from api.bundle import folder, writing
from api.bundle.writing import Place
from api.commands.console import say
from api.connection import DatabaseProblem
from api.pools import exporter_of
from api.settings import Settings


def store() -> None:
    """A failure is told: the server serves all the same."""
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
        say(f"The files of release {number} are stored in {folder.place(place.root, number)}.")


def silent(_name: str, _done: int, _total: int) -> None:
    pass
