"""`/v1` says what the API is and leads to all of it."""

import pytest

from api.catalog.resources import CATALOG


async def test_it_names_every_resource_with_a_url_that_lists_it(get):
    answer = (await get("/v1")).json
    assert [each["name"] for each in answer["resources"]] == [resource.name for resource in CATALOG]
    for each in answer["resources"]:
        page = await get(each["url"].removeprefix("https://muster.example") + "?limit=1")
        assert (page.status, len(page.json["data"])) == (200, 1)


async def test_its_links_lead_to_the_documents_of_the_api(get):
    links = (await get("/v1")).json["links"]
    here = {name: url.removeprefix("https://muster.example") for name, url in links.items()}
    assert here.pop("license") == "https://creativecommons.org/licenses/by/4.0/"
    for path in here.values():
        assert (await get(path)).status == 200, path
    assert '</openapi.json>; rel="service-desc"' in (await get("/v1")).headers["link"].replace(
        "https://muster.example", ""
    )


@pytest.mark.parametrize(("path", "status"), [("/v1/", 308), ("/v1?limit=1", 400)])
async def test_other_spellings_are_no_second_answer(get, path, status):
    assert (await get(path)).status == status
