"""The commands of docs/operations.md, on a PostgreSQL 15 that has nothing but its superuser."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from tests import small_log
from tests.faults import web
from tests.faults.postgres import DEBIAN, DebianCluster, Postgres
from tests.faults.service import ROOT, Service

pytestmark = pytest.mark.extra


@pytest.fixture
def fresh() -> Iterator[DebianCluster]:
    cluster = DebianCluster(superuser="postgres")
    try:
        cluster.prepare()
        yield cluster
    finally:
        cluster.stop()


def documented(title: str) -> str:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (found,) = re.findall(rf'```(?:sh|sql) title="{title}"\n(.*?)```', text, re.DOTALL)
    return str(found)


def test_a_database_of_your_own_is_set_up_as_documented(fresh: DebianCluster, tmp_path: Path):
    log = small_log.write(tmp_path / "releases", first=2, rows=30, made_up=1)
    own = {
        "PGHOST": str(fresh.folder),
        "PGUSER": "postgres",
        "MUSTER_RELEASES_DIR": str(log),
        "PATH": f"{ROOT}/.venv/bin:{DEBIAN}:{os.environ['PATH']}",
    }
    again = documented("at first and after every release")
    for script in (documented("once, on PostgreSQL 15 and 16"), *[again] * 4):
        here = script.replace("@db.example/muster", f"@/muster?host={fresh.folder}")
        done = subprocess.run(
            ["bash", "-euc", here], env=os.environ | own, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert "nothing to publish" in done.stderr
    postgres = Postgres(fresh)
    reader = "select current_setting('statement_timeout'), number from api.current_release"
    assert postgres.ask_as(fresh.reader_url, reader) == [("3s", 3)]
    (owner,) = postgres.ask("select rolsuper from pg_roles where rolname = 'muster_owner'")
    assert owner["rolsuper"] is False
    (limits,) = postgres.ask(
        "select array_agg(rolconnlimit order by rolname desc) from pg_roles where rolname ~ '^muster_[re]'"
    )
    assert limits[0] == [63, 26]
    superuser = fresh.owner_url.replace("muster_owner", "postgres")
    postgres.ask_as(superuser, documented("forbid what readers do not need"))
    assert postgres.ask_as(fresh.exporter_url, "select current_setting('temp_file_limit')") == [("4GB",)]
    forbidden = (
        "create temporary table x (a int)", "set temp_file_limit = -1", "select lo_create(0)",
    )  # fmt: skip
    for statement in forbidden:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            postgres.ask_as(fresh.reader_url, statement, default_transaction_read_only="off")
    service = Service(tmp_path, fresh.reader_url, fresh.exporter_url)
    try:
        assert web.get(service.wait().port, "/v1/agencies?release=3").status == 200
    finally:
        service.kill()
