"""Areas are no agencies: what is known about the nation, states and metropolitan areas."""

from tests.log.conftest import Ask, Rows


def test_the_pay_of_police_in_california_has_a_standard_error(ask: Ask) -> None:
    found = ask("/v1/area-figures", area_id="area-ca", subset="police_patrol_officers")
    assert {(each["metric"], each["relative_standard_error"] is not None) for each in found} == {
        ("employment", True),
        ("mean_annual_wage", True),
        *((f"annual_wage_p{percent}", False) for percent in (10, 25, 50, 75, 90)),
    }
    assert {(each["modality"], each["as_of"], each["as_of_precision"]) for each in found} == {
        ("estimated", "2025-05-31", "month")
    }


def test_a_metropolitan_area_is_found_by_each_of_its_states(ask: Ask) -> None:
    for state in ("OH", "KY", "IN"):
        areas = ask("/v1/areas", kind="metropolitan", states=state, limit=100)
        assert "area-17140" in {area["id"] for area in areas}


async def test_the_vintages_of_a_population_are_series_apart(rows: Rows) -> None:
    mixed = await rows(
        "select series from api.area_figures group by series having count(distinct source_id) > 1"
    )
    assert mixed == []
    capital = await rows(
        """select vintage, value::integer from api.area_figures
        where area_id = 'area-dc' and metric = 'resident_population' and year = 2024 order by vintage"""
    )
    assert capital == [("2024", 702250), ("FRED 2026-03", 691310)]


async def test_no_figure_of_an_area_is_zero_or_of_an_agency(rows: Rows) -> None:
    assert await rows("select id from api.area_figures where value = 0") == []
    assert await rows("select id from api.area_figures f join api.agencies a using (id)") == []
