"""A server as it runs, on a larger small log, for tools that speak HTTP."""

from collections.abc import Iterator

import pytest

from api.settings import Settings
from tests import small_log
from tests.conftest import Database, files_of
from tests.serving import serving


@pytest.fixture(scope="session")
def larger(server, tmp_path_factory) -> Database:
    """More of each official file than the other rooms have, which compare every record in pages of 1,000."""
    made = server.create("muster_contract")
    made.publish(small_log.write(tmp_path_factory.mktemp("log"), rows=200))
    return made


@pytest.fixture(scope="session")
def service(larger, tmp_path_factory) -> Iterator[str]:
    """The address of a server of one worker, and the files of release 1."""
    with serving(larger, tmp_path_factory.mktemp("service")) as (address, settings):
        files_of(larger, Settings.from_environment(settings), 1)
        yield address
