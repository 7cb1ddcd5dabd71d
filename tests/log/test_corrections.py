"""What the log took back: every correction by name, and what it tells those who cited the record before."""

from tests.log.conftest import Ask, Rows

DALLAS = "txdpd0000-hires-officers-target-2025-2025-police1"
COUNCIL = "txdpd0000-hires-officers-target-2025-2025-dallas-morning-news"
# Release that corrected → what.
CORRECTED = {13: {DALLAS}}


async def test_these_records_were_corrected_and_no_others(rows: Rows) -> None:
    found: dict[int, set[str]] = {}
    for release, record in await rows("select release_number, record_id from api.corrections"):
        found.setdefault(release, set()).add(record)
    assert found == CORRECTED


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
