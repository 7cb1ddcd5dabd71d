"""Write the files of the newest release, and rewrite files that hold removed text."""

from api.bundle import write
from api.bundle.write import BundleConfig
from api.console import say
from api.database.connection import DatabaseProblem
from api.database.pools import exporter_of
from api.settings import Settings
from api.storage import folder


def store() -> None:
    """Write the files. Prints a failure instead of raising it, because the server can run without them."""
    settings = Settings.from_environment()
    url = settings.exporter_url or exporter_of(settings.database_url or "")
    config = BundleConfig(database_url=url, root=settings.release_files_dir, public_url=settings.public_url)
    try:
        published = write.published(url)
        written = write.write(config, published, [release.number for release in published[-1:]], silent, say)
    except DatabaseProblem as problem:
        say(f"{problem}\nRelease files are missing. To write them, run muster release-files.")
        return
    for number in written:
        say(f"The files of release {number} are stored in {folder.path_of(config.root, number)}.")


def silent(_name: str, _done: int, _total: int) -> None:
    pass
