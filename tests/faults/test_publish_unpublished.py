"""What is not published yet is not there: its records and files are as unknown as any others."""

import re

import pytest

from tests.faults import web
from tests.faults.postgres import Postgres
from tests.faults.publisher import publishers

COMING = [
    "/v1/staffing-figures/springfield-sworn-2024",
    "/v1/staffing-figures/springfield-sworn-2024/history",
    "/v1/staffing-figures/springfield-sworn-2024/cite.bib",
    "/v1/staffing-figures/springfield-sworn-2024/status?since_release=1",
    "/v1/staffing-figures?after=springfield-sworn-2024",
    "/v1/staffing-figures.csv?id=springfield-sworn-2024",
    "/v1/staffing-figures?release=2",
    "/v1/releases/2",
    "/v1/releases/2/files",
    "/v1/releases/2/files/staffing-figures.csv",
]


def test_what_is_about_to_be_published_is_as_unknown_as_what_never_will_be(
    postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
):
    """All of it is written, only the last row is not."""
    publisher = publishers(postgres, tmp_path_factory)("publish_unpublished")
    publisher.first()
    publisher.second()
    with publisher.served() as service, publisher.stopped_at("muster.current_release"):
        for path in COMING:
            never = path.replace("springfield-sworn-2024", "springfield-sworn-2031")
            never = never.replace("release=2", "release=3").replace("releases/2", "releases/3")
            coming, unknown = (web.get(service.port, each) for each in (path, never))
            assert coming.status == unknown.status == 404, path
            assert told(coming) == told(unknown), path


def told(answer: web.Answer) -> str:
    """What a reader learns, whatever the ids and numbers."""
    return re.sub(r"\d+", "N", web.without_id(answer.body).decode())
