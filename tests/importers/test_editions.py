"""Publishers' own files as other years, programs and printers write them: the same release is made of them.

Each importer reads the beginning of the file that the log was made of, then the same rows in other forms.
"""

import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result

from seeds.importers import IMPORTERS
from tests.importers.remade import LOG

DATA = Path(__file__).parents[3] / "shared" / "data"
CENSUS = "census-county-pop-2023/co-est2023-alldata.csv"
CC0 = "fbi-cde-agencies-cc0"
LISTS = {
    "--names": f"{CC0}/agency_name_edits.csv",
    "--points": f"{CC0}/icpsr_2012.csv",
    "--counties": CENSUS,
}
Table = list[list[str]]


class Edition(NamedTuple):
    """`files` are mutated, `beside` are given as they are; `code` is a column, `number` one of figures."""

    importer: str
    files: tuple[str, ...]
    code: str
    number: str
    said: str
    beside: tuple[str, ...] = ()
    options: dict[str, str] | None = None
    words: tuple[str, ...] = ()
    rows: int = 300
    last: bool = False  # the first row is left out for another reason


OPM = "opm-federal-le-monthly"
FLOWS = (f"{OPM}/flows_monthly.csv",)
OTHERS = (f"{OPM}/headcount_monthly.csv", f"{OPM}/ice_cbp_hires_2006_2017.csv")
REGISTER = ("--register", str(LOG / "0002-fbi-employees" / "agencies.csv.gz"))
EDITIONS = [
    Edition("fbi-employees", ("fbi-lee-latest/fbi_lee_latest.csv",), "agency_type_name", "officer_ct",
            "1 agencies of the unknown type 'Moon'", options=LISTS,
            words=("--edition", "latest-2026")),
    Edition("fbi-employees", ("fbi-lee-louisiana/lee_louisiana.csv",), "agency_type_name", "male_civilian_ct",
            "agencies of the unknown type 'Moon'", options=LISTS,
            words=("--edition", "louisiana-2022")),
    Edition("fbi-leoka", ("fbi-leoka-2004-2005/leoka_2004_2005.csv",), "population_group", "civilians",
            "rows loaded", words=("--agencies", str(LOG / "0002-fbi-employees")),
            options={**LISTS, "--registry": "fbi-cde-agency-registry-2018/agencies.csv"}),
    Edition("fbi-lapd", ("lapd-leoka-1975-2018/lapd.csv",), "", "officers", ""),
    Edition("fbi-cities", ("fbi-leoka-big-cities/leoka_big_agencies.csv",), "", "officers", "",
            words=("--agencies", str(LOG / "0002-fbi-employees"))),
    Edition("bjs-csllea", ("bjs-csllea-2018/csllea_2018.csv",), "AGENCYSAMPTYPE", "FTSWORN",
            "1 agencies whose ORI belongs to an agency of another kind",
            words=("--agencies", str(LOG / "0002-fbi-employees"))),
    Edition("opm-workforce", FLOWS, "category_code", "people",
            "1 rows of the category Moon, whose meaning we do not know", beside=OTHERS, rows=411, last=True),
    Edition("border-patrol", ("cbp-usbp-staffing/border_patrol_staffing_1992_2019.csv",), "sector",
            "number_of_agents", "1 rows of 'Moon', which is neither a known sector nor a known total"),
    Edition("census-aspep", ("census-aspep-police/aspep_police_1992_2023.csv",), "function",
            "full_time_employees", "1 rows with the unknown function 'Moon'"),
    Edition("ca-doj", ("ca-doj-le-personnel/LE_and_CJ_Personnel_2003-2017.csv",), "COUNTY", "SO_FUNDED_SWORN",
            "6 cells of rows of 'Moon', which is not a county of California", options={"--counties": CENSUS}),
]  # fmt: skip
NAMES = [f"{edition.importer}-{Path(edition.files[0]).stem}" for edition in EDITIONS]


@pytest.fixture(params=EDITIONS, ids=NAMES)
def edition(request) -> Edition:
    wanted = [*request.param.files, *request.param.beside, *(request.param.options or {}).values()]
    if missing := [name for name in wanted if not (DATA / name).exists()]:
        pytest.skip(f"the publisher's file {missing[0]} is not in {DATA}")
    return request.param


@pytest.fixture
def run(tmp_path, edition) -> Callable[..., Result]:
    """Runs the importer on the beginning of its file after a change of its rows or its bytes."""

    def call(
        out: str,
        rows: Callable[[Table], Table] = lambda rows: rows,
        data: Callable[[bytes], bytes] = lambda data: data,
    ) -> Result:
        given = []
        for name in edition.files:
            with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
                table = [row for row, _ in zip(csv.reader(file), range(edition.rows), strict=False)]
            text = io.StringIO(newline="")
            csv.writer(text, lineterminator="\n").writerows(rows(table))
            path = tmp_path / Path(name).name
            path.write_bytes(data(text.getvalue().encode()))
            given.append(str(path))
        words = [*given, *(str(DATA / name) for name in edition.beside), *edition.words]
        words += [word for key, name in (edition.options or {}).items() for word in (key, str(DATA / name))]
        return CliRunner().invoke(IMPORTERS[edition.importer], [*words, "--out", str(tmp_path / out)])

    return call


def tables(folder: Path) -> dict[str, bytes]:
    return {path.name: gzip.decompress(path.read_bytes()) for path in sorted(folder.glob("*.gz"))}


def later_header(rows: Table) -> Table:
    """As the FBI once misspelt a column, and as people write headers."""
    names = {"male_civilian_ct": "male_cilvilian_ct"}
    return [[names.get(name, f" {name.upper()} ".replace("_", " ")) for name in rows[0]], *rows[1:]]


def twice(rows: Table) -> Table:
    return [*rows, *rows[1:40]]


FORMS = {
    "columns reversed": (lambda rows: [row[::-1] for row in rows], None),
    "another column": (lambda rows: [[*row, "more"] for row in rows], None),
    "header in capitals": (later_header, None),
    "rows reversed": (lambda rows: [rows[0], *rows[:0:-1]], None),
    "rows twice": (twice, None),
    "CRLF and a byte-order mark": (None, lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")),
    "CR": (None, lambda data: data.replace(b"\n", b"\r")),
    "no last line end": (None, bytes.rstrip),
}


def test_the_same_rows_in_other_forms_make_the_same_tables(run, tmp_path):
    assert run("0050-plain").exit_code == 0
    plain = tables(tmp_path / "0050-plain")
    assert max(len(table.splitlines()) for table in plain.values()) > 20
    for number, (name, (rows, data)) in enumerate(FORMS.items(), 51):
        out = f"{number:04}-form"
        done = run(out, **{key: change for key, change in (("rows", rows), ("data", data)) if change})
        assert done.exit_code == 0, (name, done.output)
        assert tables(tmp_path / out) == plain, name
        assert ("rows that the file prints twice" in done.output) == (name == "rows twice"), name


def test_a_row_that_contradicts_another_is_refused_with_both_lines(run, edition, tmp_path):
    def contradicted(rows: Table) -> Table:
        place = rows[0].index(edition.number)
        first = next(number for number, row in enumerate(rows) if row[place].removesuffix(".0").isdigit())
        more = str(int(rows[first][place].removesuffix(".0")) + 1)
        other = [*rows[first][:place], more, *rows[first][place + 1 :]]
        return [rows[0], rows[first], *rows[1:first], *rows[first + 1 :], other]

    done = run("0050-refused", contradicted)
    last = min(edition.rows, len((DATA / edition.files[0]).read_text().splitlines())) + 1
    name = Path(edition.files[0]).name
    assert done.exit_code == 1
    assert f"{name}, line {last}: " in done.output
    assert f" is also on line 2, with other values: {edition.number} is " in done.output
    assert not (tmp_path / "0050-refused").exists()


def test_a_code_that_is_new_is_counted_and_stops_nothing(run, edition):
    if not edition.code:
        pytest.skip(f"{edition.importer} reads no codes")

    def renamed(rows: Table) -> Table:
        place = rows[0].index(edition.code)
        changed = -1 if edition.last else 1
        rows[changed][place] = "Moon"
        return rows

    done = run("0050-codes", renamed)
    assert done.exit_code == 0, done.output
    assert edition.said in done.output


ICE = {
    "lists": DATA / "ice-287g/participating_monthly_panel.csv",
    "sheet": DATA / "ice-287g/participatingAgencies05182026am.xlsx",
    "pending": DATA / "ice-287g/pending_latest.csv",
}
PRINTED_BY_ICE = {
    "columns reversed, in capitals": lambda rows: [row[::-1] for row in later_header(rows)],
    "rows twice": lambda rows: [rows[0], *(row for row in rows[1:] for _ in range(2))],
}


@pytest.mark.skipif(not ICE["lists"].exists(), reason=f"ICE's lists are not at {ICE['lists']}")
def test_ices_lists_in_other_forms_make_the_same_tables(tmp_path):
    with ICE["lists"].open(encoding="utf-8", newline="") as file:
        lists = list(csv.reader(file))
    # The sheet takes the place of the newest list.
    recent = [lists[0], *[row for row in lists[1:] if row[0] < "2026-05-18"][-60:]]

    def run(number: int, rows: Table, end: str = "\n") -> tuple[Result, dict[str, bytes]]:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator=end).writerows(rows)
        (tmp_path / "lists.csv").write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
        out = tmp_path / f"00{number}-ice"
        words = [tmp_path / "lists.csv", ICE["sheet"], ICE["pending"], *REGISTER, "--out", out]
        done = CliRunner().invoke(IMPORTERS["ice-287g"], [*map(str, words), "--counties", str(DATA / CENSUS)])
        return done, tables(out) if done.exit_code == 0 else {}

    _, plain = run(50, recent)
    assert plain["agreements.csv.gz"].count(b"\n") > 1_000
    changes = PRINTED_BY_ICE.values()
    for number, change in enumerate(changes, 51):
        done, made = run(number, change([[*row] for row in recent]), "\r\n")
        counted = "staffing-figures.csv.gz"  # the rows of a list as ICE prints them
        assert {**made, counted: b""} == {**plain, counted: b""}, done.output
    place = recent[0].index("support_type")
    state = recent[0].index("state")
    moon = [[*row] for row in recent]
    moon[1][place], moon[2][state] = "Moon Model", "MOON"
    done, made = run(60, moon)
    assert made
    assert "1 rows of the unknown model 'Moon Model'" in done.output
    assert "1 rows of the unknown state 'MOON'" in done.output
