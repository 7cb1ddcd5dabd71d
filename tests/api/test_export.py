"""`muster export`: the bytes and the words of HTTP on the command line, a file that is whole or not there."""

import hashlib
import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import asyncpg
import pytest
from click.testing import CliRunner, Result

from api.catalog.resources import CATALOG
from api.cli import main
from api.cli.export import options
from api.cli.export import run as making
from api.exports.formats import FORMATS
from tests.api.wire import Answer, ask
from tests.conftest import PUBLIC_URL
from tests.small_log import ROOT

FIGURES, AGENCIES = "staffing-figures", "agencies"
QUESTIONS = {
    ("--agency-id", "us-dhs-ice"): "agency_id=us-dhs-ice",
    ("--metric", "hires", "--metric", "offers", "--value-gte", "10"): "metric__in=hires,offers&value__gte=10",
    ("--value--gte", "10", "--value__lt=20000"): "value__gte=10&value__lt=20000",
    ("--value-gte=-5", "--match", "certain"): "value__gte=-5&match=certain",
    ("--headline", "true", "--note-isnull", "false"): "headline=true&note__isnull=false",
    ("--sort", "-value", "--fields", "id,value", "--fields", "note"): "sort=-value&fields=id,value,note",
    ("--note-contains", "“quoted” & so on; 100%"): f"note__contains={quote('“quoted” & so on; 100%')}",
    ("--agency-state-in", "CA,NY", "--release", "2"): "agency_state__in=CA,NY&release=2",
    ("--known-on", "2026-11-30", "--q", "bonus -police"): "known_on=2026-11-30&q=bonus%20-police",
    ("--bom", "true", "--metric", "hires"): "bom=true&metric=hires",
}


def names(folder: Path = Path()) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def export(database, tmp_path, monkeypatch) -> Callable[..., Result]:
    """Runs the command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    environment = {
        "MUSTER_DATABASE_URL": database.reader_url,
        "MUSTER_EXPORTER_URL": database.exporter_url,
        "MUSTER_OWNER_URL": None,
        "MUSTER_PUBLIC_URL": PUBLIC_URL,
    }

    def run(*words: str) -> Result:
        found = CliRunner().invoke(main, ["export", *words], env=environment)
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        return found

    return run


@pytest.fixture(scope="module")
async def served(app) -> dict[str, Answer]:
    """What HTTP answers, by address."""
    addresses = [f"/v1/{FIGURES}.csv?{query}" for query in QUESTIONS.values()]
    addresses += [f"/v1/{AGENCIES}{form.suffix}" for form in FORMATS]
    addresses += [f"/v1/{resource.name}.csv" for resource in CATALOG]
    addresses += [f"/v1/{FIGURES}.parquet?metric=hires", f"/v1/{FIGURES}.csv?{WRONG}"]
    return {address: await ask(app, address, "GET", {}) for address in addresses}


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_the_file_has_the_bytes_of_http(words, export, served):
    done = export(FIGURES, *words, "-o", "file.csv")
    assert done.exit_code == 0, done.stderr
    answer = served[f"/v1/{FIGURES}.csv?{QUESTIONS[words]}"]
    assert answer.status == 200
    assert Path("file.csv").read_bytes() == answer.body
    assert done.stdout == ""


@pytest.mark.parametrize("suffix", [form.suffix for form in FORMATS])
def test_every_form_has_the_bytes_of_http(suffix, export, served):
    done = export(AGENCIES, "--format", suffix.removeprefix("."), "--output", "file")
    assert done.exit_code == 0, done.stderr
    assert Path("file").read_bytes() == served[f"/v1/{AGENCIES}{suffix}"].body


@pytest.mark.parametrize("name", [resource.name for resource in CATALOG])
def test_every_resource_is_there(name, export, served):
    assert export(name, "-o", "file.csv").exit_code == 0
    assert Path("file.csv").read_bytes() == served[f"/v1/{name}.csv"].body


def test_what_proves_the_file_is_said(export, newest):
    done = export(FIGURES, "--metric", "hires", "--format", "parquet", "-o", "hires.parquet")
    data = Path("hires.parquet").read_bytes()
    import pyarrow.parquet

    rows = pyarrow.parquet.read_metadata("hires.parquet").num_rows
    address = f"{PUBLIC_URL}/v1/{FIGURES}.parquet?metric=hires&release={newest}"
    assert done.stderr.splitlines()[-4:] == [
        f"rows: {rows}",
        f"bytes: {len(data)}",
        f"sha256: {hashlib.sha256(data).hexdigest()}",
        re.sub("^", "cite as: ", done.stderr.splitlines()[-1].removeprefix("cite as: ")),
    ]
    assert done.stderr.splitlines()[-1].startswith(f"cite as: Muster, release {newest} (")
    assert done.stderr.splitlines()[-1].endswith(address)


def test_the_ending_of_the_file_is_its_form(export, served):
    for name, suffix in (("a.parquet", ".parquet"), ("b.array.json", ".array.json"), ("c.txt", ".csv")):
        assert export(AGENCIES, "-o", name).exit_code == 0
        assert Path(name).read_bytes() == served[f"/v1/{AGENCIES}{suffix}"].body


def test_without_a_name_the_file_has_that_of_a_download(export, newest):
    assert export("metrics").exit_code == 0
    assert export("metrics", "--format", "ndjson", "--release", "1").exit_code == 0
    assert names() == ["metrics-release-1.ndjson", f"metrics-release-{newest}.csv"]


def test_a_minus_is_standard_output(export, served):
    done = export(AGENCIES, "-o", "-")
    assert (done.exit_code, done.stdout_bytes) == (0, served[f"/v1/{AGENCIES}.csv"].body)
    assert names() == []


WRONG = (
    "sttae=CA&limit=5&value__gte=many&metric=hire&match=&known_on=tomorrow&fields=id,nmae&sort=id&sort=value"
)


def test_all_that_is_wrong_is_told_in_the_words_of_http(export, served):
    words = ["--sttae", "CA", "--limit=5", "--value-gte", "many", "--metric", "hire", "--match", ""]
    words += ["--known-on", "tomorrow", "--fields", "id,nmae", "--sort", "id", "--sort", "value"]
    done = export(FIGURES, *words, "-o", "file.csv")
    assert done.exit_code == 2
    problem = served[f"/v1/{FIGURES}.csv?{WRONG}"].json
    told = {
        f"{fault['parameter']}={fault['given']}: expected {fault['expected']}."
        + (f" Nearest: {fault['nearest']}." if fault["nearest"] else "")
        for fault in problem["errors"]
    }
    lines = done.stderr.splitlines()
    assert set(lines[:-1]) == told
    assert names() == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--agency-id", "us-dhs-icee"), 1, "Nearest: us-dhs-ice."),
        (("--release", "999"), 1, "No release 999"),
        (("--known-on", "1990-01-01"), 1, "No release existed on 1990-01-01"),
        (("--bom", "true", "--format", "ndjson"), 2, "only the .csv file has a byte-order mark"),
        (("--format", "geojson"), 2, "'geojson' is not one of"),
        (("--agency-id", os.fsdecode(b"\xff")), 2, "percent-encoded UTF-8"),
        (("stray",), 2, "stray"),
        (("--value-gte",), 2, "requires an argument"),
    ],
    ids=str,
)
def test_a_question_without_an_answer_makes_no_file(words, code, said, export):
    done = export(FIGURES, *words)
    assert (done.exit_code, names()) == (code, []), done.stderr
    assert said in done.stderr


def test_a_workbook_of_too_many_rows_is_refused(export, monkeypatch):
    import msgspec

    [form] = [form for form in FORMATS if form.max_rows]
    before = form.max_rows
    msgspec.structs.force_setattr(form, "max_rows", 5)
    try:
        done = export(AGENCIES, "-o", "book.xlsx")
    finally:
        msgspec.structs.force_setattr(form, "max_rows", before)
    assert (done.exit_code, names()) == (2, [])
    assert "More than 5 records match." in done.stderr


def test_an_unknown_resource_is_wrong_usage(export):
    done = export("sheriffs")
    assert done.exit_code == 2
    assert "No such command 'sheriffs'" in done.stderr


def test_a_file_that_exists_is_replaced_only_when_told(export, served):
    Path("file.csv").write_text("mine")
    done = export("metrics", "-o", "file.csv")
    assert done.exit_code == 1
    assert "already exists. To replace it, pass --force." in done.stderr
    assert Path("file.csv").read_text() == "mine"
    assert export("metrics", "-o", "file.csv", "--force").exit_code == 0
    assert Path("file.csv").read_bytes() == served["/v1/metrics.csv"].body
    assert names() == ["file.csv"]


def test_a_link_stays_a_link(export, served):
    Path("real.csv").write_text("mine")
    Path("link.csv").symlink_to("real.csv")
    assert export("metrics", "-o", "link.csv", "--force").exit_code == 0
    assert Path("link.csv").is_symlink()
    assert Path("real.csv").read_bytes() == served["/v1/metrics.csv"].body


def test_what_is_no_file_is_left_alone(export):
    Path("folder.csv").mkdir()
    os.mkfifo("pipe.csv")
    for name in ("folder.csv", "pipe.csv", "/dev/null"):
        done = export("metrics", "-o", name, "--force")
        assert done.exit_code == 1
        assert "is not a file. To write to standard output, pass -o -." in done.stderr
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    done = export("metrics", "-o", "nowhere/file.csv")
    assert (done.exit_code, "There is no folder" in done.stderr) == (1, True)


def test_a_new_file_may_be_read_by_whom_the_user_lets(export):
    before = os.umask(0o027)
    try:
        assert export("metrics", "-o", "file.csv").exit_code == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE(Path("file.csv").stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (asyncpg.QueryCanceledError("too slow"), "The database failed: too slow."),
        (ConnectionResetError("gone"), "The database failed: gone."),
        (KeyboardInterrupt(), "Aborted!"),
    ],
)
def test_what_stops_it_half_way_leaves_what_was_there(error, said, export, monkeypatch):
    async def broken(state, order, put):
        put(b"id,label\n")
        raise error

    monkeypatch.setattr(making, "run", broken)
    done = export("metrics", "-o", "file.csv")
    assert (done.exit_code, said in done.stderr, names()) == (1, True, []), done.stderr
    Path("file.csv").write_text("mine")
    assert export("metrics", "-o", "file.csv", "--force").exit_code == 1
    assert (names(), Path("file.csv").read_text()) == (["file.csv"], "mine")


@pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx"])
def test_a_disk_that_is_full_is_told(suffix, export, monkeypatch):
    from api.cli.export import output

    monkeypatch.setattr(output.os, "fdopen", lambda descriptor, *_, **__: Full(descriptor))
    done = export("metrics", "-o", f"file.{suffix}")
    assert done.exit_code == 1
    assert "file." in done.stderr
    assert "No space left on device" in done.stderr
    assert names() == []


class Full:
    """A file on a disk without room."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.descriptor)

    def write(self, _):
        raise OSError(28, "No space left on device")

    def fileno(self):
        return self.descriptor


def command(database, folder: Path, *words: str, stdout=None) -> subprocess.Popen:
    clean = {name: text for name, text in os.environ.items() if not name.startswith("MUSTER_")}
    given = {"MUSTER_DATABASE_URL": database.reader_url, "PYTHONPATH": str(ROOT)}
    given["MUSTER_EXPORTER_URL"] = database.exporter_url
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "api.cli", "export", *words],
        env=clean | given,
        cwd=folder,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


def test_who_reads_only_the_beginning_is_no_accident(database, tmp_path):
    """`muster export ... -o - | head`"""
    with command(database, tmp_path, FIGURES, "-o", "-", stdout=subprocess.PIPE) as running:
        running.stdout.read(10)
        running.stdout.close()
        said = running.stderr.read().decode()
        assert running.wait(60) == 1
    assert "Cannot write standard output: Broken pipe." in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "interrupt", [signal.default_int_handler, signal.SIG_IGN], ids=["shell", "background"]
)
def test_a_stop_leaves_nothing(database, tmp_path, interrupt):
    """A shell has its background jobs ignore Ctrl-C, not SIGTERM."""
    before = signal.signal(signal.SIGINT, interrupt)  # inherited
    try:
        stop(database, tmp_path)
    finally:
        signal.signal(signal.SIGINT, before)


def stop(database, tmp_path):
    with command(database, tmp_path, FIGURES, "--sort", "agency_name", "-o", "file.csv") as running:
        until = time.monotonic() + 300
        while not names(tmp_path) and running.poll() is None and time.monotonic() < until:
            time.sleep(0.001)
        running.send_signal(signal.SIGTERM)
        code = running.wait(60)
    assert (code, names(tmp_path)) in ((1, []), (0, ["file.csv"]))


@pytest.mark.parametrize("resource", CATALOG, ids=lambda resource: resource.name)
def test_an_option_means_one_parameter(resource):
    names = [options.option(name) for name in options.every_parameter(resource)]
    own = ["--format", "--output", "--force", "--help"]
    assert len({*names, *own}) == len(names) + len(own)


@pytest.mark.parametrize("resource", CATALOG, ids=lambda resource: resource.name)
def test_the_help_names_every_option(resource, export):
    said = export(resource.name, "--help").stdout
    words = set(re.findall(r"--[a-z0-9-]+", re.sub(r"-\n\s+", "-", said)))
    assert {options.option(name) for name in options.every_parameter(resource)} <= words
    assert resource.about.split()[0] in said


def test_the_help_lists_the_resources(export):
    said = export("--help").stdout
    assert all(f"  {resource.name} " in said for resource in CATALOG)
