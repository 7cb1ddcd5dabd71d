"""The sentences that read a row, in Associated Press style, made from columns by PostgreSQL."""

import json
import tomllib
from pathlib import Path

import pytest

from seeds.publishing import agency_year_words, sentences, state_year_words
from tests.seeds.served import fetch

CASES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))
SERIES = """
headline_figure_id text, headline_value_text text, headline_as_of date, headline_as_of_precision text,
headline_disputed boolean, metric_label text, subset_label text, sex text, modality text, per text,
period text, target_date date, target_date_precision text, date_basis text, figures integer, first_as_of date,
break_count integer, agency_words text, publisher_words text, agency_aggregate boolean"""
COVERAGE = """
source_publisher text, metric_label text, state_name text, year integer, agencies integer,
aggregates integer, figures integer"""
AGENCY_YEAR = """
agency_words text, body_words text, year integer, sworn numeric, total numeric, civilian numeric,
sworn_per_1000 numeric, change_since_2005 numeric, change_1y numeric, flags text[], counted_in text,
agency_aggregate boolean"""
STATE_YEAR = """
place_words text, year integer, agencies integer, sworn numeric, officer_coverage numeric,
resident_coverage numeric, panel_change numeric, sworn_per_1000 numeric, sworn_left_out numeric, flags text[],
no_rate_because text[]"""
KEPT = ("agency_words", "year", "agency_aggregate")
READ = {
    "label": (sentences.series_label(), SERIES),
    "series": (sentences.series_sentence(), SERIES),
    "coverage": (sentences.coverage_sentence(), COVERAGE),
    "agency_year": (agency_year_words.sentence(), AGENCY_YEAR),
    "state_year": (state_year_words.sentence(), STATE_YEAR),
    "agency": (sentences.agency("v.name", "v.state"), "name text, state text"),
    "date": (sentences.ap_date("v.day", "v.precision"), "day date, precision text"),
}
# What the first row of a table says stands for what the next ones leave out.
FIRST = {
    "series": CASES["series"][0],
    "label": CASES["label"][0],
    "agency_year": {name: CASES["agency_year"][0][name] for name in KEPT},
}


@pytest.fixture(scope="module")
def url(make_database) -> str:
    return make_database("sentences").owner_url


@pytest.mark.parametrize(("kind", "case"), [(kind, case) for kind, cases in CASES.items() for case in cases])
def test_a_row_reads_as_a_sentence(url, kind, case):
    expression, columns = READ[kind]
    row = FIRST.get(kind, {}) | case
    given = json.dumps({name: value for name, value in row.items() if name != "reads"}, default=str)
    rows = fetch(url, f"select {expression} from json_to_record($1::json) v ({columns})", given)
    assert rows[0][0] == case["reads"]
