"""The load scripts, run: each finds the records of the pages, with their types."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.api.forms import flat, plain

NAME = "staffing-figures"
STATA_RESERVED = {
    *(
        "_all",
        "_b",
        "byte",
        "_coef",
        "_cons",
        "double",
        "float",
        "if",
        "in",
        "int",
        "long",
        "_n",
        "_N",
        "_pi",
    ),
    *("_pred", "_rc", "_skip", "strL", "using", "with"),
}


@pytest.fixture(scope="module")
def expected(records, names):
    """A table has no value where a list has no elements."""
    rows = [flat(NAME, record, names) for record in plain(records[NAME])]
    return [
        row | {name: row[name] or None for name in ("disputed_by", "flags", "flag_notes")} for row in rows
    ]


def run(*command, cwd, **more):
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False, **more
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_load_py_counts_every_table(folder, tables):
    said = run(sys.executable, "-B", "load.py", cwd=folder)
    assert said.splitlines() == [f"{name}: {table['rows']:,} rows" for name, table in tables.items()]


LOAD = """
import json, load, pandas
assert load.FOLDER.name.isdecimal()
figures = load.table("staffing-figures")
kinds = {name: str(kind) for name, kind in figures.dtypes.items()}
qualifiers = [*figures["qualifier"].cat.categories]
sources = load.table("agencies", usecols=["id", "aliases", "aggregate"])
lists = {row.id: row.aliases for row in sources.itertuples() if isinstance(row.aliases, list)}
moments = [f"{each:%Y-%m-%dT%H:%M:%SZ}" for each in load.table("releases")["published_at"]]
coverage = [len(each) for each in load.table("sources")["coverage"] if isinstance(each, list)]
print(json.dumps({
    "kinds": kinds, "qualifiers": qualifiers, "lists": lists, "moments": moments, "coverage": coverage,
    "rows": json.loads(figures.to_json(orient="records", date_format="iso", double_precision=15)),
}))
"""


def test_load_py_types_every_column(folder, expected, records):
    found = json.loads(run(sys.executable, "-B", "-c", LOAD, cwd=folder))
    kinds = found["kinds"]
    assert (kinds["value"], kinds["headline"], kinds["year"]) == ("float64", "boolean", "Int64")
    assert kinds["as_of"].startswith("datetime64")
    assert kinds["modality"] == "category"
    assert found["qualifiers"][:2] == ["exact", "more_than"]
    assert found["lists"] == {each["id"]: each["aliases"] for each in records["agencies"] if each["aliases"]}
    assert found["moments"] == [each["published_at"] for each in records["releases"]]
    assert found["coverage"] == [len(each["coverage"]) for each in records["sources"] if each["coverage"]]
    days = [name for name, kind in kinds.items() if kind.startswith("datetime64")]
    for row, like in zip(found["rows"], expected, strict=True):
        row |= {name: row[name] and row[name][:10] for name in days}
        assert row == like


def in_cells(rows):
    """The rows with each list of texts as one text, as a cell has it."""
    joined = [{name: row[name] and "; ".join(row[name]) for name in ("flags", "flag_notes")} for row in rows]
    return [row | lists for row, lists in zip(rows, joined, strict=True)]


def rows_of(query):
    names = [column[0] for column in query.description]
    return [dict(zip(names, map(seen, row), strict=True)) for row in query.fetchall()]


def seen(cell):
    """The databases have nested lists as JSON text."""
    if isinstance(cell, str) and cell.startswith('[{"id"'):
        return json.loads(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def loaded(folder):
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"set file_search_path = '{folder}'")
    connection.execute((folder / "load.sql").read_text(encoding="utf-8"))
    return connection


def test_load_sql_fills_duckdb(folder, expected, tables):
    with loaded(folder) as connection:
        for name, table in tables.items():
            counted = connection.sql(f'select count(*) from "{name.replace("-", "_")}"').fetchall()
            assert counted == [(table["rows"],)], name
        found = connection.sql("select * from staffing_figures order by id")
        kinds = {name: str(kind) for name, kind in zip(found.columns, found.types, strict=True)}
        assert (kinds["value"], kinds["as_of"], kinds["headline"]) == ("DOUBLE", "DATE", "BOOLEAN")
        assert rows_of(found) == in_cells(expected)
        told = connection.sql(
            "select comment from duckdb_columns() "
            "where table_name = 'staffing_figures' and column_name = 'value'"
        )
        assert told.fetchall()[0][0].startswith("The plain number a chart would draw")


def test_load_sql_refuses_what_is_no_code(folder, tmp_path):
    import duckdb

    shutil.copytree(folder, tmp_path / "copied")
    path = tmp_path / "copied" / "metrics.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",stock,", ",stocks,", 1), encoding="utf-8")
    with pytest.raises(duckdb.ConstraintException):
        loaded(tmp_path / "copied")


@pytest.mark.extra
def test_load_sql_fills_postgresql(folder, expected, debian):
    text = re.sub("^copy ", r"\\copy ", (folder / "load.sql").read_text(encoding="utf-8"), flags=re.MULTILINE)
    psql = ["/usr/lib/postgresql/15/bin/psql", "--no-psqlrc", "--set=ON_ERROR_STOP=1", debian.url]
    run(*psql, "--quiet", "--command=create database bundle encoding 'UTF8' template template0", cwd=folder)
    there = [*psql[:-1], debian.url.replace("/postgres?", "/bundle?")]
    run(*there, "--quiet", "--file=-", cwd=folder, input=text)
    found = run(
        *there, "--quiet", "--tuples-only", "--no-align", cwd=folder,
        input="select json_agg(x order by id) from staffing_figures x",
    )  # fmt: skip
    rows = json.loads(found)
    assert [{name: seen(cell) for name, cell in row.items()} for row in rows] == in_cells(expected)


@pytest.mark.extra
def test_load_r_types_and_labels(folder, expected, tables):
    if shutil.which("Rscript") is None:
        raise RuntimeError("Rscript is missing: `make check-all` installs it")
    code = """
source("load.R")
for (name in muster_names()) cat(name, nrow(muster_table(name)), "\\n", file = stderr())
figures <- muster_table("staffing-figures")
stopifnot(is.factor(figures$qualifier), levels(figures$qualifier)[2] == "more_than")
stopifnot(inherits(figures$as_of, "Date"), is.logical(figures$headline), is.integer(figures$year))
stopifnot(inherits(muster_table("releases")$published_at, "POSIXct"))
stopifnot(startsWith(attr(figures$value, "label"), "The plain number a chart would draw"))
agencies <- muster_table("agencies")
stopifnot(is.list(agencies$aliases), any(lengths(agencies$aliases) > 1))
wrong <- try(muster_table("figures"), silent = TRUE)
stopifnot(grepl("No table is named figures. Use one of: agencies,", wrong, fixed = TRUE))
lists <- sapply(figures, is.list)
figures[lists] <- lapply(figures[lists], function(column) sapply(column, function(each) {
  if (length(each) == 0 || all(is.na(each))) NA else paste(each, collapse = "; ")
}))
write.csv(figures, stdout(), na = "", row.names = FALSE, fileEncoding = "UTF-8")
"""
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", code],
        cwd=folder,
        capture_output=True,
        check=False,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr.decode().split() == [
        word for name, table in tables.items() for word in (name, str(table["rows"]))
    ]
    found = list(csv.DictReader(io.StringIO(done.stdout.decode(), newline="")))
    told = {"TRUE": True, "FALSE": False, "": None}
    for row, like in zip(found, in_cells(expected), strict=True):
        cells = {name: told.get(cell, cell) for name, cell in row.items()}
        for name, cell in cells.items():
            if isinstance(like[name], int | float) and not isinstance(like[name], bool):
                cells[name] = float(cell)
            if isinstance(like[name], list):  # R has nested lists as JSON text
                cells[name] = json.loads(cell)
        assert cells == like


def test_load_do_names_and_labels_are_stata_s(folder, tables):
    """Stata itself is not at hand: what it would refuse is looked for in the text."""
    text = (folder / "load.do").read_text(encoding="utf-8")
    parts = re.split(r"^\* (\S+)\.csv$", text, flags=re.MULTILINE)
    assert parts[1::2] == [*tables]
    for name, part in zip(parts[1::2], parts[2::2], strict=True):
        renamed = re.findall(r"^rename v(\d+) (\S+)$", part, flags=re.MULTILINE)
        assert [int(n) for n, _ in renamed] == [*range(1, len(tables[name]["schema"]["fields"]) + 1)]
        variables = [variable for _, variable in renamed]
        assert len({*variables}) == len(variables)
        assert all(re.fullmatch("[A-Za-z_][A-Za-z0-9_]{0,31}", each) for each in variables)
        assert not STATA_RESERVED & {*variables}
        labelled = re.findall(r'^label variable (\S+) "([^"]+)"$', part, flags=re.MULTILINE)
        assert [variable for variable, _ in labelled] == variables
        assert all(len(label) <= 80 for _, label in labelled)
        assert f'save "{name}.dta", replace' in part
        assert "`" not in part
        assert "$" not in part
        assert part.count('"') % 2 == 0


def test_load_do_labels_every_closed_list(folder, tables):
    text = (folder / "load.do").read_text(encoding="utf-8")
    [part] = re.findall(r"^\* agencies\.csv$(.*?)^save", text, flags=re.MULTILINE | re.DOTALL)
    fields = tables["agencies"]["schema"]["fields"]
    for n, field in enumerate(fields, 1):
        if codes := field.get("categories"):
            defined = f"label define codes{n} " + " ".join(f'{m} "{code}"' for m, code in enumerate(codes, 1))
            assert f"{defined}\nmuster_codes {field['name']} codes{n}\n" in part


def test_a_long_name_is_cut_for_stata_and_kept_in_its_label(folder, tables):
    text = (folder / "load.do").read_text(encoding="utf-8")
    fields = [field["name"] for field in tables[f"{NAME}-wide"]["schema"]["fields"]]
    long = [(n, name) for n, name in enumerate(fields, 1) if len(name) > 32]
    assert long
    for n, name in long:
        cut = f"{name[: 31 - len(str(n))]}_{n}"
        assert f"rename v{n} {cut}\n" in text
        assert f"notes {cut}: {name}: " in text


def test_the_scripts_are_what_the_package_ships(folder):
    scripts = Path(__file__).parents[2] / "api" / "bundle" / "scripts"
    assert (folder / "load.R").read_bytes() == (scripts / "load.R").read_bytes()
    assert (folder / "load.py").read_bytes() == (scripts / "load.py.txt").read_bytes()
