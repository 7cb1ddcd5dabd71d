"""The database crashes while a release is committed, its disk is full, or the folder changes meanwhile."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.faults import web
from tests.faults.network import relay, socket_of
from tests.faults.postgres import Postgres
from tests.faults.publisher import SESSIONS, MakePublisher, Publisher, communicated, publishers
from tests.folders import open_folder, small_disk
from tests.seeds import factories
from tests.seeds.factories import FIGURE

# Waits as the last thing before a transaction is written down, when deferred constraints are checked.
BEFORE_IT_IS_WRITTEN = """
create function public.wait() returns trigger language plpgsql as $$
begin perform pg_sleep(60); return null; end $$;
create constraint trigger wait after insert or update on muster.current_release
deferrable initially deferred for each row execute function public.wait()
"""
AT_COMMIT = f"""select from pg_stat_activity
where pid in ({SESSIONS}) and query = 'COMMIT;' and wait_event = $1"""


@pytest.fixture(scope="module")
def make_publisher(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> MakePublisher:
    return publishers(postgres, tmp_path_factory)


@contextmanager
def restarted(postgres: Postgres) -> Iterator[None]:
    """Every process of the database dies, and it starts again."""
    postgres.crash()
    yield
    postgres.start()


def is_committing(publisher: Publisher, event: str) -> bool:
    return bool(publisher.postgres.ask_as(publisher.owner_url, AT_COMMIT, event))


def test_a_crash_before_a_commit_is_written_publishes_nothing(
    make_publisher: MakePublisher, postgres: Postgres
):
    publisher = make_publisher("publish_crashed_before")
    publisher.first()
    publisher.second()
    publisher.ask(BEFORE_IT_IS_WRITTEN)
    before = publisher.everything()
    process = publisher.start()
    web.until(lambda: is_committing(publisher, "PgSleep"), 30)
    with restarted(postgres):
        said = communicated(process, 30)
    assert process.returncode == 1
    assert "The database failed" in said
    assert "Traceback" not in said
    assert publisher.everything() == before
    publisher.ask("drop trigger wait on muster.current_release")
    assert publisher.run()[0] == 0
    assert publisher.number == 2


def test_a_crash_after_a_commit_was_written_has_published_all_of_it(
    make_publisher: MakePublisher, postgres: Postgres
):
    """The publisher cannot know, and says what to do: the same command again finds nothing left to do."""
    undisturbed = make_publisher("publish_not_crashed")
    publisher = make_publisher("publish_crashed_after")
    for each in (undisturbed, publisher):
        each.first()
        each.second()
    undisturbed.rest()
    with relay(socket_of(publisher.owner_url)) as network:
        network.last_words = b"COMMIT"
        direct, publisher.owner_url = publisher.owner_url, network.url(publisher.owner_url)
        process = publisher.start()
        publisher.owner_url = direct
        web.until(lambda: publisher.number == 2, 30)
        postgres.ask("checkpoint")  # commits are not synchronous here
        assert process.poll() is None
        with restarted(postgres):
            network.cut()
            said = communicated(process, 30)
    assert process.returncode == 1
    assert "Run the command again" in said
    assert "Traceback" not in said
    assert publisher.everything() == undisturbed.everything()
    assert publisher.run() == (0, "There is nothing to publish.\n")


def test_a_folder_that_changes_while_it_is_published_is_refused(make_publisher: MakePublisher):
    """Or its hash would vouch for rows that were never loaded."""
    publisher = make_publisher("publish_changed_meanwhile")
    publisher.first()
    folder = publisher.second()
    before = publisher.everything()
    with publisher.locked("muster.staffing_figures"):
        process = publisher.start()
        web.until(lambda: publisher.is_waiting("muster.staffing_figures"), 30)
        changed = FIGURE | {"value": 122, "change": factories.CORRECTED}
        factories.write(folder / "staffing-figures.toml", "staffing-figures", [changed])
    said = communicated(process, 60)
    assert (process.returncode, publisher.everything()) == (1, before)
    assert said.splitlines()[-1] == (
        "Error: 0002-made was changed while it was being published: staffing-figures.toml. "
        "Nothing was published. Run the command again"
    )
    assert publisher.run()[0] == 0
    (row,) = publisher.read("select value::int from api.staffing_figures where id = 'springfield-sworn-2025'")
    assert row["value"] == 122


@pytest.fixture
def full(postgres: Postgres, tmp_path: Path) -> Iterator[Path]:
    """The disk of a tablespace, as a folder that the database's account owns."""
    with open_folder() as above, small_disk(above / "disk", "64m") as disk:
        folder = disk / "space"
        folder.mkdir(mode=0o700)
        account = Path(f"/proc/{postgres.cluster.pid}").stat()
        os.chown(folder, account.st_uid, account.st_gid)
        yield folder


def test_a_disk_that_is_full_while_publishing_changes_nothing(
    make_publisher: MakePublisher, postgres: Postgres, full: Path
):
    publisher = make_publisher("publish_on_a_small_disk")
    publisher.first()
    postgres.ask(f"create tablespace small location '{full}'")
    postgres.ask("alter database publish_on_a_small_disk set tablespace small")
    try:
        grown(publisher)
        before = publisher.everything()
        with publisher.served() as service:
            fill(full.parent / "ballast", room(full))
            code, said = publisher.run()
            assert (code, "No space left on device" in said) == (1, True), said
            assert "Traceback" not in said
            assert web.get(service.port, "/v1/staffing-figures").headers["muster-release"] == "1"
            (full.parent / "ballast").unlink()  # PostgreSQL opens no new session on a full disk
            assert publisher.everything() == before
            assert publisher.run()[0] == 0
            assert web.get(service.port, "/v1/staffing-figures").headers["muster-release"] == "2"
    finally:
        postgres.ask("drop database publish_on_a_small_disk with (force)")
        postgres.ask("drop tablespace small")


def fill(file: Path, size: int) -> None:
    with file.open("wb") as ballast:
        os.posix_fallocate(ballast.fileno(), 0, size)


def room(folder: Path) -> int:
    """What is left of the disk, but for a few pages."""
    left = os.statvfs(folder)
    return left.f_bavail * left.f_frsize - 262_144


def grown(publisher: Publisher) -> None:
    """A second release of more figures than fit into what is left."""
    days = [date(1960, 1, 1) + timedelta(days=20 * n) for n in range(1000)]
    figures = [FIGURE | {"id": f"springfield-sworn-{day}", "as_of": day, "note": "x" * 500} for day in days]
    factories.release(publisher.log, 2, {"staffing-figures": figures})
