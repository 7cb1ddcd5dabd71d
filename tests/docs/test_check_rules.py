"""The table of rules in docs/check.md is the rules: their order, their verdicts, an example of each."""

import re
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pytest

from api.check import claims, rules, times
from api.check.cases import Revision
from api.check.facts import Fact
from schemas.claim import Claim
from tests.docs.pages import ROOT, tables

JUDGED_AT = 9
PRINTED_AGAIN = date(2026, 11, 1)
USUAL = {"agency_id": "ice", "metric": "hires"}


def published() -> list[list[str]]:
    """The rows of the table: rule, verdict, when it holds, claim, records."""
    (found,) = [rows for header, rows in tables(ROOT / "docs" / "check.md") if header.startswith("| rule |")]
    return found


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def claim_of(query: str) -> Claim:
    given = USUAL | dict(parse_qsl(query))
    return claims.claim({name: claims.COLUMNS[name].read(text) for name, text in given.items()})


def fact_of(number: int, query: str) -> Fact:
    given = USUAL | {"as_of": "2026"} | dict(parse_qsl(query))
    stated = claim_of("&".join(f"{name}={text}" for name, text in given.items() if name in claims.COLUMNS))
    time = times.read(given["as_of"])
    first, last = given.get("releases", f"1-{JUDGED_AT}").split("-")
    columns: dict[str, Any] = {
        name: getattr(stated, name)
        for name in ("value", "qualifier", "subset", "sex", "modality", "period", "agency_id")
    }
    return Fact(
        id=f"ice-{number}" if "releases" not in given else "ice-revised",
        topic=given["metric"],
        series=f"ice.{given['metric']}.{given.get('subset', '')}",
        as_of=time.last,
        as_of_precision=time.precision,
        headline=given.get("headline") == "true",
        rank=given.get("rank", "normal"),
        from_release=int(first),
        to_release=None if int(last) == JUDGED_AT else int(last),
        **columns,
    )


def revisions(records: list[str]) -> dict[str, list[Revision]]:
    given = [dict(parse_qsl(each)) for each in records]
    return {
        "ice-revised": [
            Revision(int(each["releases"].split("-")[1]) + 1, PRINTED_AGAIN, each["change"])
            for each in given
            if "change" in each
        ]
    }


def test_the_table_has_the_rules_in_their_order():
    assert [(code(row[0])[0], code(row[1])[0]) for row in published()] == [*rules.VERDICTS.items()]


@pytest.mark.parametrize("row", published(), ids=lambda row: row[0])
def test_the_example_of_a_rule_is_decided_by_it(row):
    rule, verdict, _, claim, records = row
    written = code(records)
    facts = [fact_of(*each) for each in enumerate(written)]
    found = rules.decide(claim_of(code(claim)[0]), facts, JUDGED_AT, revisions(written))
    assert (found.rule, found.verdict) == (code(rule)[0], code(verdict)[0])


NAMED = "value=75&as_of=2026-07"
MONTH, TOTAL = "value=75&as_of=2026-07&period=month", "value=11751&as_of=2026-07&period=to_date"
ABOUT = "value=12000&qualifier=approximately&as_of=2026"
LIMIT, EXACT = "value=50000&qualifier=up_to&as_of=2026", "value=50000&as_of=2026"


@pytest.mark.parametrize(
    ("claim", "records", "rule"),
    [
        (NAMED, [MONTH, TOTAL], "same_statement"),  # the claim names the month
        (f"{NAMED}&period=to_date", [MONTH, TOTAL], "another_question"),
        ("value=75&as_of=2026&period=month", [MONTH, TOTAL], "same_statement"),
        ("value=45000&as_of=2026", [LIMIT], "not_excluded"),
        ("value=45000&as_of=2026", [LIMIT, EXACT], "cannot_both_be_true"),
        ("value=50000&as_of=2026", [LIMIT, EXACT], "same_statement"),
        ("value=50000&as_of=2026&qualifier=more_than", [LIMIT, EXACT], "rounded"),
        ("value=10000&as_of=2026&qualifier=more_than", [ABOUT], "allowed"),  # "about" makes nothing certain
        ("value=11400&as_of=2026", [ABOUT], "rounded"),
        ("value=11300&as_of=2026", [ABOUT], "cannot_both_be_true"),
        ("value=100&as_of=FY2025", ["value=100&as_of=FY2025"], "same_statement"),
        ("value=100&as_of=FY2025", ["value=100&as_of=2025"], "another_question"),
        ("value=100&as_of=2025-Q3", ["value=100&as_of=2025-08"], "same_statement"),
        ("value=100&as_of=2025-Q3", ["value=100&as_of=2025-10-01"], "another_question"),
    ],
)
def test_a_rule_gives_way_as_the_table_says(claim, records, rule):
    facts = [fact_of(*each) for each in enumerate(records)]
    assert rules.decide(claim_of(claim), facts, JUDGED_AT, {}).rule == rule


@pytest.mark.parametrize("row", published()[:-1], ids=lambda row: row[0])
def test_without_its_records_no_rule_holds(row):
    found = rules.decide(claim_of(code(row[3])[0]), [], JUDGED_AT, {})
    assert (found.rule, found.facts) == ("nothing_held", ())
