"""Programs that read files, and what cuts these in the midst: the end of a session, a worker, a database."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

from tests.faults import web
from tests.faults.postgres import Postgres
from tests.faults.programs import Program, outcome
from tests.faults.service import Service
from tests.faults.test_files_cut import END, UNDER_WAY

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
    """Asks with one program after the other, and cuts what it gets by one means after the other.

    `under_way` tells of a file that the database is writing: it is then cut in the midst of it, otherwise at
    any time that the program takes.
    """

    under_way: Callable[[], object] | None = None

    def __init__(self, port: int, programs: dict[str, tuple[Program, ...]], *means: Callable[[], None]):
        self.port, self.means, self.chance = port, means, random.Random(port)
        self.pairs = [(suffix, program) for suffix, known in programs.items() for program in known]
        self.ended: Counter[str] = Counter()
        self.told: list[str] = []
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
            if self.met >= wanted:
                break
            self.cut_one(*self.chance.choice(self.pairs), self.means[turn % len(self.means)])

    @property
    def met(self) -> int:
        """How many files did not come."""
        return self.ended["cut"] + self.ended["refused"]

    def cut_one(self, suffix: str, program: Program, means: Callable[[], None]) -> None:
        held, seconds = self.known[suffix, program]
        found: list[tuple[str, str]] = []
        client = threading.Thread(target=lambda: found.append(self.ask(suffix, program)))
        client.start()
        self.wait(client, seconds)
        means()
        client.join(90)
        assert found, "a download hangs"
        ((kind, said),) = found
        self.ended[kind] += 1
        if kind == "cut":
            self.told.append(said)
        assert kind != "whole" or said == held, (program.__name__, suffix, said, held)

    def wait(self, client: threading.Thread, seconds: float) -> None:
        if (begun := self.under_way) is None:
            time.sleep(self.chance.uniform(0, seconds))
            return
        web.until(lambda: begun() or not client.is_alive(), 20)
        time.sleep(self.chance.uniform(0, 0.1))


class MidwayCutter(Cutter):
    """Few cuts are enough for it: each is in the midst of what the database writes, and only those count."""

    def __init__(
        self,
        port: int,
        postgres: Postgres,
        programs: dict[str, tuple[Program, ...]],
        means: Callable[[], None],
    ):
        super().__init__(port, programs, means)
        self.under_way = partial(postgres.ask, UNDER_WAY)

    @property
    def met(self) -> int:
        return self.ended["cut"]


def end_worker(service: Service) -> None:
    """The oldest: the same one twice in a row would end the server."""
    begun = service.starts()
    service.oldest().kill()
    web.until(lambda: service.starts() == begun + 1, 10)


def end_database(service: Service, postgres: Postgres) -> None:
    """All of it, at once; and the service has found the next one when the next file is asked for."""
    postgres.crash()
    postgres.start()
    web.until(lambda: web.status(service.port, "/health/ready") == 200, 20)


def means_of(service: Service, postgres: Postgres) -> list[Callable[[], None]]:
    return [partial(postgres.ask, END), partial(end_worker, service)]
