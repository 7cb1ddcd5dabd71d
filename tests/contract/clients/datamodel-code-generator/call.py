"""One call read into the generated models: call.py ADDRESS, with the models' folder on PYTHONPATH."""

import json
import sys

import httpx
from muster_models import AgencyAnswer, Problem, StaffingFigurePage

QUERY = {
    "agency_id": "us-dhs-ice",
    "metric__in": "applications,offers",
    "value__gte": 18000,
    "include": "agency",
    "release": 1,
}
with httpx.Client(base_url=sys.argv[1]) as client:
    answer = client.get("/v1/staffing-figures", params=QUERY)
    page = StaffingFigurePage.model_validate_json(answer.content)
    AgencyAnswer.model_validate_json(client.get("/v1/agencies/us-dhs-ice").content)
    refused = Problem.model_validate_json(client.get("/v1/agencies/us-dhs-iec").content)

found = {
    "ids": [figure.id for figure in page.data],
    "values": [figure.value for figure in page.data],
    "agency": page.data[0].agency.short_name,
    "contract": answer.headers["Muster-Contract"],
    "nearest": refused.nearest,
}
print(json.dumps(found))
