"""The service as it runs: a process, a PostgreSQL that may die, and clients on the loopback.

`postgres` → `filled` → `service` and `pair`, shared by all tests; `serve` starts others. Every test runs with
the embedded PostgreSQL, and once more with Debian's 15 under the mark `extra`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.faults import rows
from tests.faults.postgres import DebianCluster, Postgres, debian_cluster, embedded_cluster
from tests.faults.service import Service

Serve = Callable[..., Service]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is extra by itself and takes its time, Debian's PostgreSQL is enough for."""
    twice = [item for item in items if item.get_closest_marker("extra") and embeds(item)]
    config.hook.pytest_deselected(items=twice)
    items[:] = [item for item in items if item not in twice]


def embeds(item: pytest.Item) -> bool:
    given = getattr(item, "callspec", None)
    return given is not None and given.params.get("postgres") == "18"


@pytest.fixture(scope="session", params=["18", pytest.param("15", marks=pytest.mark.extra)])
def postgres(request: pytest.FixtureRequest) -> Iterator[Postgres]:
    with debian_cluster() if request.param == "15" else embedded_cluster() as running:
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


@contextmanager
def serving(filled: Postgres, folders: pytest.TempPathFactory) -> Iterator[Serve]:
    running: list[Service] = []

    def start(**settings: str) -> Service:
        cluster = filled.cluster
        service = Service(folders.mktemp("serve"), cluster.reader_url, cluster.exporter_url, **settings)
        running.append(service)
        return service.wait()

    yield start
    for service in running:
        service.kill()


@pytest.fixture
def serve(filled: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Starts services; whatever still runs when the test ends is stopped."""
    with serving(filled, tmp_path_factory) as start:
        yield start


@pytest.fixture(scope="session")
def service(filled: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One worker, which lives through everything that the tests do to it and its database."""
    with serving(filled, tmp_path_factory) as start:
        yield start()


@pytest.fixture(scope="session")
def pair(filled: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Two workers, so that one may be killed."""
    with serving(filled, tmp_path_factory) as start:
        yield start(MUSTER_WORKERS="2")


@pytest.fixture
def primary() -> Iterator[DebianCluster]:
    """A server that a standby can copy, with an empty database."""
    cluster = DebianCluster()
    try:
        cluster.prepare()
        cluster.call("createdb", "--host", str(cluster.folder), "--username=muster_owner", "muster")
        yield cluster
    finally:
        cluster.stop()
