"""validate, diff, seal and import, as a person calls them."""

import hashlib
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main


@pytest.fixture
def muster():
    def call(*words):
        return CliRunner().invoke(main, [str(word) for word in words])

    return call


def test_a_valid_folder(log, muster):
    log.state()
    answer = muster("validate", log.path / "0001-first")
    assert (answer.exit_code, answer.stdout) == (0, "0001-first: no problems.\n")


def test_problems_are_printed_and_nothing_is_changed(log, muster):
    log.first({"staffing-figures.toml": ('metric = "hires"', 'metric = "hirings"')})
    before = {path: path.read_bytes() for path in log.path.rglob("*.*")}
    answer = muster("validate", log.path / "0001-first")
    assert answer.exit_code == 1
    assert answer.stdout.startswith(
        "0001-first/staffing-figures.toml:4:metric: [ice-hires] metric: there is no"
    )
    assert {path: path.read_bytes() for path in log.path.rglob("*.*")} == before


def test_every_problem_is_printed_however_many_they_are(log, muster):
    rows = "".join(f"{n},Name,police,municipal\n" for n in range(300))
    log.second({"agencies.csv.gz": "id,name,kind,level\n" + rows})
    answer = muster("validate", log.path / "0002-second")
    lines = answer.stdout.splitlines()
    assert [line.split(":")[1] for line in lines] == [str(number) for number in range(2, 302)]
    assert "300 problems." in answer.stderr


def test_problems_of_earlier_folders_are_counted(log, muster):
    log.second({})
    log.first({"staffing-figures.toml": ('metric = "hires"', 'metric = "hirings"')})
    answer = muster("validate", log.path / "0002-second")
    assert answer.exit_code == 1
    assert "the releases before have 1 problems of their own" in answer.stdout


def test_a_broken_chain_is_told(log, muster):
    log.second({})
    assert muster("seal", log.path / "0002-second").exit_code == 0
    path = log.path / "0001-first/agencies.toml"
    path.write_text(path.read_text() + "\n")
    assert "0001-first was changed after" in muster("validate", log.path / "0002-second").stdout


def test_without_a_text_to_compare_nothing_is_wrong_with_an_excerpt(log, muster, tmp_path):
    log.state()
    (tmp_path / "articles").mkdir()
    answer = muster("validate", log.path / "0001-first", "--articles", tmp_path / "articles")
    assert answer.exit_code == 0


QUOTE = "more than 12,000 officers and a bonus of $50,000"


@pytest.fixture
def compared(log, muster, tmp_path):
    """Validates the first release, whose source is an article of this text, with a folder of articles."""

    def validate(article):
        path = tmp_path / "articles/2025/any.txt"
        path.parent.mkdir(parents=True)
        path.write_text(article)
        sha256 = hashlib.sha256(article.encode()).hexdigest()
        log.first({"sources.toml": ('quality = "reputable_press"', f'text_sha256 = "{sha256}"')})
        assert muster("validate", log.path / "0001-first").exit_code == 0
        return muster("validate", log.path / "0001-first", "--articles", tmp_path / "articles")

    return validate


def test_a_quote_that_stands_in_its_article_is_no_problem(compared):
    answer = compared(f"They have {QUOTE}.")
    assert (answer.exit_code, answer.stdout) == (0, "0001-first: no problems.\n")


def test_a_quote_that_its_article_lacks_is_told_with_file_and_line(compared):
    answer = compared(f"They have {QUOTE.replace('12,000', '11,000')}.")
    assert answer.exit_code == 1
    place, said = answer.stdout.split(" ", 1)
    assert place == "0001-first/citations.toml:4:quote:"
    assert said == '[paper-01] is not in the text of paper: it agrees up to "more than 1"\n'


ROOT = Path(__file__).parents[2]
ARTICLES = ROOT.parent / "shared" / "articles"


@pytest.mark.skipif(
    not ARTICLES.exists(), reason=f"not compared: the founding articles are not at {ARTICLES}"
)
def test_every_quote_of_the_founding_articles_stands_in_them(muster):
    folder = ROOT / "seeds/releases/0001-founding-articles"
    citations = tomllib.loads((folder / "citations.toml").read_text("utf-8"))["citations"]
    # Such a citation is a problem where its text is missing, so none goes uncompared.
    assert {citation["quote_check"] for citation in citations} == {"text"}
    answer = muster("validate", folder, "--articles", ARTICLES)
    assert (answer.exit_code, answer.stdout) == (0, "0001-founding-articles: no problems.\n")


RIVAL = """
[[staffing-figures]]
id = "ice-sworn-{value}"
agency_id = "us-dhs-ice"
metric = "sworn_headcount"
subset = "officers"
value = {value}
as_of = "FY2025"
source_id = "table"
"""


def test_diff_shows_what_moves(log, muster):
    doubtful = (
        '[[staffing-figures]]\nid = "ice-sworn"\nmode = "merge"\nrank = "deprecated"\n'
        'change = { kind = "our_error", notice = "Doubtful." }\n'
    )
    log.second({"staffing-figures.toml": doubtful + RIVAL.format(value=30000) + RIVAL.format(value=31000)})
    answer = muster("diff", log.path / "0002-second")
    assert answer.exit_code == 0, answer.stdout
    assert (
        "changed staffing-figures: 1\n  ice-sworn (our_error)\n      rank: 'normal' → 'deprecated'"
        in answer.stdout
    )
    assert (
        "us-dhs-ice.sworn_headcount.officers.all.observed....: ice-sworn → ice-sworn-30000" in answer.stdout
    )
    assert "new disputes: 2\n  ice-sworn-30000\n  ice-sworn-31000" in answer.stdout


def test_diff_of_a_wide_table(log, muster):
    log.wide("agency_id,as_of,row,men,women\nus-dhs-ice,2025-10,1,90,10\n")
    answer = muster("diff", log.path / "0002-second")
    assert "added figures of wide tables: 2" in answer.stdout


def test_import_lists_the_importers(muster):
    assert "opm-workforce" in muster("import", "--help").stdout
    assert muster("import", "nothing").exit_code == 2
