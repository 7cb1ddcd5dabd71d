"""The page of a record: at the API's path without /v1, complete without a script, pinned like the API."""

import pytest

from api.catalog.resources import CATALOG

FIGURE = "/staffing-figures/us-dhs-ice-hires-officers-2026-01-dhs"
CORRECTED = "/staffing-figures/test-city-police-vacancies-2026-11-gazette"
OFFER = "/incentives/us-dhs-ice-nypd-2025-signing-bonus"


@pytest.mark.parametrize("resource", CATALOG, ids=lambda resource: resource.name)
async def test_every_record_has_a_page_at_its_url_without_v1(resource, read, client, newest):
    path = f"/{resource.name}/{resource.example}"
    page = await read(path)
    record = await client.get(f"/v1{path}")
    assert (
        f'<https://muster.example{path}?release={newest}>; rel="alternate"; type="text/html"'
        in (record.headers["link"])
    )
    assert page.alternates()["application/json"] == f"../v1{path}?release={newest}"
    assert [tag for tag, _ in page.tags].count("h1") == 1
    assert page.meta("og:url") == f"https://muster.example{path}"
    assert page.meta("og:title")
    assert not page.open, "every element is closed"


@pytest.mark.parametrize("resource", CATALOG, ids=lambda resource: resource.name)
async def test_every_list_has_a_page_whose_records_lead_to_theirs(resource, read, ask):
    page = await read(f"/{resource.name}?limit=2")
    rows = [href for href in page.links.values() if href.startswith(f"{resource.name}/")]
    assert rows
    assert (await ask(f"/{rows[0]}")).status_code == 200


async def test_a_figure_says_first_what_it_is_of_whom_when_and_who_says_so(read):
    page = await read(FIGURE)
    assert page.headings == ["more than 12,000", "Hires (Officers)"]
    top = page.text.partition("What the source says")[0]
    assert "U.S. Immigration and Customs Enforcement" in top
    assert "Date total to January 2026, date inferred by Muster" in top
    assert "Source U.S. Department of Homeland Security, “ICE Announces Historic 120% Manpower" in top


async def test_a_figure_quotes_its_source_and_links_to_the_passage(read):
    page = await read(FIGURE)
    assert "“hiring more than 12,000 officers and agents in less than a year”" in page.parts["evidence"]
    assert "#:~:text=hiring%20more%20than" in page.links["Read the passage in its page"]
    assert "U.S. Department of Homeland Security published it" in page.parts["evidence"]


async def test_a_chain_leads_from_the_speaker_to_the_page_that_was_read(read):
    evidence = (await read("/incentives/test-city-police-drive-2026-signing-bonus")).parts["evidence"]
    assert evidence.index("Ada Example (chief) said it") < evidence.index("Testville Gazette published it")
    citation = await read("/citations/test-gazette-2026-11-20-01")
    assert "Ada Example chief said 2026-11-19" in citation.parts["columns"]


async def test_a_figure_explains_what_exactly_it_counts(read):
    counts = (await read(FIGURE)).parts["meaning"]
    assert "Which part Officers" in counts
    assert "The source's words for that part “officers and agents”" in counts
    assert "The source says “more than”: the number is higher than the one shown." in counts
    assert "The source does not state this date. Muster inferred it." in counts
    assert "People newly taken into an agency's service" in counts


async def test_every_column_of_a_record_is_on_its_page_with_its_definition(read, client):
    data = (await client.get(f"/v1{FIGURE}")).json()["data"]
    text = (await read(FIGURE)).parts["data"]
    figures = next(each for each in CATALOG if each.name == "staffing-figures")
    for name in ("series", "headline_of_year", "value_low"):
        assert figures.columns[name].description.replace("`", "") in text
    assert data["series"] in text
    assert "Not stated or not applicable: Agency state," in text


async def test_a_correction_is_told_with_both_values_and_the_notice(read, newest):
    past = (await read(CORRECTED)).parts["history"]
    assert f"Correction of our error in release {newest - 1}" in past
    assert "We had read twenty-one as twelve." in past
    assert "Qualifier exact more_than" in past
    assert f"Added in release {newest - 2}" in past


async def test_a_record_without_a_correction_says_since_when_it_is_unchanged(read, newest):
    assert (
        f"In Muster since release 3 , unchanged to release {newest}" in (await read(FIGURE)).parts["history"]
    )


async def test_a_disputed_figure_names_the_other(read, client):
    listed = (await client.get("/v1/staffing-figures?disputed=true&limit=50")).json()["data"]
    figure = next(each for each in listed if any(other["id"] for other in each["disputed_by"]))
    page = await read(f"/staffing-figures/{figure['id']}")
    others = [each["id"] for each in figure["disputed_by"] if each["id"]]
    assert "Disputed: another statement cannot be true with this one" in page.text
    assert {f"../staffing-figures/{other}" for other in others} <= set(page.links.values())


async def test_a_citation_can_be_copied_in_every_form(read, client, newest):
    cite = (await client.get(f"/v1{FIGURE}/cite")).json()["data"]
    page = await read(FIGURE)
    assert " ".join(cite["newsroom"].split()) in page.parts["cite"]
    assert " ".join(cite["apa"].split()) in page.parts["cite"]
    for name, suffix in (("BibTeX", ".bib"), ("RIS", ".ris"), ("CSL-JSON", ".csl.json")):
        assert page.links[name] == f"https://muster.example/v1{FIGURE}/cite{suffix}?release={newest}"


async def test_programs_read_a_qualified_number_as_a_bound_never_as_a_value(read):
    data = (await read(FIGURE)).linked_data()
    assert (data["@type"], data["minValue"], data["observationDate"]) == ("Observation", 12000, "2026-01")
    assert "value" not in data
    exact = (await read("/staffing-figures/us-dhs-ice-hires-2025-opm")).linked_data()
    assert exact["value"] == 10474


async def test_the_text_of_a_figure_is_the_value_alone(client):
    answer = await client.get(f"{FIGURE}.txt")
    assert (answer.text, answer.headers["content-type"]) == ("more than 12,000", "text/plain; charset=utf-8")


async def test_an_agency_shows_its_figures_offers_programs_and_what_it_belongs_to(read):
    page = await read("/agencies/us-dhs-ice")
    assert "Part of U.S. Department of Homeland Security ." in page.text
    assert "Applications more than 220,000" in page.parts["figures"]
    assert {"incentives", "incentive_programs", "all_figures"} <= page.parts.keys()
    parts = (await read("/agencies/us-dhs")).parts["parts"]
    assert "U.S. Immigration and Customs Enforcement" in parts


async def test_of_many_figures_the_newest_are_shown_and_a_link_leads_to_all(read):
    page = await read("/agencies/ca0194200")
    rows = [found for tag, found in page.tags if tag == "tr"]
    assert 0 < len(rows) < 300
    assert "staffing-figures?agency_id=ca0194200&sort=-as_of" in "".join(page.links.values())


async def test_an_offer_says_first_what_is_given(read):
    page = await read(OFFER)
    assert page.headings[0] == "$50,000"
    assert page.headings[1].startswith("Signing bonus")
