"""validate, diff, seal and import, as a person calls them."""

import gzip
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
        "0001-first/staffing-figures.toml:4:metric: [ice-hires] metric: no record of metrics"
    )
    assert {path: path.read_bytes() for path in log.path.rglob("*.*")} == before


def test_a_hundred_problems_of_a_kind_are_printed_and_the_rest_counted(log, muster):
    rows = "".join(f"{n},Name,police,municipal\n" for n in range(300))
    log.second({"agencies.csv.gz": f"id,name,kind,level\n{rows}last,Name,sheriff,village\n"})
    answer = muster("validate", log.path / "0002-second")
    *kinds, more, level = answer.stdout.splitlines()
    assert [line.split(":")[1] for line in kinds] == [str(number) for number in range(2, 102)]
    assert more == "0002-second/agencies.csv.gz:101:kind: … and 200 more like this one"
    assert level.startswith("0002-second/agencies.csv.gz:302:level: [last] level: Invalid enum value")
    assert "301 problems." in answer.stderr


@pytest.mark.parametrize("number", [2, 7])
def test_a_folder_outside_the_log_says_so_once_however_much_it_refers_to(log, muster, number):
    name = f"000{number}-outside"
    rows = "agency_id,as_of,row,men,women\n" + "".join(f"nobody-{n},2025-09,{n},1,2\n" for n in range(300))
    release = log.release(number, "0.2.0") + log.WIDE.format(more="")
    kept = {file: log.FIRST[file] for file in ("incentives.toml", "staffing-figures.toml", "citations.toml")}
    merged = '[[agencies]]\nid = "us-dhs"\nmode = "merge"\nshort_name = "DHS"\n'
    folder = log.write(name, kept | {"release.toml": release, "agencies.toml": merged})
    (folder / "staffing-figures.csv.gz").write_bytes(gzip.compress(rows.encode(), mtime=0))
    answer = muster("validate", folder)
    assert (answer.exit_code, answer.stderr) == (1, "1 problems.\n")
    assert answer.stdout == (
        f"{name}/release.toml:2:number: this folder is outside the log: not all of the releases 1 to "
        f"{number - 1} are next to it. Its references to them, its version and its seal were not checked. "
        "Copy it next to them and validate it again\n"
    )


def test_what_is_wrong_within_a_folder_outside_the_log_is_told_all_the_same(log, muster):
    wrong = '[[agencies]]\nid = "us-dhs"\nname = "DHS"\nkind = "posse"\nlevel = "federal"\n'
    folder = log.write("0005-outside", {"release.toml": log.release(5, "0.2.0"), "agencies.toml": wrong})
    lines = muster("validate", folder).stdout.splitlines()
    assert [line.split(" ")[0] for line in lines] == [
        "0005-outside/agencies.toml:4:kind:",
        "0005-outside/release.toml:2:number:",
    ]


def test_problems_of_earlier_folders_are_counted(log, muster):
    log.second({})
    log.first({"staffing-figures.toml": ('metric = "hires"', 'metric = "hirings"')})
    answer = muster("validate", log.path / "0002-second")
    assert answer.exit_code == 1
    assert "earlier releases have 1 problems of their own" in answer.stdout


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
    assert said == '[paper-01] is not in the text of paper: it matches up to "more than 1"\n'


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


FORMULAS = [
    ("citations.toml", ('quote = "more', 'quote = "=more'), "4:quote: [paper-01] quote"),
    ("incentives.toml", ('when = "at once"', 'when = "+at once"'), "10:payments: [ice-bonus] payments"),
    ("citations.toml", ('"said", ', '"said", name = "@ice", '), "5:attribution: [paper-01] attribution"),
    ("agencies.toml", ('aliases = ["', 'aliases = ["-Customs", "'), "14:aliases: [us-dhs-ice] aliases"),
]


@pytest.mark.parametrize(("file", "edit", "position"), FORMULAS)
def test_a_text_like_a_formula_is_a_warning_with_its_position(log, muster, file, edit, position):
    log.first({file: edit})
    answer = muster("validate", log.path / "0001-first")
    assert (answer.exit_code, answer.stdout) == (0, "0001-first: no problems.\n")
    (warning,) = answer.stderr.splitlines()
    assert warning.startswith(f"warning: 0001-first/{file}:{position} begins like a formula")
    assert "excel=true" in warning


def test_a_number_below_zero_is_no_formula_but_a_text_in_a_table_is(log, muster):
    rows = "id,name,kind,level,county_latitude,county_longitude,county\n"
    rows += "one,One,police_department,municipal,40.5,-73.9,=1+1\n"
    log.second({"agencies.csv.gz": rows})
    (warning,) = muster("validate", log.path / "0002-second").stderr.splitlines()[:1]
    assert warning.startswith("warning: 0002-second/agencies.csv.gz:2:county: [one] county begins like")
