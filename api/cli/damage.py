"""Explain how to recover an embedded database that starts but cannot be used."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.database.connection import DAMAGED, DatabaseProblem, LoginRefused
from api.embedded.problems import start_over


@contextmanager
def damage_explained(data_dir: Path) -> Iterator[None]:
    """Add to the error message that the database can be rebuilt from the release folders."""
    try:
        yield
    except LoginRefused as error:
        raise DatabaseProblem(f"{error}\n{start_over(data_dir / 'cluster')}") from error
    except DAMAGED as error:
        raise DatabaseProblem(
            f"The database is damaged: {error}\n{start_over(data_dir / 'cluster')}"
        ) from error
