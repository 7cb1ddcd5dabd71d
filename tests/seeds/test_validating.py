from datetime import date
from pathlib import Path

import pytest

from seeds.log.folders import ReleaseFolder
from seeds.log.removals import Removals
from seeds.log.state import State
from seeds.problems import total
from seeds.publishing.ledger import RefusedError
from seeds.publishing.progress import Phases, ignore_progress
from seeds.publishing.publication import Publication
from seeds.validation.validate import validate
from seeds.values.rows import CHANGE_COLUMNS, COLUMNS

CITATION, FIGURE, INCENTIVE = "citations.toml", "staffing-figures.toml", "incentives.toml"


def test_the_release_itself_is_valid(log, told):
    assert told(log.first({})) == []


def test_every_problem_is_told_not_only_the_first(log, told):
    lines = told(
        log.first(
            {
                FIGURE: ('metric = "hires"\nvalue = 12000', 'metric = "x"\nvalue = -1'),
                INCENTIVE: ('kind = "signing_bonus"\nvalue = 50000', 'kind = "gift"\nvalue = nan'),
                CITATION: ('quote_check = "excerpt"', 'quote_check = "glance"'),
            }
        )
    )
    assert len(lines) >= 5
    assert {line.split(":")[0].split("/")[1] for line in lines} == {FIGURE, INCENTIVE, CITATION}


def test_publish_prints_the_first_problems_how_many_there_are_and_what_lists_more(log):
    rows = "".join(f"{n}, Name,police,village\n" for n in range(300))
    checked = log.second({"agencies.csv.gz": "id,name,kind,level\n" + rows})
    publication = Publication(None, Removals(), ignore_progress, Phases())
    publication.state = log.state()
    folder = log.path / "0002-second"
    with pytest.raises(RefusedError) as refused:
        publication._validate(ReleaseFolder(2, folder))
    *first, last = str(refused.value).splitlines()
    assert first == [str(problem) for problem in checked.problems[:200]]
    assert len(checked.problems) > 300
    assert last == f"… of {total(checked.problems)} problems. To list more, run muster validate {folder}"


def test_list_elements_and_texts_keep_their_lines_and_tabs(log, told):
    aliases = '["Immigration & Customs", "a\\tb\\nc"]'
    changes = {"agencies.toml": ('["Immigration & Customs"]', aliases)}
    assert told(log.first(changes, {FIGURE: ('"row 1"', '"row\\n1"')})) == []


def test_a_syntax_error_leaves_the_other_files_checked(log, told):
    lines = told(log.first({FIGURE: ('metric = "hires"', 'metric = "hires'), CITATION: ('"excerpt"', '"x"')}))
    assert any(line.startswith(f"0001-first/{FIGURE}:4: is not valid TOML") for line in lines)
    assert any(f"{CITATION}:7" in line for line in lines)


def test_a_circle_of_parents_is_told(log, told):
    turned = {
        "agencies.toml": (
            'kind = "federal_department"',
            'kind = "federal_department"\nparent_id = "us-dhs-ice"',
        )
    }
    lines = told(log.first(turned))
    assert sum("parent_id forms a cycle" in line for line in lines) == 2


def test_a_part_belongs_to_the_agency_of_its_whole_or_to_a_child_of_it(log, told):
    whole = 'metric = "sworn_headcount"', 'metric = "sworn_headcount"\npart_of = "ice-hires"'
    assert told(log.first({FIGURE: whole})) == []
    of_parent = ('id = "ice-hires"\nagency_id = "us-dhs-ice"', 'id = "ice-hires"\nagency_id = "us-dhs"')
    assert told(log.first({FIGURE: whole}, also={FIGURE: of_parent})) == []
    part = ('id = "ice-sworn"\nagency_id = "us-dhs-ice"', 'id = "ice-sworn"\nagency_id = "us-dhs"')
    lines = told(log.first({FIGURE: whole}, also={FIGURE: part}))
    assert any(
        "part_of: [ice-sworn] ice-hires belongs to another agency, us-dhs-ice" in line for line in lines
    )


def test_parts_do_not_run_in_a_circle(log, told):
    first = ('metric = "hires"', 'metric = "hires"\npart_of = "ice-sworn"')
    second = ('metric = "sworn_headcount"', 'metric = "sworn_headcount"\npart_of = "ice-hires"')
    lines = told(log.first({FIGURE: first}, also={FIGURE: second}))
    assert sum("part_of forms a cycle" in line for line in lines) == 2


def test_a_plan_may_end_after_the_release(log, told):
    ends = "period_end = 2025-12-31\nas_of = 2025-12-31", "period_end = 2026-12-31\nas_of = 2025-12-31"
    late = {FIGURE: ("period_start = 2025-01-01\n" + ends[0], "period_start = 2026-01-01\n" + ends[1])}
    assert any("period_end 2026-12-31 is after the release" in line for line in told(log.first(late)))
    plan = 'modality = "observed"\nperiod = "year"\nperiod_start = 2025-01-01\n' + ends[0]
    planned = 'modality = "budgeted"\nperiod = "year"\nperiod_start = 2026-01-01\n' + ends[1]
    assert told(log.first({FIGURE: (plan, planned)})) == []


def test_a_folder_that_is_no_release(tmp_path: Path):
    checked = validate(tmp_path, State())
    assert "is not a release" in str(checked.problems[0])


def test_records_are_complete_and_normalised(log):
    checked = log.first({})
    columns = (*COLUMNS["staffing-figures"], *CHANGE_COLUMNS)
    (chunk,) = checked.database_rows["staffing-figures"]
    hires, sworn = (dict(zip(columns, row, strict=True)) for row in chunk)
    assert (hires["value_low"], hires["low_inclusive"], hires["value_high"]) == (12000, False, None)
    assert (hires["comparator"], hires["value_text"], hires["unit"]) == (">", "more than 12,000", "people")
    assert (sworn["as_of"], sworn["as_of_precision"]) == (date(2025, 9, 30), "fiscal_year")
    assert sworn["operation"] == "added"
    (incentives,) = checked.database_rows["incentives"]
    bonus = dict(zip(COLUMNS["incentives"], incentives[0], strict=False))
    assert bonus["payments"].startswith('[{"amount":10000,"percent":null,"when":"at once","times":1}')
