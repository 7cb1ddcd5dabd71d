import hashlib
from pathlib import Path

import pytest

from seeds.log import folders as releases
from seeds.validation.validate import replay_folders


@pytest.fixture
def sealed(log):
    """Three releases, each naming the hash of the one before."""
    log.state()
    assert log.second({}, version="0.1.1").problems == []
    third = log.write("0003-third", {"release.toml": (log.path / "0002-second/release.toml").read_bytes()})
    text = (third / "release.toml").read_text()
    (third / "release.toml").write_text(
        text.replace("number = 2", "number = 3").replace("2026-02", "2026-03")
    )
    for folder in ("0001-first", "0002-second", "0003-third"):
        releases.seal(log.path / folder)
    return log.path


def links(path, **options):
    return [str(problem) for problem in releases.chain_problems(releases.folders(path), **options)]


def test_the_hash_is_that_of_sha256sum(tmp_path):
    (tmp_path / "b.toml").write_text("b")
    (tmp_path / "a.toml").write_text("a")
    lines = sorted(f"{hashlib.sha256(name.encode()).hexdigest()}  {name}.toml\n" for name in ("a", "b"))
    assert releases.folder_sha256(tmp_path) == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_a_sealed_log_holds(sealed):
    assert [folder.number for folder in releases.folders(sealed)] == [1, 2, 3]
    assert list(releases.number_problems(releases.folders(sealed))) == []
    assert links(sealed) == []


@pytest.mark.parametrize("file", ["agencies.toml", "release.toml"])
def test_a_changed_file_breaks_the_chain(sealed, file):
    path = sealed / "0001-first" / file
    published = {1: releases.file_sha256s(sealed / "0001-first")}
    path.write_text(path.read_text() + "\n")
    (line,) = links(sealed)
    assert line.startswith("0002-second/release.toml:2:previous_sha256: 0001-first was changed")
    (line,) = links(sealed, published=published)
    assert line.endswith(f"was changed after this release was sealed: {file}")


def test_added_and_removed_files_are_named(sealed):
    published = {1: releases.file_sha256s(sealed / "0001-first")}
    (sealed / "0001-first/agencies.toml").rename(sealed / "0001-first/agencies-new.toml")
    (line,) = links(sealed, published=published)
    assert line.endswith("agencies-new.toml, agencies.toml")


def test_a_draft_is_not_sealed_yet(sealed):
    path = sealed / "0003-third/release.toml"
    lines = path.read_text().splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith("previous_sha256")) + "\n")
    assert links(sealed) == ["0003-third/release.toml:1:previous_sha256: is not sealed: run muster seal"]
    assert links(sealed, allow_unsealed=True) == []
    releases.seal(sealed / "0003-third")
    assert links(sealed) == []


def test_sealing_twice_changes_nothing(sealed):
    before = releases.folder_sha256(sealed / "0003-third")
    assert releases.seal(sealed / "0003-third") == releases.folder_sha256(sealed / "0002-second")
    assert releases.folder_sha256(sealed / "0003-third") == before


def test_a_gap_and_a_number_given_twice(sealed):
    (sealed / "0003-third").rename(sealed / "0004-fourth")
    (problem,) = releases.number_problems(releases.folders(sealed))
    assert "is release 4, but release 3 is next" in str(problem)
    (sealed / "0004-fourth").rename(sealed / "0002-twice")
    (problem,) = releases.number_problems(releases.folders(sealed))
    assert str(problem).startswith("0002-twice: is release 2, but release 3 is next")


def test_what_is_no_release_is_not_of_the_log(sealed):
    (sealed / "notes").mkdir()
    (sealed / "0009-file").write_text("")
    assert len(releases.folders(sealed)) == 3


def test_the_log_of_this_repository_is_valid():
    log = releases.folders(Path(__file__).parents[2] / "seeds/releases")
    state, problems = replay_folders(folder.path for folder in log)
    assert [str(problem) for problem in [*problems, *releases.number_problems(log)]] == []
    assert state.release is not None
    assert state.release.number == len(log)
