"""Every form of a file, cut by the end of a session or of a worker: no program takes it for whole."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from tests.faults import web
from tests.faults.postgres import Postgres
from tests.faults.programs import (
    PROGRAMS,
    Program,
    curl,
    curl_of_http_1_0,
    outcome,
    pandas_parquet,
    r_csv,
    urllib_features,
)
from tests.faults.service import Service
from tests.faults.test_files_cut import END
from tests.faults.test_files_left import left_in

# A workbook of all columns takes long to make, and openpyxl longer to read.
FEW = "&fields=id,agency_name,metric,value,quote"


def address(port: int, suffix: str, turn: int) -> str:
    """The same rows under a new address each time, which no cache can have."""
    name, condition = (
        ("agencies", f"first_release__lt={turn + 100}")
        if suffix == ".geojson"
        else ("staffing-figures", f"value__gte=-{turn + 1}")
    )
    return f"http://127.0.0.1:{port}/v1/{name}{suffix}?{condition}{FEW if suffix == '.xlsx' else ''}"


class Cutter:
    """Asks with one program after the other, and cuts what it gets by one means after the other."""

    def __init__(self, port: int, programs: dict[str, tuple[Program, ...]], *means: Callable[[], None]):
        self.port, self.means, self.chance = port, means, random.Random(port)
        self.pairs = [(suffix, program) for suffix, known in programs.items() for program in known]
        self.ended: Counter[str] = Counter()
        self.turn = 0
        self.known = {pair: self.whole(*pair) for pair in self.pairs}

    def whole(self, suffix: str, program: Program) -> tuple[str, float]:
        """What a program holds of the whole file, and how long it takes."""
        begun = time.monotonic()
        found = self.ask(suffix, program)
        assert found[0] == "whole", (suffix, program, found)
        return found[1], web.since(begun)

    def ask(self, suffix: str, program: Program) -> tuple[str, str]:
        self.turn += 1
        return outcome(program, address(self.port, suffix, self.turn))

    def cut(self, wanted: int, tries: int = 4) -> None:
        """In so many tries for each: chance decides whether one meets the transfer."""
        for turn in range(tries * wanted):
            if self.ended["cut"] + self.ended["refused"] >= wanted:
                break
            self.cut_one(*self.chance.choice(self.pairs), self.means[turn % len(self.means)])

    def cut_one(self, suffix: str, program: Program, means: Callable[[], None]) -> None:
        held, seconds = self.known[suffix, program]
        found: list[tuple[str, str]] = []
        client = threading.Thread(target=lambda: found.append(self.ask(suffix, program)))
        client.start()
        time.sleep(self.chance.uniform(0, seconds))
        means()
        client.join(90)
        assert found, "a download hangs"
        ((kind, said),) = found
        self.ended[kind] += 1
        assert kind != "whole" or said == held, (program.__name__, suffix, said, held)


def end_worker(service: Service) -> None:
    """The oldest: the same one twice in a row would end the server."""
    begun = service.starts()
    service.oldest().kill()
    web.until(lambda: service.starts() == begun + 1, 10)


def means_of(service: Service, postgres: Postgres) -> list[Callable[[], None]]:
    return [partial(postgres.ask, END), partial(end_worker, service)]


# Those that take no time; `make check-all` tries all of them.
FAST: dict[str, tuple[Program, ...]] = {
    ".array.json": (curl, curl_of_http_1_0),
    ".parquet": (pandas_parquet,),
    ".geojson": (urllib_features,),
}


def test_some_programs_take_no_cut_file_for_whole(pair: Service, filled: Postgres):
    cutter = Cutter(pair.port, FAST, partial(filled.ask, END))
    cutter.cut(6, tries=20)
    assert cutter.ended["cut"] + cutter.ended["refused"] >= 6, cutter.ended


@pytest.mark.extra
def test_no_program_takes_a_cut_file_for_whole(pair: Service, filled: Postgres):
    cutter = Cutter(pair.port, PROGRAMS, *means_of(pair, filled))
    cutter.cut(120)
    assert cutter.ended["cut"] + cutter.ended["refused"] >= 120, cutter.ended
    assert cutter.ended["cut"] >= 30, cutter.ended
    web.until(lambda: pair.spooled() == 0 and not left_in(pair), 1)


@pytest.mark.extra
def test_r_takes_no_cut_file_for_whole(pair: Service, filled: Postgres):
    cutter = Cutter(pair.port, {".csv": (r_csv,)}, *means_of(pair, filled))
    cutter.cut(6)  # R takes its time to start and to parse: few cuts meet the transfer
    assert cutter.ended["cut"] + cutter.ended["refused"] >= 1, cutter.ended
