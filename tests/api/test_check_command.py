"""`muster check DRAFT.csv` checks a spreadsheet of claims, or lists every row that it cannot check."""

import asyncio
import csv
import io

import pytest
from click.testing import CliRunner, Result

from api.check import claims, drafts
from api.cli import main
from tests.api.claimed import address
from tests.conftest import PUBLIC_URL

VACANT = {"agency_id": "test-city-police", "metric": "vacancies", "value": "22", "qualifier": "more_than"}
BONUS = {"agency_id": "us-dhs-ice", "kind": "signing_bonus", "value": "50000", "as_of": "2025-11"}
WRONG = {"agency_id": "us-dhs-ice", "metric": "hires", "value": "98765", "as_of": "2025"}


def table(*rows, columns=drafts.COLUMNS) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.fixture
def check(database, tmp_path):
    def run(draft: str | bytes, *words: str) -> Result:
        path = tmp_path / "draft.csv"
        path.write_bytes(draft.encode() if isinstance(draft, str) else draft)
        environment = {"MUSTER_DATABASE_URL": database.reader_url, "MUSTER_PUBLIC_URL": PUBLIC_URL}
        return CliRunner(env=environment).invoke(main, ["check", str(path), *words])

    return run


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_row_gets_the_verdict_that_the_api_gives(check):
    answer = check(table({**VACANT, "text": "more than 22, he said"}, BONUS, WRONG))
    assert answer.exit_code == 1
    found = rows_of(answer.stdout)
    assert [each["verdict"] for each in found] == ["matches", "matches", "contradicted"]
    assert found[0]["text"] == "more than 22, he said"
    assert found[0]["record_id"] == "test-city-police-vacancies-2026-11-gazette"
    assert found[0]["url"].startswith(f"{PUBLIC_URL}/v1/staffing-figures/")


async def test_the_columns_say_what_the_response_says(check, get):
    rows = (VACANT, BONUS, WRONG)
    verdicts = (await get(address(*rows))).json["data"]
    written = await asyncio.to_thread(check, table(*rows))
    for row, verdict in zip(rows_of(written.stdout), verdicts, strict=True):
        for name in ("verdict", "rule", "sentence"):
            assert row[name] == verdict[name]
        first = verdict["records"][0]
        named = {"record_id": "id", "value_text": "value_text", "quote": "quote", "url": "url"}
        assert {name: row[name] for name in named} == {name: first[of] or "" for name, of in named.items()}


def test_more_rows_than_a_request_takes_are_checked_in_order(check):
    rows = [VACANT | {"locator": str(n)} for n in range(claims.LIMIT + 5)]
    answer = check(table(*rows))
    assert answer.exit_code == 0
    found = rows_of(answer.stdout)
    assert [each["locator"] for each in found] == [str(n) for n in range(claims.LIMIT + 5)]
    assert {each["verdict"] for each in found} == {"matches"}


def test_a_release_and_an_output_file_can_be_named(check, newest_number, tmp_path):
    twelve = {"agency_id": "test-city-police", "metric": "vacancies", "value": "12", "as_of": "2026-11"}
    written = tmp_path / "checked.csv"
    then = check(table(twelve), "--release", str(newest_number - 2), "--output", str(written))
    assert (then.exit_code, then.stdout) == (0, "")
    assert rows_of(written.read_text(encoding="utf-8"))[0]["verdict"] == "matches"
    assert check(table(twelve)).exit_code == 1
    missing = check(table(twelve), "--release", "9999")
    assert missing.exit_code != 0
    assert "No release 9999" in missing.output


@pytest.fixture
def newest_number(small_log) -> int:
    return len([*small_log.glob("*/release.toml")])


def test_a_number_that_is_only_not_excluded_does_not_stand(check):
    claim = {"agency_id": "us-dhs-ice", "metric": "applications", "value": "500000", "as_of": "2026-01"}
    answer = check(table(claim))
    assert (answer.exit_code, rows_of(answer.stdout)[0]["rule"]) == (1, "not_excluded")


def test_every_bad_row_is_told_with_its_line_and_column_and_nothing_is_written(check, tmp_path):
    bad = [
        {"agency_id": "us-dhs-icee", "metric": "hires", "value": "12,000"},
        {**VACANT, "as_of": "January", "qualifier": "more_then", "text": "two\nlines"},
        {"agency_id": "us-dhs-ice", "metric": "hirez", "value": "1", "kind": "signing_bonus"},
        {"agency_id": "us-dhs-ice", "metric": "hirez", "value": "1"},
        {"value": "1"},
    ]
    written = tmp_path / "checked.csv"
    answer = check(table(VACANT, *bad), "--output", str(written))
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert not written.exists()
    assert [line.split(": ")[0] for line in answer.stderr.splitlines()] == [
        "draft.csv:3:agency_id", "draft.csv:3:value", "draft.csv:4:as_of", "draft.csv:4:qualifier",
        "draft.csv:6:metric", "draft.csv:6:metric", "draft.csv:7:metric", "draft.csv:8:agency_id",
        "draft.csv:8:metric",
    ]  # fmt: skip
    assert 'draft.csv:4:qualifier: expected more_than?, not "more_then"' in answer.stderr
    assert "The closest id is us-dhs-ice." in answer.stderr


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ("", "draft.csv:1: has no header"),
        (
            "agency_id,value,qualifer\na,1,exact\n",
            "draft.csv:1:qualifer: no such column: did you mean qualifier?",
        ),
        ("agency_id,value,value\na,1,1\n", "draft.csv:1:value: the column is there twice"),
        ('agency_id,value\n"a,1\n', "draft.csv:1: is not CSV in UTF-8"),
        (b"agency_id,value\n\xff,1\n", "draft.csv:1: is not CSV in UTF-8"),
        ("agency_id,metric,value\na,hires,1,2\n", "draft.csv:2: the row has 4 cells, but the header has 3"),
        (
            "agency_id,metric,value\n" + "a,hires,1\n" * 5001,
            "draft.csv:5002: has 5,001 claims; the limit is 5,000",
        ),
    ],
)
def test_a_file_that_is_no_table_of_claims_is_refused(draft, said, check):
    answer = check(draft)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.startswith(said)


def test_a_file_of_excel_and_blank_lines_are_read(check):
    text = (
        "\ufeffagency_id;metric;value\r\n".replace(";", ",") + "\r\ntest-city-police, vacancies ,12\r\n,,\r\n"
    )
    answer = check(text.encode())
    assert (answer.exit_code, len(rows_of(answer.stdout))) == (1, 1)


def test_a_file_for_excel_has_a_mark_and_no_cell_that_excel_runs(check):
    claim = VACANT | {"text": "=1+1", "locator": "paragraph 2"}
    plain, safe = check(table(claim)).stdout, check(table(claim), "--excel").stdout
    assert rows_of(plain)[0]["text"] == "=1+1"
    assert safe.startswith("\ufeff")
    (row,) = rows_of(safe.removeprefix("\ufeff"))
    assert row == rows_of(plain)[0] | {"text": "'=1+1"}


def test_a_draft_without_claims_has_no_verdicts(check):
    answer = check("agency_id,metric,value\n")
    assert (answer.exit_code, len(rows_of(answer.stdout))) == (0, 0)
