"""One call through the generated client: call.py ADDRESS, with the client's folder on PYTHONPATH."""

import json
import sys

from muster_client import Client
from muster_client.api.agencies import get_agency
from muster_client.api.staffing_figures import list_staffing_figures
from muster_client.models import Problem, StaffingFigurePage

with Client(base_url=sys.argv[1]) as client:
    answer = list_staffing_figures.sync_detailed(
        client=client,
        agency_id="us-dhs-ice",
        metric_in=["applications", "offers"],
        value_gte=18000,
        include=["agency"],
        release=1,
    )
    refused = get_agency.sync(client=client, id="us-dhs-iec")

assert isinstance(answer.parsed, StaffingFigurePage), answer.content
assert isinstance(refused, Problem)
figures = answer.parsed.data
found = {
    "ids": [figure.id for figure in figures],
    "values": [figure.value for figure in figures],
    "agency": figures[0].agency.short_name,
    "contract": answer.headers["Muster-Contract"],
    "nearest": refused.nearest,
}
print(json.dumps(found))
