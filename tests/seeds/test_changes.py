"""What a later folder may do to the records before it, and which version follows."""

from datetime import date

import pytest

from schemas.vocabularies import CORRECTIONS
from seeds.values.rows import CHANGE_COLUMNS, COLUMNS

AGENCY, CITATION, FIGURE, INCENTIVE = (
    "agencies.toml",
    "citations.toml",
    "staffing-figures.toml",
    "incentives.toml",
)
CORRECTION = 'change = { kind = "our_error", notice = "We misread the table." }\n'
SWORN = "ice-sworn"
UPDATE = 'change = { kind = "update" }\n'


def merge(resource, record_id, text):
    return f'[[{resource}]]\nid = "{record_id}"\nmode = "merge"\n{text}'


def withdraw(resource, record_id, text=CORRECTION):
    return f'[[{resource}]]\nid = "{record_id}"\nmode = "withdraw"\n{text}'


def sworn(text):
    return merge("staffing-figures", "ice-sworn", text)


def ice(text):
    return merge("agencies", "us-dhs-ice", text)


REFUSED = [
    (FIGURE, sworn("value = 21000\n"), "replaces value without a reason"),
    (FIGURE, sworn("value = 21000\n" + UPDATE), "update may not replace value (22000)"),
    (FIGURE, sworn('as_of = "2025-10"\n' + UPDATE), "update may not replace as_of"),
    (FIGURE, sworn('sex = "female"\n' + UPDATE), "update may not replace sex (all)"),
    (INCENTIVE, merge("incentives", "ice-bonus", 'kind = "housing"\n' + UPDATE), "may not replace kind"),
    (CITATION, merge("citations", "paper-01", 'quote = "x"\n' + UPDATE), "update may not replace quote"),
    (INCENTIVE, merge("incentives", "ice-bonus", 'agency_id = "us-dhs"\n' + UPDATE), "not replace agency_id"),
    (FIGURE, sworn('value = 21000\nchange = { kind = "our_error" }\n'), "is a correction: add a notice"),
    (FIGURE, withdraw("staffing-figures", SWORN, UPDATE), "update cannot withdraw a record: use one of"),
    (FIGURE, withdraw("staffing-figures", SWORN, ""), "withdraws a record without a reason"),
    (FIGURE, withdraw("staffing-figures", "ice-hires"), "paper-01 (citations) refers to it"),
    (AGENCY, withdraw("agencies", "us-dhs"), "us-dhs-ice (agencies) refers to it in parent_id"),
    (CITATION, withdraw("citations", "paper-01"), "ice-bonus is left without a citation"),
    (FIGURE, withdraw("staffing-figures", "nobody"), "nothing to withdraw: no release contains"),
    (FIGURE, merge("staffing-figures", "paper", "value = 1\n"), "the id is taken by a record of sources"),
    ("metrics.toml", merge("metrics", "hires", 'unit = "usd"\n' + UPDATE), "unit of hires is people and"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "said"), REFUSED, ids=lambda value: value[:40])
def test_a_change_that_is_refused(log, told, file, text, said):
    lines = told(log.second({file: text}))
    assert any(said in line for line in lines), lines


@pytest.mark.parametrize("kind", sorted(CORRECTIONS))
@pytest.mark.parametrize("row", [sworn("value = 21000\n"), withdraw("staffing-figures", SWORN, "")])
def test_every_kind_of_correction_needs_a_notice_and_moves_the_version(log, told, kind, row):
    reason = f'kind = "{kind}"'
    refused = told(log.second({FIGURE: f"{row}change = {{ {reason} }}\n"}))
    assert any(f"{kind} is a correction: add a notice" in line for line in refused)
    text = f'{row}change = {{ {reason}, notice = "Read it again." }}\n'
    assert told(log.second({FIGURE: text}, version="2.0.0", first="1.0.0")) == []
    (line,) = told(log.second({FIGURE: text}, version="1.1.0", first="1.0.0"))
    assert (
        "the version after 1.0.0 must be 2.0.0: this release corrects, withdraws or replaces a value" in line
    )


@pytest.mark.parametrize("kind", ["update", "enrichment"])
@pytest.mark.parametrize(
    "field", ["value = 1", 'modality = "target"', 'metric = "hires"', 'agency_id = "us-dhs"']
)
def test_no_update_replaces_what_was_stated(log, told, kind, field):
    refused = told(log.second({FIGURE: sworn(f'{field}\nchange = {{ kind = "{kind}" }}\n')}))
    assert any(f"{kind} may not replace {field.split()[0]} " in line for line in refused), refused


def test_a_correction_is_published_whole(log):
    text = sworn("value = 21000\n" + CORRECTION)
    checked = log.second({FIGURE: text})
    assert checked.problems == []
    ((row,),) = checked.database_rows["staffing-figures"]
    record = dict(zip((*COLUMNS["staffing-figures"], *CHANGE_COLUMNS), row, strict=True))
    assert (record["value"], record["subset"], record["as_of"]) == (21000, "officers", date(2025, 9, 30))
    assert (record["operation"], record["change_kind"]) == ("changed", "our_error")


def test_what_was_unknown_may_be_filled_in(log, told):
    text = sworn('note = "Deportation officers only."\n')
    assert told(log.second({FIGURE: text + 'change = { kind = "enrichment" }\n'})) == []


def test_an_empty_merge_needs_no_reason_and_changes_nothing(log, told):
    checked = log.second({FIGURE: sworn("value = 22000\n")}, version="0.1.1")
    assert told(checked) == []
    ((row,),) = checked.database_rows["staffing-figures"]
    assert row[len(COLUMNS["staffing-figures"])] == "unchanged"


@pytest.mark.parametrize(
    ("file", "text", "version"),
    [
        (AGENCY, ice('short_name = "I.C.E."\n' + UPDATE), "0.2.0"),
        (FIGURE, sworn("value = 21000\n" + CORRECTION), "0.2.0"),
        (AGENCY, ice('short_name = "ICE"\n'), "0.1.1"),
    ],
)
def test_the_version_follows_from_the_content(log, told, file, text, version):
    assert told(log.second({file: text}, version=version)) == []
    assert told(log.second({file: text}, version="1.0.0")) == []
    (line,) = told(log.second({file: text}, version="0.3.0"))
    assert f"the version after 0.1.0 must be {version} or 1.0.0" in line


@pytest.mark.parametrize(
    ("file", "text", "version"),
    [
        (FIGURE, sworn("value = 21000\n" + CORRECTION), "2.0.0"),
        (AGENCY, ice('short_name = "I.C.E."\n' + UPDATE), "1.1.0"),
        (AGENCY, ice('short_name = "ICE"\n'), "1.0.1"),
    ],
)
def test_from_version_one_a_correction_is_major(log, told, file, text, version):
    assert told(log.second({file: text}, version=version, first="1.0.0")) == []


def test_a_withdrawn_id_is_never_used_again(log, told):
    gone = log.second({FIGURE: withdraw("staffing-figures", SWORN)})
    assert told(gone) == []
    again = log.third({FIGURE: '[[staffing-figures]]\nid = "ice-sworn"\nagency_id = "us-dhs-ice"\n'})
    assert any("the record with this id was withdrawn: use a new id" in line for line in told(again))
    cited = log.third({CITATION: merge("citations", "paper-01", 'context = ["ice-sworn"]\n' + UPDATE)})
    assert any("context: ice-sworn is withdrawn" in line for line in told(cited))


def test_an_importer_leaves_what_people_wrote(log, told):
    rows = "id,name,short_name,ori\nus-dhs-ice,IMMIGRATION,,DCICE0000\n"
    header = '[files."agencies.csv.gz"]\nmode = "merge"\nchange = { kind = "enrichment" }\n'
    checked = log.second({"agencies.csv.gz": rows}, header=header)
    assert told(checked) == []
    fields = checked.changes.revisions["agencies"]["us-dhs-ice"].fields
    assert (fields["name"], fields["ori"]) == ("U.S. Immigration and Customs Enforcement", "DCICE0000")
    checked = log.second({"agencies.csv.gz": rows}, header=header + 'overwrite = ["name"]\n')
    assert checked.changes.revisions["agencies"]["us-dhs-ice"].fields["name"] == "IMMIGRATION"
    replaced = told(log.second({"agencies.csv.gz": rows}, header=header.replace('mode = "merge"\n', "")))
    assert any("a publisher's row cannot replace a curated record" in line for line in replaced)


def test_people_may_change_what_an_importer_wrote(log, told):
    rows = "id,name,kind,level\nxx0000000,POLICE DEPT,police_department,municipal\n"
    second = log.second({"agencies.csv.gz": rows})
    assert told(second) == []
    third = log.third({AGENCY: merge("agencies", "xx0000000", 'name = "Police Department"\n' + UPDATE)})
    assert told(third) == []
    assert third.changes.revisions["agencies"]["xx0000000"].curated == {"name"}
