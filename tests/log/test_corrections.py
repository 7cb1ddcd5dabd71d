"""What the log took back: every correction by name, and what it tells those who cited the record before."""

import pytest

from tests.log.conftest import Ask, Rows

DALLAS = "txdpd0000-hires-officers-target-2025-2025-police1"
COUNCIL = "txdpd0000-hires-officers-target-2025-2025-dallas-morning-news"
# What New York's police contract of 2023 foresaw: no offer in force.
FORESEEN = {
    "ny0303000-salary-step-top-2023-crains",
    "ny0303000-starting-salary-contract-2023-nydn",
    "ny0303000-starting-salary-rookie-2023-nydn",
}
# Release that corrected → what.
CORRECTED = {13: {DALLAS}, 20: FORESEEN}
# Release that moved the figures and agreements of records of one body → how many, of how many pairs.
MOVED = {18: ({"staffing-figures": 952, "agreements": 2}, 72), 21: ({"staffing-figures": 303}, 24)}


async def test_these_records_were_corrected_and_no_others(rows: Rows) -> None:
    found: dict[int, set[str]] = {}
    others = "select release_number, record_id from api.corrections where release_number <> all($1::int[])"
    for release, record in await rows(others, [*MOVED]):
        found.setdefault(release, set()).add(record)
    assert found == CORRECTED


@pytest.mark.parametrize("release", MOVED)
async def test_records_of_one_body_are_joined_with_one_notice_a_pair(release: int, rows: Rows) -> None:
    moved, pairs_moved = MOVED[release]
    corrected = f"from api.corrections where release_number = {release}"
    assert dict(await rows(f"select resource, count(*) {corrected} group by 1")) == moved
    assert await rows(f"select distinct kind, fields::jsonb #>> '{{0,field}}' {corrected}") == [
        ("our_error", "agency_id")
    ]
    pairs = "select count(distinct notice), count(distinct fields::jsonb #>> '{0,old}') " + corrected
    assert await rows(pairs) == [(pairs_moved, pairs_moved)]
    replaced = f"select fields::jsonb #>> '{{0,old}}' {corrected}"
    left = f"select count(*) from api.staffing_figures where agency_id in ({replaced})"
    assert await rows(left) == [(0,)]


def test_what_dallas_expected_is_corrected_to_a_projection(ask: Ask) -> None:
    (correction,) = ask("/v1/corrections", record_id=DALLAS)
    assert correction == ask(f"/v1/corrections/13-{DALLAS}")
    assert (correction["kind"], correction["operation"]) == ("our_error", "changed")
    assert correction["agency_id"] == "txdpd0000"
    assert correction["source_id"] == "police1-undated-dallas-hiring"
    assert "“expect to hire 350 new officers this fall”" in correction["notice"]
    modality, note = correction["fields"]
    assert modality == {"field": "modality", "old": "target", "new": "projected"}
    assert note["field"] == "note"


def test_who_cited_the_target_is_told_that_it_was_corrected(ask: Ask) -> None:
    status = ask(f"/v1/staffing-figures/{DALLAS}/status", since_release=12)
    assert (status["status"], status["since"], status["kind"]) == ("corrected", 13, "our_error")
    assert status["reason"] == ask(f"/v1/corrections/13-{DALLAS}")["notice"]
    assert status["fields"] == [{"field": "modality", "old": "target", "new": "projected"}]
    assert status["value_text_then"] == status["value_text_now"] == "350"
    assert ask(f"/v1/staffing-figures/{DALLAS}/status", since_release=13)["status"] == "current"


def test_a_goal_and_an_expectation_dispute_each_other_no_longer(ask: Ask) -> None:
    def marks(release: int) -> list[tuple[str, bool, bool]]:
        found = [ask(f"/v1/staffing-figures/{each}", release=release) for each in (DALLAS, COUNCIL)]
        return [(each["modality"], each["headline"], each["disputed"]) for each in found]

    assert {disputed for _, _, disputed in marks(12)} == {True}
    assert marks(13) == [("projected", True, False), ("target", True, False)]
    assert ask("/v1/staffing-figures", agency_id="txdpd0000", disputed="true") == []
