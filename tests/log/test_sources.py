"""Every source can be seen or says why not, had appeared by its release, and knows its age."""

from tests.log.conftest import Ask, Rows


async def test_a_source_has_a_url_or_says_why_not(rows: Rows) -> None:
    assert await rows("select id from api.sources where (url is null) = (url_note is null)") == []


async def test_a_figure_has_the_url_of_its_source(rows: Rows) -> None:
    (missing,) = await rows(
        """select count(*) from api.staffing_figures_at f join api.sources s on s.id = f.source_id
        where f.to_release is null and f.source_url is distinct from s.url"""
    )
    assert missing == (0,)


async def test_no_source_appeared_after_its_release(rows: Rows) -> None:
    assert (
        await rows(
            """select s.id from api.sources_at s join api.releases r on r.number = s.from_release
            where s.published_on > r.published_at::date"""
        )
        == []
    )


def test_the_next_edition_that_is_latest_leads(ask: Ask) -> None:
    found = ask("/v1/sources", sort="expected_next", limit=4)
    assert [(each["id"], each["expected_next"], each["expected_next_precision"]) for each in found] == [
        ("ca-doj-personnel-2003-2017", "2020-01-31", "month"),
        ("cbp-usbp-staffing-1992-2019", "2021-07-31", "month"),
        ("census-county-population-2023", "2026-03-31", "month"),
        ("census-aspep-1992-2023", "2026-05-31", "month"),
    ]


def test_the_list_of_agreements_is_late_and_was_looked_for(ask: Ask) -> None:
    source = ask("/v1/sources/ice-287g-2026-05-18")
    assert (source["retrieved_on"], source["checked_on"]) == ("2026-11-22", "2026-12-01")
    assert source["expected_next"] == "2026-06-30"
