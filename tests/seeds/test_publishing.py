"""What a release leaves in the tables, by small logs written here."""

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from schemas.seed import SEEDS
from seeds.log.folders import folder_sha256
from seeds.publishing.progress import Phases
from seeds.publishing.publish import RefusedError, publish, replay
from tests.seeds import factories
from tests.seeds.factories import AGENCY, CORRECTED, FIGURE, FIRST, SOURCE, UPDATED
from tests.seeds.served import empty, fetch, records

FIGURES = "staffing-figures"
SPANS = "select from_release, to_release from serving.{table} where id = $1 order by 1"
CITATION = {
    "id": "table-01",
    "source_id": "table",
    "quote": "a hundred and twenty officers",
    "attribution": [{"verb": "published", "source_id": "table"}],
    "supports": [FIGURE["id"]],
    "quote_check": "excerpt",
}


@pytest.fixture(scope="module")
def filled_url(make_database: Callable[[str], Any]) -> str:
    return make_database("publishing").owner_url


@pytest.fixture
def url(filled_url: str) -> str:
    empty(filled_url)
    return filled_url


@pytest.fixture
def log(tmp_path: Path) -> Path:
    factories.release(tmp_path / "log", 1, FIRST)
    return tmp_path / "log"


def spans(url: str, record_id: str, table: str = "staffing_figures") -> list[tuple[int, int | None]]:
    """The releases that each served row of a record is for."""
    return [tuple(row) for row in fetch(url, SPANS.format(table=table), record_id)]


def test_a_replay_without_anything_new_only_checks_the_chain(url: str, log: Path):
    phases = Phases()
    assert replay(url, log) == 1
    assert replay(url, log, phases=phases) == 1
    assert phases.measured == []


def test_an_empty_log_is_refused(url: str, tmp_path: Path):
    with pytest.raises(RefusedError, match="contains no release"):
        replay(url, tmp_path)


def test_publish_takes_one_folder_at_a_time(url: str, log: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("seeds.publishing.publish.SETTLING", 0)
    factories.release(log, 2, {"agencies": [AGENCY | {"name": "Springfield", "change": UPDATED}]})
    assert [publish(url, log, None) for _ in range(3)] == [1, 2, None]


def test_the_content_hash_continues_that_of_the_release_before(url: str, log: Path):
    second = factories.release(log, 2, {"agencies": [AGENCY | {"id": "shelbyville"}]})
    replay(url, log)
    first = hashlib.sha256(folder_sha256(log / "0001-made").encode()).hexdigest()
    then = hashlib.sha256(f"{first}{folder_sha256(second)}".encode()).hexdigest()
    found = fetch(url, "select content_sha256 from api.releases order by number")
    assert [row[0] for row in found] == [first, then]


def test_counts_are_those_of_the_records(url: str, small_log: Path):
    """Of every release of the small log: what it did, and what it holds."""
    newest = replay(url, small_log)
    for resource in (name.replace("-", "_") for name in SEEDS):
        counted = fetch(
            url,
            f"""select number, (select count(*) from api.{resource}_at x
              where x.from_release <= number and coalesce(x.to_release, number) >= number) - {resource}
            from api.releases""",
        )
        assert [tuple(row) for row in counted] == [(number, 0) for number in range(1, newest + 1)]
    done = fetch(
        url,
        """select number, added + changed + withdrawn,
          (select count(*) from muster.changes where release = number) from api.releases""",
    )
    assert all(said == counted for _, said, counted in done)


def test_a_row_that_reads_as_before_is_left_alone(url: str, log: Path):
    """A coverage note of its source is nothing to a figure."""
    noted = SOURCE | {"coverage": [{"year": 2025, "loaded": 1}], "change": UPDATED}
    factories.release(log, 2, {"sources": [noted]})
    replay(url, log)
    assert spans(url, FIGURE["id"]) == [(1, None)]
    assert spans(url, "table", "sources") == [(1, 1), (2, None)]


@pytest.mark.parametrize(
    ("resource", "row", "shown"),
    [
        ("agencies", AGENCY | {"name": "Springfield"}, {"agency_name": "Springfield"}),
        ("sources", SOURCE | {"publisher": "The bureau"}, {"source_publisher": "The bureau"}),
        ("metrics", FIRST["metrics"][0] | {"label": "Officers"}, {"metric_label": "Officers"}),
    ],
)
def test_a_figure_names_what_it_names_as_of_each_release(
    url: str, log: Path, resource: str, row: dict[str, Any], shown: dict[str, str]
):
    factories.release(log, 2, {resource: [{**row, "change": CORRECTED}]})
    replay(url, log)
    assert spans(url, FIGURE["id"]) == [(1, 1), (2, None)]
    before, after = (records(url, FIGURES, number)[FIGURE["id"]] for number in (1, 2))
    assert before | shown | {"citations": after["citations"]} == after


def test_a_passage_comes_changes_and_goes_with_its_record(url: str, log: Path):
    factories.release(log, 2, {"citations": [CITATION]})
    factories.release(log, 3, {"citations": [CITATION | {"quote": "120 officers", "change": CORRECTED}]})
    factories.release(log, 4, {"citations": [{"id": "table-01", "mode": "withdraw", "change": CORRECTED}]})
    replay(url, log)
    quotes = [records(url, FIGURES, n)[FIGURE["id"]]["citations"][0]["quote"] for n in (1, 2, 3, 4)]
    assert quotes == [None, CITATION["quote"], "120 officers", None]
    assert [
        tuple(row) for row in fetch(url, "select from_release, to_release from muster.citation_links")
    ] == [(2, 3)]


def test_a_withdrawn_record_is_served_of_the_releases_that_held_it(url: str, log: Path):
    gone = {"id": FIGURE["id"], "mode": "withdraw", "change": {"kind": "retraction", "notice": "Not theirs."}}
    factories.release(log, 2, {FIGURES: [gone]})
    replay(url, log)
    assert spans(url, FIGURE["id"]) == [(1, 1)]
    (row,) = fetch(url, "select withdrawn_in, withdrawn_because from api.records where id = $1", FIGURE["id"])
    assert tuple(row) == (2, "Not theirs.")
    assert fetch(url, "select from muster.standings where to_release is null") == []


def test_a_headline_that_moves_is_a_new_row_and_no_change_of_the_record(url: str, log: Path):
    newer = FIGURE | {"id": "springfield-sworn-2026", "as_of": date(2026, 1, 1), "value": 130}
    factories.release(log, 2, {FIGURES: [newer]})
    replay(url, log)
    assert spans(url, FIGURE["id"]) == [(1, 1), (2, None)]
    before, after = (records(url, FIGURES, number)[FIGURE["id"]] for number in (1, 2))
    assert (before["headline"], after["headline"], after["last_changed_release"]) == (True, False, 1)
    assert len(fetch(url, "select from muster.changes where record_id = $1", FIGURE["id"])) == 1


def test_a_new_edition_of_a_table_revises_what_differs(url: str, log: Path):
    def edition(number: int, officers: dict[int, int], change: Any = None) -> None:
        rows = [
            {
                "agency_id": "springfield",
                "as_of": f"{year}-10-31",
                "row": year,
                "officers": count,
                "hired": None,
            }
            for year, count in officers.items()
        ]
        factories.wide_release(log, number, rows, change=change)

    edition(2, {2023: 100, 2024: 110})
    edition(3, {2023: 100, 2024: 111, 2022: 90}, {"kind": "source_revision", "notice": "A new edition."})
    replay(url, log)
    name = "springfield-sworn-headcount-{}-10-31-office"
    assert [records(url, FIGURES, n)[name.format(2024)]["value"] for n in (2, 3)] == [110, 111]
    assert [spans(url, name.format(year)) for year in (2022, 2023, 2024)] == [
        [(3, None)],
        [(2, None)],
        [(2, 2), (3, None)],
    ]
    changes = "select record_id, operation, kind from muster.changes where release = 3 order by 1"
    assert [tuple(row) for row in fetch(url, changes)] == [
        (name.format(2022), "added", None),
        (name.format(2024), "changed", "source_revision"),
    ]


def test_an_empty_database_is_filled_up_to_a_folder_that_is_refused(url: str, log: Path):
    factories.release(log, 2, {"agencies": [AGENCY | {"id": "shelbyville"}]})
    factories.release(log, 3, {FIGURES: [FIGURE | {"id": "other", "agency_id": "nowhere"}]})
    with pytest.raises(RefusedError, match="nowhere"):
        replay(url, log)
    assert [row[0] for row in fetch(url, "select number from api.current_release")] == [2]


def test_nothing_is_published_of_a_log_whose_first_folder_is_refused(url: str, tmp_path: Path):
    factories.release(tmp_path / "log", 1, {FIGURES: [FIGURE]})
    with pytest.raises(RefusedError, match="springfield"):
        replay(url, tmp_path / "log")
    assert fetch(url, "select from muster.releases") == []


def test_progress_is_told_up_to_all_records(url: str, log: Path):
    told: list[tuple[str, int, int]] = []
    replay(url, log, lambda *step: told.append(step))
    assert told[0] == ("0001-made", 0, 5)
    assert told[-1] == ("0001-made", 5, 5)
    assert [step[1] for step in told] == sorted(step[1] for step in told)


PAPER = SOURCE | {"id": "paper", "kind": "news_article", "publisher": "The paper", "quality": "local_press"}
DENIAL = {
    "id": "paper-01",
    "source_id": "paper",
    "quote": "a hundred and fifty officers at the most",
    "attribution": [
        {"verb": "published", "source_id": "paper"},
        {"verb": "said", "name": "Mayor Quimby", "role": "mayor"},
    ],
    "quote_check": "excerpt",
}
FLAT = "select source_id, speaker, attribution_chain, locator, quote, passages from serving.staffing_figures"


@pytest.mark.parametrize("relation", ["disputes", "repeats", "supports", "context"])
def test_a_passage_of_another_source_stands_beside_the_cell_of_the_table(url: str, log: Path, relation: str):
    said = DENIAL | {relation: [FIGURE["id"]]}
    factories.release(log, 2, {"sources": [PAPER], "citations": [said]})
    replay(url, log)
    [row] = fetch(url, f"{FLAT} where to_release is null")
    assert tuple(row)[:5] == ("table", "The office", "The office", "row 1", None)
    cell, denial = msgspec.json.decode(row["passages"])
    assert (cell["citation_id"], cell["source_id"], cell["relation"]) == (None, "table", "supports")
    assert (cell["locator"], cell["quote"], cell["attribution"][-1]["name"]) == ("row 1", None, "The office")
    assert (denial["citation_id"], denial["relation"]) == ("paper-01", relation)


def test_a_passage_of_the_source_itself_takes_the_place_of_the_cell(url: str, log: Path):
    said = DENIAL | {"supports": [FIGURE["id"]]}
    factories.release(log, 2, {"sources": [PAPER], "citations": [said, CITATION]})
    replay(url, log)
    [row] = fetch(url, f"{FLAT} where to_release is null")
    assert tuple(row)[:5] == ("table", "The office", "The office", "row 1", CITATION["quote"])
    ids = [passage["citation_id"] for passage in msgspec.json.decode(row["passages"])]
    assert ids == ["table-01", "paper-01"]


PAGE, HERALD, QUIMBY = (
    {"verb": "published", "source_id": "paper"},
    {"verb": "reported", "name": "The Herald"},
    DENIAL["attribution"][1],
)


@pytest.mark.parametrize(
    "steps",
    [
        [PAGE],
        [PAGE, HERALD],
        [PAGE, QUIMBY, HERALD],
        [QUIMBY],
        [PAGE, {"verb": "said", "source_id": "table"}],
        [],
    ],
)
def test_an_update_may_add_who_else_passed_it_on_and_replace_nobody(url: str, log: Path, steps: list[Any]):
    said = DENIAL | {"supports": [FIGURE["id"]], "change": UPDATED}
    factories.release(log, 2, {"sources": [PAPER], "citations": [said]})
    factories.release(log, 3, {"citations": [said | {"attribution": [PAGE, HERALD, QUIMBY]}]})
    replay(url, log)
    factories.release(log, 4, {"citations": [said | {"attribution": steps}]})
    said_it = "The paper > The Herald > Mayor Quimby"
    with pytest.raises(RefusedError, match=rf"update may not replace who said it \({said_it}\)"):
        replay(url, log)
