"""Every form of a file, cut by the end of a session, a worker or the database: nobody takes it for whole."""

from functools import partial

import pytest

from tests.faults import web
from tests.faults.cutting import Cutter, MidwayCutter, end_database, means_of
from tests.faults.postgres import Postgres
from tests.faults.programs import (
    OF_R,
    PROGRAMS,
    Program,
    curl,
    curl_of_http_1_0,
    pandas_csv,
    pandas_lines,
    pandas_parquet,
    urllib_features,
)
from tests.faults.service import Service
from tests.faults.test_files_cut import END
from tests.faults.test_files_left import left_in

# Those that take no time; `make check-all` tries all of them.
FAST: dict[str, tuple[Program, ...]] = {
    ".array.json": (curl, curl_of_http_1_0),
    ".parquet": (pandas_parquet,),
    ".geojson": (urllib_features,),
}

# What is sent as it comes: most of it has gone out when its end fails to come.
STREAMED: dict[str, tuple[Program, ...]] = {".csv": (curl, pandas_csv), ".array.json": (curl,)}
# What those use who take a file for an analysis.
READERS: dict[str, tuple[Program, ...]] = {
    ".csv": (curl, curl_of_http_1_0, pandas_csv, *OF_R),
    ".ndjson": (pandas_lines,),
    ".parquet": (pandas_parquet,),
}


def test_some_programs_take_no_cut_file_for_whole(pair: Service, filled: Postgres):
    cutter = Cutter(pair.port, FAST, partial(filled.ask, END))
    cutter.cut(6, tries=20)
    assert cutter.ended["cut"] + cutter.ended["refused"] >= 6, cutter.ended


@pytest.mark.extra
@pytest.mark.timeout(3600)  # a worker starts after every second try, which takes a busy machine ten seconds
def test_no_program_takes_a_cut_file_for_whole(pair: Service, filled: Postgres):
    cutter = Cutter(pair.port, PROGRAMS, *means_of(pair, filled))
    cutter.cut(60)
    assert cutter.ended["cut"] + cutter.ended["refused"] >= 60, cutter.ended
    assert cutter.ended["cut"] >= 15, cutter.ended
    web.until(lambda: pair.spooled() == 0 and not left_in(pair), 1)


def test_no_program_takes_a_file_for_whole_whose_database_is_killed(pair: Service, filled: Postgres):
    cutter = MidwayCutter(pair.port, filled, STREAMED, partial(end_database, pair, filled))
    cutter.cut(3, tries=8)
    assert cutter.met >= 3, cutter.ended


@pytest.mark.extra
def test_neither_curl_nor_pandas_nor_r_takes_it_for_whole(pair: Service, filled: Postgres):
    cutter = MidwayCutter(pair.port, filled, READERS, partial(end_database, pair, filled))
    cutter.cut(10)
    assert cutter.met >= 10, cutter.ended


def halted(cutter: Cutter) -> int:
    """How often R did. Whatever else it says of a cut is told in full."""
    for said in cutter.told:
        assert "Execution halted" in said, said
        assert "Error in " in said, said
    return sum("Transferred a partial file" in said for said in cutter.told)


@pytest.mark.extra
@pytest.mark.parametrize("program", OF_R)
def test_r_halts_at_a_cut_file(pair: Service, filled: Postgres, program: Program):
    """With an error, not only a warning that a script passes by, and it says what happened."""
    cutter = MidwayCutter(pair.port, filled, {".csv": (program,)}, partial(filled.ask, END))
    cutter.cut(6)
    assert cutter.met >= 6, cutter.ended
    assert halted(cutter) >= 4, cutter.told
