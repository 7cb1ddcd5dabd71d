"""The service as it runs: a process, a PostgreSQL that may die, and clients on the loopback.

`postgres` → `filled` → `serve` makes services; `service` is one that a module shares. Every test runs with
the embedded PostgreSQL, and once more with Debian's 15 under the mark `extra`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults import rows
from tests.faults.postgres import Postgres, debian_cluster, embedded_cluster
from tests.faults.service import Service

Serve = Callable[..., Service]


@pytest.fixture(scope="session", params=["18", pytest.param("15", marks=pytest.mark.extra)])
def postgres(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    made = debian_cluster() if request.param == "15" else embedded_cluster(tmp_path_factory.mktemp("pg"))
    with made as running:
        yield running


@pytest.fixture(scope="session")
def filled(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Postgres:
    """A release with enough figures for a file that no buffer holds, and metrics that fail when told to."""
    rows.fill(postgres, tmp_path_factory.mktemp("log"))
    return postgres


@pytest.fixture
def trouble(filled: Postgres) -> Iterator[Callable[..., None]]:
    """What asking for metrics meets: seconds of waiting, then an SQLSTATE."""

    def cause(seconds: float = 0, state: str = "") -> None:
        filled.ask(f"update faults.trouble set seconds = {seconds}, state = '{state}'")

    yield cause
    cause()


@pytest.fixture(scope="module")
def serve(filled: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Starts services; whatever still runs when the module ends is stopped."""
    running: list[Service] = []

    def start(*, wait: bool = True, folder: Path | None = None, **settings: str) -> Service:
        folder = folder or tmp_path_factory.mktemp("serve")
        cluster = filled.cluster
        service = Service(folder, cluster.reader_url, cluster.exporter_url, **settings)
        running.append(service)
        return service.wait() if wait else service

    yield start
    for service in running:
        service.kill()


@pytest.fixture(scope="module")
def service(serve: Serve) -> Service:
    return serve()
