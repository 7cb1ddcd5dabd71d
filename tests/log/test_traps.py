"""What the publishers' files do to the unwary, and how the log came through it."""

from tests.log.conftest import Ask, Rows

AGREEMENTS = {
    ("absent", "task_force"): 3,
    ("absent", "warrant_service_officer"): 8,
    ("active", "jail_enforcement"): 182,
    ("active", "task_force"): 1162,
    ("active", "warrant_service_officer"): 499,
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
    assert len(chained) == 24 + 72
    assert all(new and further is None for _, new, further in chained)


async def test_sums_of_agencies_are_marked(rows: Rows) -> None:
    kinds = await rows(
        """select kind, name like '%, statewide', count(*) from api.agencies where aggregate
        group by 1, 2 order by 1"""
    )
    assert kinds == [("government_total", False, 161), ("state_police", True, 15)]
    assert await rows("select id from api.agencies where kind = 'government_total' and not aggregate") == []
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


async def test_as_many_agreements_are_active_as_the_newest_list_has(rows: Rows) -> None:
    assert await rows("select count(*) from api.agreements where status = 'active'") == [(1843,)]


def test_a_later_count_of_agreements_by_others_stands_beside_the_list(ask: Ask) -> None:
    """Its day is inferred, so the list leads: the third step of the headline rule."""
    figure = ask("/v1/staffing-figures/us-dhs-ice-agreements-287g-2026-09-deportation-data-project")
    assert (figure["value"], figure["headline"], figure["date_basis"]) == (2510, False, "inferred")
    (headline,) = ask("/v1/staffing-figures", metric="agreements_287g", headline="true")
    assert (headline["value"], headline["alternatives"]) == (1843, 1)


async def test_an_agreement_without_a_county_is_one_whose_county_nothing_names(rows: Rows) -> None:
    printed = await rows(
        """select id from api.agreements
        where county_geoid is null and county_as_listed is not null and status = 'active' order by id"""
    )
    agencies = [key.split("-")[1] for (key,) in printed]
    assert agencies == ["gu", "mo", "ne", "tx1430300", "tx2010300", "wvwsp0000"]


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


async def test_part_and_whole_belong_to_one_agency_or_to_its_statewide_body(rows: Rows) -> None:
    for name in ("staffing_figures", "incentives"):
        apart = await rows(
            f"""select part.id from api.{name} part left join api.{name} whole on whole.id = part.part_of
            where part.part_of is not null and whole.agency_id is distinct from part.agency_id
              and not (coalesce(whole.agency_aggregate, false) and whole.agency_id = part.agency_parent_id)"""
        )
        assert apart == []


def test_the_new_york_police_answers_to_its_short_name(ask: Ask) -> None:
    assert [agency["id"] for agency in ask("/v1/agencies", q="NYPD")] == ["ny0303000"]
    agency = ask("/v1/agencies/nypd")
    assert (agency["id"], agency["name"]) == ("ny0303000", "New York City Police Department")


async def test_years_that_repeat_an_earlier_one_are_not_in_the_big_cities(rows: Rows) -> None:
    """Chicago's 2013 and 2015 and Houston's 2013 are 1998 again; Chicago's 2021 is all zeros."""
    found = await rows(
        """select agency_id, year, value::integer from api.staffing_figures
        where source_id = 'fbi-leoka-cities-1971-2023' and metric = 'sworn_headcount' and sex = 'all'
        and (agency_id, year) in (('ilcpd0000', 1998), ('ilcpd0000', 2012), ('ilcpd0000', 2013),
        ('ilcpd0000', 2015), ('ilcpd0000', 2021), ('txhpd0000', 2013)) order by year"""
    )
    assert found == [("ilcpd0000", 1998, 13469), ("ilcpd0000", 2012, 11944)]


def test_new_york_counts_its_officers_for_fifty_years(ask: Ask) -> None:
    found = ask(
        "/v1/staffing-figures", agency_id="ny0303000", metric="sworn_headcount", modality="observed",
        sex="all", subset__isnull="true", as_of_precision="day", sort="as_of", limit=100,
    )  # fmt: skip
    fbi = {each["year"]: each["value"] for each in found if each["source_publisher"].startswith("Federal")}
    assert set(range(1971, 2022)) | {2025} == fbi.keys()
    assert (fbi[1971], fbi[2004], fbi[2021], fbi[2025]) == (30685, 35513, 35047, 33604)


async def test_the_census_of_2018_is_of_june_and_never_beats_a_count_of_october(rows: Rows) -> None:
    both = await rows(
        """select fbi.agency_id, fbi.headline, bjs.headline from api.staffing_figures fbi
        join api.staffing_figures bjs using (series)
        where bjs.source_id = 'bjs-csllea-2018' and bjs.as_of = '2018-06-30' and bjs.as_of_precision = 'month'
        and fbi.source_id like 'fbi-%' and fbi.as_of = '2018-10-31' and fbi.metric = 'sworn_headcount'"""
    )
    assert len(both) > 200
    assert not any(bjs for _, _, bjs in both)


async def test_officers_with_limited_powers_are_no_sworn_officers(rows: Rows) -> None:
    new_york = dict(
        await rows(
            """select concat_ws(' ', metric, subset), value::integer from api.staffing_figures
            where source_id = 'bjs-csllea-2018' and agency_id = 'ny0303000' and sex = 'all'"""
        )
    )
    assert new_york == {
        "sworn_headcount": 36392,
        "sworn_headcount part_time": 0,
        "civilian_headcount": 16068,
        "civilian_headcount part_time": 3284,
        "total_headcount": 57784,
        "total_headcount part_time": 3284,
        "total_headcount limited_power_officers": 5324,
        "total_headcount limited_power_officers_part_time": 0,
    }
