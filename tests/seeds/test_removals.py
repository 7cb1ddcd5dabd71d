"""Removals: what is refused, what the chain of hashes says of them, and how files are cut."""

import gzip
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from seeds.log import folders as chain
from seeds.log import removals
from seeds.problems import UnreadableError
from seeds.publishing.publish import Phases, RefusedError, publish, replay
from seeds.removal.redact_toml import redact_toml
from seeds.removal.redaction import CannotRedactError, Redaction
from seeds.removal.remove import RemovalRequest, remove
from seeds.validation.validate import replay_folders
from tests.seeds import factories
from tests.seeds.factories import AGENCY, CORRECTED, FIGURE, FIRST
from tests.seeds.served import empty, records

FIGURES = "staffing-figures"
NOTED = FIGURE | {"note": "The chief said so."}
OTHER = FIGURE | {"id": "springfield-sworn-2024", "as_of": date(2024, 10, 31), "locator": "row 2"}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Three releases: a figure with a note, a correction of it, and another agency."""
    folder = tmp_path / "releases"
    factories.release(folder, 1, {**FIRST, FIGURES: [NOTED, OTHER]})
    merged = {"id": FIGURE["id"], "mode": "merge", "note": "The mayor said so.", "change": CORRECTED}
    factories.release(folder, 2, {FIGURES: [merged]})
    factories.release(folder, 3, {"agencies": [AGENCY | {"id": "shelbyville"}]})
    return folder


@pytest.fixture(scope="module")
def filled_url(make_database: Callable[[str], Any]) -> str:
    return make_database("removals").owner_url


@pytest.fixture
def url(filled_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("seeds.publishing.publish.SETTLING", 0)
    empty(filled_url)
    return filled_url


def order(*ids: str, **said: Any) -> RemovalRequest:
    return RemovalRequest(ids=ids, reason="By law.", removed_on=date(2026, 12, 1), **said)


def refusal(log: Path, given: RemovalRequest) -> list[str]:
    """Why it is refused; the log is as it was."""
    before = contents(log)
    with pytest.raises(UnreadableError) as caught:
        remove(log, given)
    assert contents(log) == before
    return [str(problem) for problem in caught.value.problems]


def contents(log: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in log.parent.rglob("*") if path.is_file()}


def problems(log: Path) -> list[str]:
    removed = removals.read(removals.path_of(log))
    folders = chain.folders(log)
    _, found = replay_folders((folder.path for folder in folders), removed)
    found += [*chain.chain_problems(folders), *chain.redaction_problems(folders, removed)]
    return [str(problem) for problem in found]


def test_a_record_is_cut_out_of_every_folder_and_the_chain_holds(log: Path):
    hashes = [chain.folder_sha256(path) for path in sorted(log.iterdir())]
    done = remove(log, order(FIGURE["id"]))
    assert done.files == ["0001-made/staffing-figures.toml", "0002-made/staffing-figures.toml"]
    assert not any(FIGURE["id"] in path.read_text() for path in log.rglob("*.toml"))
    assert problems(log) == []
    removed = removals.read(log.parent / "removals.toml")
    assert [each.original_sha256 for each in removed.folders] == hashes[:2]
    assert [each.sha256 for each in removed.folders] == [
        chain.folder_sha256(path) for path in sorted(log.iterdir())[:2]
    ]
    assert (log.parent / "removals.toml").read_text() == (
        "# Records and fields removed from every release. Written by muster remove; see docs/seeds.md.\n"
        + "".join(
            f'\n[[folders]]\nfolder = "{each.folder}"\noriginal_sha256 = "{each.original_sha256}"\n'
            f'sha256 = "{each.sha256}"\n'
            for each in removed.folders
        )
        + f'\n[[removals]]\nid = "{FIGURE["id"]}"\nresource = "staffing-figures"\nreason = "By law."\n'
        "removed_on = 2026-12-01\n"
    )


def test_a_second_removal_keeps_the_original_hashes(log: Path):
    original = chain.folder_sha256(log / "0001-made")
    remove(log, order(FIGURE["id"], field="note"))
    remove(log, order(OTHER["id"]))
    assert problems(log) == []
    first = removals.read(log.parent / "removals.toml").folders[0]
    assert (first.folder, first.original_sha256) == ("0001-made", original)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (order("nobody"), ["removals.toml: [nobody] no release contains this record"]),
        (
            order(FIGURE["id"], field="notes"),
            [f"removals.toml: [{FIGURE['id']}] staffing-figures have no field notes"],
        ),
        (
            order("shelbyville", "springfield", field="name"),
            [
                "removals.toml: [shelbyville] name cannot be empty: remove the whole record",
                "removals.toml: [springfield] name cannot be empty: remove the whole record",
            ],
        ),
        (order(FIGURE["id"], field="computed"), ["removals.toml: no release states computed"]),
    ],
)
def test_what_cannot_be_removed_is_refused_with_every_reason(
    log: Path, given: RemovalRequest, said: list[str]
):
    assert refusal(log, given) == said


def test_what_names_a_record_is_listed(log: Path):
    assert refusal(log, order("springfield")) == [
        f"{place}: [{key}] agency_id: springfield was removed from every release"
        for place, key in (
            ("0001-made/staffing-figures.toml:3:agency_id", FIGURE["id"]),
            ("0001-made/staffing-figures.toml:13:agency_id", OTHER["id"]),
            ("0002-made/staffing-figures.toml:1", FIGURE["id"]),
        )
    ]


def test_a_field_that_the_record_cannot_do_without_is_refused(log: Path):
    said = f"[{FIGURE['id']}] has no citation: add a source_id, or a citation that supports it"
    assert refusal(log, order(FIGURE["id"], field="source_id")) == [
        f"{folder}-made/staffing-figures.toml:1: {said}" for folder in ("0001", "0002")
    ]


def test_what_was_removed_is_not_removed_twice(log: Path):
    remove(log, order(FIGURE["id"], field="note"))
    assert refusal(log, order(FIGURE["id"], field="note")) == [
        f"removals.toml: [{FIGURE['id']}] was removed already"
    ]


def test_an_id_leaves_the_lists_that_name_it_when_asked(log: Path):
    cited = {
        "id": "table-01",
        "source_id": "table",
        "quote": "a hundred and twenty officers",
        "supports": [FIGURE["id"], OTHER["id"]],
        "context": ["springfield", OTHER["id"]],
        "quote_check": "excerpt",
    }
    factories.release(log, 4, {"citations": [cited]})
    found = refusal(log, order(OTHER["id"]))
    assert [each.partition("] ")[2] for each in found] == [
        f"supports: {OTHER['id']} was removed from every release",
        f"context: {OTHER['id']} was removed from every release",
    ]
    remove(log, order(OTHER["id"], unlink=True))
    left = tomllib.loads((log / "0004-made/citations.toml").read_text())["citations"]
    assert left == [cited | {"supports": [FIGURE["id"]], "context": ["springfield"]}]
    assert problems(log) == []


def test_a_cell_of_a_wide_table_is_emptied(log: Path, url: str):
    rows = [
        {"agency_id": "springfield", "as_of": f"{year}-10-31", "row": year, "officers": 100, "hired": 3}
        for year in (2022, 2023)
    ]
    factories.wide_release(log, 4, rows)
    gone = "springfield-sworn-headcount-2022-10-31-office"
    assert remove(log, order(gone)).files == ["0004-made/staffing-figures.csv.gz"]
    replay(url, log)
    kept = {each for each in records(url, FIGURES, 4) if each.endswith("office")}
    assert kept == {
        "springfield-sworn-headcount-2023-10-31-office",
        "springfield-hires-2022-10-31-office",
        "springfield-hires-2023-10-31-office",
    }


def test_a_row_of_a_table_goes_and_the_others_keep_their_bytes(log: Path):
    folder = factories.release(log, 4, {})
    rows = [AGENCY | {"id": f"town-{n}", "name": f"Town {n} Police"} for n in range(3)]
    path = factories.table(folder, "agencies.csv.gz", rows)
    chain.seal(folder)
    remove(log, order("town-1"))
    assert gzip.decompress(path.read_bytes()).decode().splitlines() == [
        "id,name,kind,level",
        "town-0,Town 0 Police,police_department,municipal",
        "town-2,Town 2 Police,police_department,municipal",
    ]


def test_a_version_counts_what_was_published_then(log: Path):
    """Release 2 was nothing but a correction of the record; it keeps its number and version."""
    remove(log, order(FIGURE["id"]))
    removed = removals.read(log.parent / "removals.toml")
    state, found = replay_folders([folder.path for folder in chain.folders(log)], removed)
    assert (found, state.release and state.release.version) == ([], "0.3.0")


def test_what_was_removed_does_not_come_back(log: Path):
    remove(log, order(FIGURE["id"], field="note"))
    remove(log, order(OTHER["id"]))
    noted = {"id": FIGURE["id"], "mode": "merge", "note": "Again.", "change": CORRECTED}
    factories.release(log, 4, {FIGURES: [noted, OTHER]})
    assert [each.partition("] ")[2] for each in problems(log)] == [
        "note was removed from every release: leave it out",
        "the record with this id was removed from every release: use a new id",
    ]


def test_a_folder_that_differs_without_being_vouched_for_is_refused_by_the_names_of_files(
    log: Path, url: str
):
    replay(url, log)
    path = log / "0002-made/staffing-figures.toml"
    text = path.read_text()
    path.write_text(text.replace("The mayor", "The major"))
    with pytest.raises(RefusedError) as caught:
        replay(url, log)
    assert "0002-made was changed after it was published as release 2: staffing-figures.toml" in str(
        caught.value
    )
    path.write_text(text)
    remove(log, order(FIGURE["id"], field="note"))
    replay(url, log)
    path.write_text(path.read_text() + "\n")
    with pytest.raises(RefusedError) as caught:
        replay(url, log)
    assert "0002-made: differs from removals.toml: staffing-figures.toml" in str(caught.value)


def test_text_that_was_to_be_cut_and_stands_again_is_refused(log: Path, url: str):
    path = log / "0001-made/staffing-figures.toml"
    text = path.read_text()
    remove(log, order(FIGURE["id"], field="note"))
    replay(url, log)
    path.write_text(text)
    with pytest.raises(
        RefusedError, match=r"0001-made: still contains text that removals\.toml lists as removed"
    ):
        replay(url, log)


def test_a_removal_that_is_taken_back_is_refused(log: Path, url: str):
    before = contents(log)
    remove(log, order(FIGURE["id"], field="note"))
    replay(url, log)
    (log.parent / "removals.toml").unlink()
    for name, data in before.items():
        Path(name).write_bytes(data)
    with pytest.raises(RefusedError, match=rf"no longer lists note of {FIGURE['id']}"):
        replay(url, log)
    assert records(url, FIGURES, 1)[FIGURE["id"]]["note"] is None


def test_the_last_folder_is_sealed_behind_by_its_original_hash(log: Path):
    original = chain.folder_sha256(log / "0003-made")
    remove(log, order("shelbyville"))
    folder = factories.release(log, 4, {"agencies": [AGENCY | {"id": "ogdenville"}]})
    assert f'previous_sha256 = "{original}"' in (folder / "release.toml").read_text()
    assert problems(log) == []


def test_a_removal_and_the_next_release_are_published_together(log: Path, url: str):
    replay(url, log)
    remove(log, order(FIGURE["id"]))
    factories.release(log, 4, {"agencies": [AGENCY | {"id": "ogdenville"}]})
    said: list[str] = []
    assert publish(url, log, None, phases=Phases(said.append)) == 4
    assert len(said) == 1
    assert [set(records(url, FIGURES, n)) for n in (1, 4)] == [{OTHER["id"]}] * 2
    assert publish(url, log, None, phases=Phases(said.append)) is None


def test_a_rebuild_that_is_refused_leaves_what_was_served(log: Path, url: str):
    replay(url, log)
    remove(log, order(FIGURE["id"]))
    path = log.parent / "removals.toml"
    path.write_text(
        path.read_text()
        + '[[folders]]\nfolder = "0009-none"\n'
        + f'sha256 = "{"0" * 64}"\noriginal_sha256 = "{"0" * 64}"\n'
    )
    with pytest.raises(RefusedError, match="lists 0009-none, but no such folder exists"):
        replay(url, log)
    assert FIGURE["id"] in records(url, FIGURES, 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[removals]]\nid = 3\n", "removals.toml:2:id: Expected `str`, got `int`"),
        ("[[removed]]\n", "removals.toml: unknown table removed"),
        ("removals = 3\n", "removals.toml: write each of the removals as [[removals]]"),
        ("x = \n", "removals.toml:1: is not valid TOML"),
        (
            '[[removals]]\nid = "a"\nresource = "cats"\nreason = "x"\nremoved_on = 2026-12-01\n',
            "removals.toml: [a] unknown resource cats",
        ),
        (
            '[[removals]]\nid = "a"\nresource = "metrics"\nfield="unit"\nreason="x"\nremoved_on = 2026-12-01',
            "removals.toml: [a] unit cannot be empty: remove the whole record",
        ),
        (
            '[[removals]]\nid = "a"\nresource = "agencies"\nreason = "x"\nremoved_on = 2026-12-01\n' * 2,
            "removals.toml: [a] is listed twice",
        ),
    ],
)
def test_what_is_wrong_with_the_file_is_told(log: Path, url: str, text: str, said: str):
    (log.parent / "removals.toml").write_text(text)
    with pytest.raises(RefusedError) as caught:
        replay(url, log)
    assert str(caught.value).startswith(said)


TEXT = '''\
# of the whole file

# about a
[[sources]]
id = "a"
note = """
[[sources]]
id = "not a row"
"""
# a's list
cites = [
    "b",  # the first
    "c",
]

# about b
[[sources]]
id = "b"
cites = ["c", "a"]
author = 'A "quoted" name'  # hers

[[sources]]
id = "c"
cites = ["a"]
title = "the end"
'''


@pytest.mark.parametrize(
    ("ids", "field", "gone", "left"),
    [
        (["a"], None, ["about a", "not a row", "the first"], ["whole file", "about b"]),
        (["b"], None, ["about b", "quoted"], ["a's list", "the end"]),
        (["c"], None, ["the end"], ["hers"]),
        (["a", "c"], None, ["about a", "the end"], ["about b"]),
        (["a"], "note", ["not a row"], ["a's list", '    "b"']),
        (["a"], "cites", ["a's list", '    "b"'], ["not a row", "about b"]),
        (["b"], "author", ["quoted", "hers"], ['["c", "a"]']),
        (["c"], "title", ["the end"], ['cites = ["a"]']),
    ],
)
def test_cutting_leaves_the_rest_as_it_is_written(
    ids: list[str], field: str | None, gone: list[str], left: list[str]
):
    text = redact_toml(TEXT, "sources", Redaction(ids, field))
    assert [each for each in gone if each in text] == []
    assert [each for each in left if each not in text] == []
    assert all(line in TEXT.split("\n") for line in text.split("\n"))


def test_links_are_cut_in_every_way_a_list_is_written():
    text = redact_toml(TEXT, "sources", Redaction(["c"], None, unlink=True))
    assert [row["cites"] for row in tomllib.loads(text)["sources"]] == [["b"], ["a"]]
    text = redact_toml(TEXT, "sources", Redaction(["a"], None, unlink=True))
    assert [row["cites"] for row in tomllib.loads(text)["sources"]] == [["c"], []]
    assert "the first" in redact_toml(TEXT, "sources", Redaction(["c"], None, unlink=True))


def test_a_key_that_has_no_line_of_its_own_is_left_to_a_person():
    with pytest.raises(CannotRedactError, match="write payments on a line of its own"):
        redact_toml('[[x]]\nid = "a"\n[[x.payments]]\namount = 1\n', "x", Redaction(["a"], "payments"))
