"""Expensive queries and what goes on beside them: records, lists, files of an index, and readiness."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from api.catalog.costs import Cost
from api.database.pools import FILE_SHARES, PAGE_SHARES, PAGES
from tests.faults import web
from tests.faults.postgres import SERVED, Postgres, ending
from tests.faults.service import ROOT, Service

# A column that takes its time, in a view of figures that is otherwise the same. Only its filters ask for it.
# PostgreSQL 15 writes the columns of a view with their table.
SLOW = """
create schema slow;
create function slow.read(text) returns text language plpgsql stable as $$
begin
  perform pg_sleep(0.2);
  return $1;
end $$;
grant usage on schema slow to muster_reader, muster_exporter;
do $$
begin
  execute 'create or replace view api.staffing_figures_at as ' || regexp_replace(
    pg_get_viewdef('api.staffing_figures_at'),
    '(\\w+\\.)?\\mnote,', 'slow.read(\\1note) collate "C" as note,');
end $$
"""
WAITING = "select from pg_stat_activity where wait_event = 'PgSleep' and usename = $1"
CHEAP = [
    "/v1/agencies/us-dhs-ice",
    "/v1/agencies/us-dhs-ice/history",
    "/v1/agencies/us-dhs-ice/status?since_release=1",
    "/v1/agencies/us-dhs-ice/summary",
    "/v1/agencies?limit=3",
    "/v1/agencies?q=police&count=true",
    "/v1/staffing-figures?limit=2",
    "/v1/staffing-figures?agency_id=us-dhs-ice&sort=-value&count=true",
    "/v1/changes?sort=-release_number&limit=2",
    "/v1/config",
    "/health/ready",
    "/health/live",
]
FILES = [
    "/v1/agencies.csv?fields=id",
    "/v1/staffing-figures.csv?metric=hires&fields=id",
    "/v1/metrics.ndjson",
    "/v1/metrics.parquet",
]


@pytest.fixture
def slow(filled: Postgres) -> Iterator[None]:
    ((usual,),) = filled.ask("select pg_get_viewdef('api.staffing_figures_at')")
    filled.ask(SLOW)
    yield
    filled.ask(ending(SERVED))
    filled.ask(f"create or replace view api.staffing_figures_at as {usual}")
    filled.ask("drop schema slow cascade")


@contextmanager
def crowd(port: int, path: str, size: int) -> Iterator[Callable[[], list[web.Answer]]]:
    """Each asks once, all at the same time; gives the answers so far."""
    answers: list[web.Answer] = []
    threads = [
        threading.Thread(target=lambda n=n: answers.append(web.get(port, f"{path}{n}"))) for n in range(size)
    ]
    for thread in threads:
        thread.start()
    yield lambda: answers
    for thread in threads:
        thread.join()


def test_the_cheap_is_answered_beside_any_number_of_expensive_pages(
    service: Service, filled: Postgres, slow: None
):
    share = PAGE_SHARES[Cost.UNINDEXED]
    before = {path: web.status(service.port, path) for path in CHEAP}
    assert set(before.values()) == {200}
    with crowd(service.port, "/v1/staffing-figures?count=true&note__contains=x", 30) as answers:
        web.until(lambda: len(filled.ask(WAITING, "muster_reader")) == share, 10)
        met = []
        while not answers():
            met += [web.get(service.port, path) for path in CHEAP]
            assert len(filled.ask(WAITING, "muster_reader")) <= share
        met += [web.get(service.port, path) for path in CHEAP]
    assert {answer.status for answer in met} == {200}
    refused = [answer for answer in answers() if answer.status == 503]
    assert {answer.slug for answer in refused} == {"overloaded"}
    assert {answer.slug for answer in answers() if answer.status != 503} == {"query-timeout"}
    assert len(answers()) == 30
    assert len(refused) >= 30 - 2 * share
    # each of those before the last waits for whoever is before him: nobody is told the same for all
    told = [int(answer.headers["retry-after"]) for answer in refused]
    assert min(told) >= 1
    assert max(told) > min(told)


def test_files_of_an_index_are_made_beside_any_number_of_expensive_files(
    service: Service, filled: Postgres, slow: None
):
    share = FILE_SHARES[Cost.UNINDEXED]
    with crowd(service.port, "/v1/staffing-figures.csv?fields=id&note__contains=x", 10) as answers:
        web.until(lambda: len(filled.ask(WAITING, "muster_exporter")) == share, 10)
        made = [web.get(service.port, path) for path in FILES]
        web.until(lambda: len(answers()) == 10 - share, 10)
        assert len(filled.ask(WAITING, "muster_exporter")) == share
        made += [web.get(service.port, path) for path in FILES]
        filled.ask(ending(f"{SERVED} and usename = 'muster_exporter'"))
    assert {answer.status for answer in made} == {200}
    refused = [answer for answer in answers() if answer.status == 503 and answer.slug == "overloaded"]
    assert len(refused) == 10 - share
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in refused)


def test_the_example_of_a_proxy_keeps_one_client_below_the_sessions_of_a_worker():
    text = (ROOT / "docs" / "nginx.conf").read_text(encoding="utf-8")
    (allowed,) = [
        line.split()[-1].rstrip(";") for line in text.splitlines() if "limit_conn connections " in line
    ]
    assert int(allowed) < PAGES
