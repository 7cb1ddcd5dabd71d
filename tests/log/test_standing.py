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


ALAMEDA = "ca0010100-hiring-incentive-2023-signing-bonus"


def test_alameda_offers_its_bonus_to_officers_of_other_agencies_only(ask: Ask) -> None:
    """Both say $75,000."""
    for record_id in (f"{ALAMEDA}-city-of-alameda", f"{ALAMEDA}-recruits-american-police-beat"):
        assert ask(f"/v1/incentives/{record_id}")["disputed_by"] == [
            {
                "id": f"{ALAMEDA}-lateral-wusa9",
                "citation_id": "wusa9-2023-07-04-verify-04",
                "about": "audience",
            }
        ]


def test_the_mayor_and_a_newspaper_give_two_numbers_for_one_year(ask: Ask) -> None:
    spending = "ny0303000-spending-added-officers-budgeted-fy2029-2025-10-31"
    assert ask(f"/v1/staffing-figures/{spending}-nydn")["disputed_by"] == [
        {"id": f"{spending}-nyc-mayor", "citation_id": "new-york-city-mayor-2025-10-31-04", "about": "value"}
    ]


async def test_no_dispute_of_equal_numbers_is_about_the_value(rows: Rows) -> None:
    for name in STATEMENTS:
        wrong = await rows(
            f"""select x.id, o.id from api.{name} x cross join json_array_elements(x.disputed_by) d
            join api.{name} o on o.id = d ->> 'id'
            where x.disputed and d ->> 'about' = 'value' and x.value = o.value"""
        )
        assert wrong == []


def test_a_count_of_a_day_leads_what_a_newspaper_says_of_the_year(ask: Ask) -> None:
    """Dallas: the FBI's 3,268 of 31 October 2025, and a newspaper's "about 3,200" in 2025."""
    found = ask(
        "/v1/staffing-figures", agency_id="txdpd0000", metric="sworn_headcount", sex="all", year=2025,
        modality="observed", headline="true",
    )  # fmt: skip
    assert [(each["value"], each["as_of"]) for each in found] == [(3268, "2025-10-31")]


async def test_nearly_every_agency_counted_in_2005_has_a_headline_of_that_year(rows: Rows) -> None:
    ((counted, led, newest),) = await rows(
        """select count(distinct agency_id), count(distinct agency_id) filter (where headline_of_year),
          count(distinct agency_id) filter (where headline)
        from api.staffing_figures
        where agency_state = 'CA' and year = 2005 and metric = 'sworn_headcount' and rank <> 'deprecated'"""
    )
    assert counted == led > newest * 4


@pytest.mark.parametrize("name", STATEMENTS)
async def test_a_year_of_a_series_has_one_headline_where_a_record_is_not_deprecated(
    name: str, rows: Rows
) -> None:
    wrong = await rows(
        f"""select series, year from api.{name} where year is not null group by 1, 2
        having count(*) filter (where headline_of_year) <> (not bool_and(rank = 'deprecated'))::integer"""
    )
    assert wrong == []


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
