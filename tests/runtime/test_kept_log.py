"""A log that the tests keep is published once for each state of code and data."""

import asyncio
import shutil
import tempfile
from pathlib import Path

import asyncpg
import pytest

from tests.kept_log import MADE_FROM, fingerprint, kept_cluster


@pytest.fixture
def root(tmp_path):
    for place in MADE_FROM[:-1]:
        (tmp_path / place).mkdir()
        (tmp_path / place / "some.py").write_text(str(tmp_path), encoding="utf-8")
    (tmp_path / MADE_FROM[-1]).write_text("", encoding="utf-8")
    return tmp_path


@pytest.fixture
def tmp_root(root, monkeypatch):
    """Folders of this test go away with it."""
    place = tempfile.mkdtemp()
    monkeypatch.setattr(tempfile, "tempdir", place)
    Path(place).chmod(0o711)  # PostgreSQL may have another account
    yield root
    monkeypatch.undo()
    shutil.rmtree(place)


def asked(url: str, statement: str) -> object:
    async def ask() -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return asyncio.run(ask())


def test_what_was_published_once_is_there_again_and_a_run_beside_it_has_its_own(tmp_root):
    published = []

    def publish(url: str) -> None:
        published.append(url)
        asked(url, f"create table kept as select {len(published)} as number")

    for _ in range(2):
        with kept_cluster(publish, tmp_root) as url:
            assert asked(url, "select number from kept") == 1
    assert len(published) == 1
    with kept_cluster(publish, tmp_root) as first, kept_cluster(publish, tmp_root) as second:
        assert [asked(url, "select number from kept") for url in (first, second)] == [1, 2]


def test_a_publication_that_fails_is_not_kept(tmp_root):
    def fail(url: str) -> None:
        raise RuntimeError(url)

    with pytest.raises(RuntimeError), kept_cluster(fail, tmp_root):
        pass
    with kept_cluster(lambda url: asked(url, "create table kept as select 7 as number"), tmp_root) as url:
        assert asked(url, "select number from kept") == 7


def test_any_change_of_code_or_data_is_another_log(root):
    before = fingerprint(root)
    assert fingerprint(root) == before
    (root / "seeds" / "some.py").write_text("other", encoding="utf-8")
    changed = fingerprint(root)
    (root / "seeds" / "some.py").rename(root / "seeds" / "another.py")
    assert len({before, changed, fingerprint(root)}) == 3
