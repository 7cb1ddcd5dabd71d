"""The files of the newest real release, all of them, with the tools of those who get them."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.bundle import write
from api.bundle.write import BundleConfig
from tests.conftest import PUBLIC_URL
from tests.faults import web

pytestmark = pytest.mark.extra
SECONDS = 60


@pytest.fixture(scope="module")
def whole(log_url, tmp_path_factory):
    """The folder, and how long it took."""
    config = BundleConfig(database_url=log_url, root=tmp_path_factory.mktemp("whole"), public_url=PUBLIC_URL)
    known = write.published(log_url)
    began = time.monotonic()
    [number] = write.write(config, known, [known[-1].number], lambda *_: None, print)
    return config.root / str(number), time.monotonic() - began


@pytest.fixture(scope="module")
def stored(whole):
    return whole[0]


@pytest.fixture(scope="module")
def rows(stored):
    package = json.loads((stored / "datapackage.json").read_bytes())
    return {table["name"]: table["rows"] for table in package["resources"]}


def test_they_are_written_within_a_minute_of_a_machine_of_their_own(whole):
    assert whole[1] < SECONDS * web.busy()


def test_frictionless_finds_nothing_wrong(stored):
    from frictionless import validate

    report = validate(str(stored / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "type", "note"])[:20]


def test_sha256sum_finds_nothing_wrong(stored):
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=stored, check=True)


def test_the_three_forms_of_the_figures_hold_the_same(stored):
    import duckdb

    asked = "select count(*), count(value), count(quote), sum(hash(id, value, qualifier, as_of)) from "
    name = f"{stored}/staffing-figures"
    with duckdb.connect() as connection:
        forms = [f"'{name}.parquet'", *(f"read_csv('{name}{suffix}')" for suffix in (".csv", ".csv.gz"))]
        found = [connection.sql(asked + form).fetchall() for form in forms]
    assert found[0] == found[1] == found[2]


# A cell of the wide table, and the figures it can have been made from.
TURNED = """
with long as (
  select agency_id, as_of, concat_ws('__', metric, modality, period) as cell, value, qualifier
  from staffing_figures
  where as_of is not null and rank <> 'deprecated' and subset is null and sex = 'all' and per is null),
wide as (
  select n.agency_id, n.as_of, n.cell, n.value, q.qualifier
  from staffing_figures_wide unpivot include nulls (value for cell in ({numbers})) n
  join staffing_figures_wide unpivot (qualifier for cell in ({qualifiers})) q
  on q.agency_id = n.agency_id and q.as_of = n.as_of and q.cell = n.cell || '__qualifier')
"""
SAME = "(long.agency_id, long.as_of, long.cell) = (wide.agency_id, wide.as_of, wide.cell)"
UNFOUND = f"""select * from wide where not exists (
  select 1 from long
  where {SAME} and long.qualifier = wide.qualifier and long.value is not distinct from wide.value)"""
LOST = f"""select * from long where cell in (select cell from wide) and not exists (
  select 1 from wide where {SAME})"""


def test_the_sql_script_loads_them_and_the_wide_table_is_the_long_one_turned(stored, rows):
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"set file_search_path = '{stored}'")
        connection.execute((stored / "load.sql").read_text(encoding="utf-8"))
        for name, count in rows.items():
            table = name.replace("-", "_")
            assert connection.sql(f"select count(*) from {table}").fetchall() == [(count,)]
        names = [name for name, *_ in connection.sql("describe staffing_figures_wide").fetchall()][9:]
        qualifiers = [name for name in names if name.endswith("__qualifier")]
        numbers = [name for name in names if name not in qualifiers]
        turned = TURNED.format(numbers=", ".join(numbers), qualifiers=", ".join(qualifiers))
        cells = connection.sql(turned + "select count(*) from wide").fetchall()[0][0]
        assert cells > 100_000
        for sql in (UNFOUND, LOST):
            assert connection.sql(turned + sql).limit(5).fetchall() == []


def test_the_script_for_pandas_loads_them(stored, rows):
    done = subprocess.run(
        [sys.executable, "-B", "load.py"], cwd=stored, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [f"{name}: {count:,} rows" for name, count in rows.items()]


def test_the_script_for_r_loads_them(stored, rows):
    code = 'source("load.R"); for (name in muster_names()) cat(name, nrow(muster_table(name)), "\\n")'
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", code],
        cwd=stored,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    assert done.stdout.split() == [word for name, count in rows.items() for word in (name, str(count))]


def test_nothing_is_left_but_the_folder(stored):
    assert [path.name for path in Path(stored.parent).iterdir() if path.name != ".lock"] == [stored.name]
