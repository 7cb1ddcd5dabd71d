"""Headlines and disputes of the real data, by name: a new one is noticed here, and looked at."""

import pytest

from tests.log.conftest import Ask, Rows

STATEMENTS = ("staffing_figures", "incentives")
TARGETS = {
    "us-dhs-ice-hires-officers-target-2026-01-2025-11-07-new-republic",
    "us-dhs-ice-hires-officers-target-2026-07-2025-07-dhs",
    "us-dhs-ice-hires-officers-target-2029-2025-07-29-mahomet-daily",
    "us-dhs-ice-hires-officers-target-2029-2025-08-13-reason",
    "us-dhs-ice-hires-target-founding-article-000",
}
INDIANAPOLIS = {
    "inipd0000-vacancies-sworn-estimated-union-2023-08-14-indystar",
    "inipd0000-vacancies-sworn-leaders-2023-08-14-indystar",
}
DISPUTED = {
    "staffing_figures": TARGETS
    | INDIANAPOLIS
    | {
        "ny0303000-spending-added-officers-budgeted-fy2029-2025-10-31-nyc-mayor",
        "ny0303000-spending-added-officers-budgeted-fy2029-2025-10-31-nydn",
        "us-dhs-ice-hires-officers-projected-2025-07-29-ksat",
    },
    "incentives": {
        "ca0010100-hiring-incentive-2023-signing-bonus-city-of-alameda",
        "ca0010100-hiring-incentive-2023-signing-bonus-recruits-american-police-beat",
        "mn0271100-incentives-2023-retention-bonus-star-tribune",
        "mn0271100-retention-bonus-2023-law-enforcement-today",
        "ny0303000-starting-salary-contract-2023-nydn",
        "ny0303000-starting-salary-rookie-2023-nydn",
    },
}


async def test_these_records_are_disputed_and_no_others(rows: Rows) -> None:
    for name in STATEMENTS:
        assert {each for (each,) in await rows(f"select id from api.{name} where disputed")} == DISPUTED[name]


@pytest.mark.parametrize("name", STATEMENTS)
async def test_in_every_release_a_series_has_one_headline_where_a_record_is_not_deprecated(
    name: str, rows: Rows
) -> None:
    numbers = [number for (number,) in await rows("select number from api.releases order by 1")]
    assert numbers == [*range(1, len(numbers) + 1)]
    for number in numbers:
        wrong = await rows(
            f"""select series from api.{name}_at
            where from_release <= $1 and coalesce(to_release, $1) >= $1 group by series
            having count(*) filter (where headline) <> (not bool_and(rank = 'deprecated'))::integer
            or bool_or(headline and rank = 'deprecated')""",
            number,
        )
        assert wrong == [], number


def test_dhs_and_opm_answer_two_questions(ask: Ask) -> None:
    """More than 12,000 officers in less than a year, 10,474 people of every kind in calendar 2025."""
    dhs = ask("/v1/staffing-figures/us-dhs-ice-hires-officers-2026-01-dhs")
    opm = ask("/v1/staffing-figures/us-dhs-ice-hires-2025-opm")
    assert (dhs["value_text"], dhs["subset"], dhs["period"]) == ("more than 12,000", "officers", "to_date")
    assert (opm["value"], opm["subset"], opm["period"]) == (10474, None, "year")
    assert (opm["period_start"], opm["period_end"]) == ("2025-01-01", "2025-12-31")
    assert opm["computed"].startswith("sum of AC + AD + AE (9,209 + 1,255 + 10)")
    assert opm["source_publisher"] == "U.S. Office of Personnel Management"
    assert dhs["series"] != opm["series"]
    assert [(each["headline"], each["disputed"]) for each in (dhs, opm)] == [(True, False)] * 2


def test_indianapolis_is_short_of_301_or_322_on_one_day(ask: Ask) -> None:
    found = ask("/v1/staffing-figures", agency_id="inipd0000", metric="vacancies", disputed="true")
    assert {each["id"] for each in found} == INDIANAPOLIS
    assert {each["value"] for each in found} == {301, 322}
    assert len({(each["series"], each["as_of"]) for each in found}) == 1
    assert sum(each["headline"] for each in found) == 1


def test_ten_thousand_officers_by_four_deadlines(ask: Ask) -> None:
    found = ask(
        "/v1/staffing-figures", agency_id="us-dhs-ice", metric="hires", modality="target", value=10000
    )
    assert {each["id"] for each in found} == TARGETS
    assert all(each["disputed"] for each in found)
    assert {each["target_date"] for each in found} == {None, "2026-01-31", "2026-07-31", "2029-12-31"}
