"""What the publishers' files do to the unwary, and how the log came through it."""

from tests.log.conftest import Ask, Rows

AGREEMENTS = {
    ("active", "jail_enforcement"): 182,
    ("active", "task_force"): 1165,
    ("active", "warrant_service_officer"): 507,
    ("ended", "jail_enforcement"): 33,
    ("ended", "task_force"): 33,
    ("ended", "warrant_service_officer"): 16,
}


async def test_the_codes_of_the_fbi_for_states_became_the_usual_ones(rows: Rows) -> None:
    codes = dict(
        await rows(
            """select state, count(*) from api.agencies
            where state in ('NB', 'GM', 'FS', 'NE', 'GU') group by 1"""
        )
    )
    assert codes == {"NE": 235, "GU": 3}


async def test_an_ori_given_to_another_agency_got_an_id_of_its_own(rows: Rows) -> None:
    again = await rows(
        "select id, ori from api.agencies where ori is not null and id <> lower(ori) and id like '%-2'"
    )
    assert again == [
        ("ma014649e-2", "MA014649E"),
        ("nm0321000-2", "NM0321000"),
        ("pa0380800-2", "PA0380800"),
    ]


async def test_no_name_ends_where_the_file_cut_it(rows: Rows) -> None:
    assert (
        await rows("select id, name from api.agencies where name ~ '[:,;] *$' or name <> btrim(name)") == []
    )


async def test_a_row_of_zeros_is_no_count(rows: Rows) -> None:
    assert (
        await rows(
            """select id from api.staffing_figures where metric = 'population_covered' and value = 0
        union all select agency_id || as_of from api.staffing_figures
        where source_id = 'fbi-lee-2026' and sex = 'all'
        and metric in ('sworn_headcount', 'civilian_headcount', 'total_headcount')
        group by agency_id, as_of having sum(value) = 0"""
        )
        == []
    )


async def test_replaced_agencies_point_to_agencies_that_stand(rows: Rows) -> None:
    chained = await rows(
        """select old.id, new.id, new.replaced_by
        from api.agencies old left join api.agencies new on new.id = old.replaced_by
        where old.replaced_by is not null"""
    )
    assert len(chained) == 24
    assert all(new and further is None for _, new, further in chained)


async def test_sums_of_agencies_are_marked(rows: Rows) -> None:
    assert await rows("select count(*) from api.agencies where aggregate <> (kind = 'government_total')") == [
        (0,)
    ]
    assert await rows("select count(*) from api.agencies where aggregate") == [(161,)]
    wrong = await rows(
        """select f.id from api.staffing_figures f join api.agencies a on a.id = f.agency_id
        where f.agency_aggregate <> a.aggregate"""
    )
    assert wrong == []


async def test_agreements_by_status_and_model(rows: Rows) -> None:
    found = await rows("select status, model, count(*) from api.agreements group by 1, 2")
    assert {(status, model): count for status, model, count in found} == AGREEMENTS


def test_the_newest_list_of_agreements_counts_1843(ask: Ask) -> None:
    figure = ask("/v1/staffing-figures/us-dhs-ice-agreements-287g-2026-05-18-ice")
    assert (figure["value"], figure["headline"], figure["computed"]) == (1843, True, "rows of the list")


async def test_totals_of_the_border_patrol_are_not_sums(rows: Rows) -> None:
    """They are served as the Border Patrol prints them, and 20 sectors do not add up to the nation."""
    totals = dict(
        await rows(
            """select subset, value::integer from api.staffing_figures
            where agency_id = 'us-dhs-cbp-usbp' and as_of = '2019-09-30' and source_id like 'cbp-%'"""
        )
    )
    assert totals == {
        "nationwide_total": 19648,
        "southwest_border_sectors": 16731,
        "northern_border_sectors": 2073,
        "coastal_border_sectors": 255,
    }
    ((sectors, added),) = await rows(
        """select count(*), sum(value)::integer from api.staffing_figures
        where agency_parent_id = 'us-dhs-cbp-usbp' and as_of = '2019-09-30'"""
    )
    assert (sectors, added != totals["nationwide_total"]) == (20, True)


async def test_part_and_whole_belong_to_one_agency(rows: Rows) -> None:
    for name in ("staffing_figures", "incentives"):
        apart = await rows(
            f"""select part.id from api.{name} part left join api.{name} whole on whole.id = part.part_of
            where part.part_of is not null and whole.agency_id is distinct from part.agency_id"""
        )
        assert apart == []


def test_the_new_york_police_answers_to_its_short_name(ask: Ask) -> None:
    assert [agency["id"] for agency in ask("/v1/agencies", q="NYPD")] == ["ny0303000"]
    agency = ask("/v1/agencies/nypd")
    assert (agency["id"], agency["name"]) == ("ny0303000", "New York City Police Department")
