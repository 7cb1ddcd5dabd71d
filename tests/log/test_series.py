"""Series and coverage of the real data."""

from tests.log.conftest import Ask, Rows

NYPD = "ny0303000-sworn-headcount"


def test_the_newest_count_of_new_york_is_the_headline_of_its_series(ask: Ask) -> None:
    series = ask(f"/v1/series/{NYPD}")
    assert (series["headline_value"], series["headline_as_of"]) == (33604, "2025-10-31")
    assert series["headline_figure_id"] == f"{NYPD}-2025-10-31-fbi-lee"
    assert (series["first_as_of"], series["figures"]) == ("1971-10-31", len(series["points"]))
    assert [(each["kind"], each["as_of"]) for each in series["breaks"]] == [("counting_rule", "2025-10-31")]


async def test_every_figure_belongs_to_exactly_one_series(rows: Rows) -> None:
    wrong = await rows(
        """select f.id from api.staffing_figures f left join api.series s on s.id = f.series_id
        where s.series is distinct from f.series"""
    )
    assert wrong == []
    ((series, figures),) = await rows("select count(*), sum(figures)::integer from api.series")
    ((counted,),) = await rows("select count(*) from api.staffing_figures")
    assert figures == counted > series > 200_000


async def test_an_id_never_means_another_series(rows: Rows) -> None:
    assert await rows("select id from api.series_at group by id having count(distinct series) > 1") == []
    assert await rows("select series from api.series_at group by series having count(distinct id) > 1") == []


async def test_coverage_adds_up_to_the_figures(rows: Rows) -> None:
    wrong = await rows(
        """with counted as (
          select source_id, metric, agency_state, year, count(*)::integer, count(distinct agency_id)::integer
          from api.staffing_figures group by 1, 2, 3, 4),
        stated as (select source_id, metric, state, year, figures, agencies from api.coverage)
        (table counted except table stated) union all (table stated except table counted)"""
    )
    assert wrong == []


async def test_each_series_has_a_sentence_that_ends_once(rows: Rows) -> None:
    assert await rows("select id from api.series where sentence !~ '^[A-Z].*[^.]\\.$' limit 5") == []


async def test_a_statewide_body_is_no_agency_more_in_the_sentence_of_coverage(rows: Rows) -> None:
    ((agencies, sentence),) = await rows(
        "select agencies, sentence from api.coverage where id = 'fbi-lee-2026-sworn_headcount-ks-2025'"
    )
    assert agencies == 342
    assert " for 341 agencies and 1 total of agencies in Kansas in 2025;" in sentence
