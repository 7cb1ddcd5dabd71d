import hashlib

import pytest

from seeds.validation.quotes import misquoted, read_texts

ARTICLE = "“More than 12,000 officers,” it said.\n\nA bonus of $50,000.\n"


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\x00")
    return read_texts(folder)


def misquotes(log, articles, quote, check="text", sha256=None):
    sha256 = sha256 or hashlib.sha256(ARTICLE.encode()).hexdigest()
    checked = log.first(
        {
            "sources.toml": ('quality = "reputable_press"', f'text_sha256 = "{sha256}"'),
            "citations.toml": ('"more than 12,000 officers and a bonus of $50,000"', f'"{quote}"'),
        },
        also={"citations.toml": ('"excerpt"', f'"{check}"')},
    )
    assert checked.problems == []
    return [str(problem) for problem in misquoted(checked, articles)]


def test_a_verbatim_quote(log, articles):
    assert misquotes(log, articles, "More than 12,000 officers,” it said") == []


@pytest.mark.parametrize("check", ["text", "excerpt"])
def test_one_character_is_enough_to_be_told(log, articles, check):
    (line,) = misquotes(log, articles, "12,000 officers,' it", check)
    assert line.startswith("0001-first/citations.toml:4:quote: [paper-01]")
    assert line.endswith('is not in the text of paper: it matches up to "12,000 officers,"')


def test_words_of_two_lines_are_no_quote(log, articles):
    assert misquotes(log, articles, "it said. A bonus")


def test_a_comparison_needs_the_text(log, articles):
    (line,) = misquotes(log, articles, "x", sha256="0" * 64)
    assert "the text of paper is not among the articles" in line
    assert misquotes(log, articles, "x", "excerpt", sha256="0" * 64) == []
