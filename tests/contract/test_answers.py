"""What only certain records and requests get, 301 to 414, carries the headers that the contract says."""

import httpx
import pytest

from api import openapi

DOCUMENT = openapi.document("https://muster.example")
ANSWERS = [
    ("/v1/agencies/{id}", "/v1/agencies/test-old-town-police", 301),
    ("/v1/agencies/{id}.json", "/v1/agencies/test-old-town-police.json", 301),
    ("/v1/agencies/{id}/summary", "/v1/agencies/test-old-town-police/summary", 301),
    ("/v1/agencies/{id}", "/v1/agencies/nypd?release=1", 302),
    ("/v1/agencies/{id}/summary", "/v1/agencies/nypd/summary", 302),
    ("/v1/agencies.csv", "/v1/agencies.csv?limit=1", 400),
    ("/v1/agencies/{id}/summary", "/v1/agencies/us-dhs-ice/summary?include=parent", 400),
    ("/v1/incentives", "/v1/incentives?after=nobody", 404),
    ("/v1/incentives.ndjson", "/v1/incentives.ndjson?agency_id=nobody", 404),
    ("/v1/sources", "/v1/sources", 406),
    ("/v1/releases/{number}", "/v1/releases/1", 406),
    ("/v1/incentives/{id}", "/v1/incentives/test-city-police-drive-2026-housing", 410),
    ("/v1/incentives/{id}/cite", "/v1/incentives/test-city-police-drive-2026-housing/cite", 410),
    ("/v1/sources/{id}/cite.ris", "/v1/sources/nobody/cite.ris", 404),
    ("/v1/releases/{number}/cite", "/v1/releases/1/cite", 406),
    ("/v1/releases/{number}/files", "/v1/releases/1/files", 406),
    ("/v1/releases/{number}/files", "/v1/releases/2/files", 404),
    ("/v1/releases/{number}/files/{name}", "/v1/releases/1/files/metric.csv", 404),
    ("/v1/releases/{number}/files/{name}", "/v1/releases/1/files/metrics.csv", 416),
    ("/v1/releases/{number}/cite.bib", "/v1/releases/1/cite.bib?limit=1", 400),
    ("/v1/metrics.array.json", "/v1/metrics.array.json?label=" + "%20" * 2800, 414),
]


@pytest.mark.parametrize(("path", "address", "status"), ANSWERS, ids=lambda part: str(part)[:50])
def test_an_answer_is_documented_with_its_headers(path, address, status, service):
    accept = "image/png" if status == 406 else "*/*"
    beyond = {"range": "bytes=99999999-"} if status == 416 else {}
    found = httpx.get(service + address, headers={"accept": accept, **beyond})
    assert found.status_code == status, found.text
    name = DOCUMENT["paths"][path]["get"]["responses"][str(status)]["$ref"].rpartition("/")[2]
    documented = DOCUMENT["components"]["responses"][name]
    assert {header.lower() for header in documented["headers"]} <= set(found.headers)
    assert list(documented.get("content", {""})) == [found.headers.get("content-type", "")]
