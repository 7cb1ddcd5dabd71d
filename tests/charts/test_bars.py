"""A list as bars: what each bar says, and which records may not stand side by side."""

import json
import xml.etree.ElementTree as ET

import jsonschema
import msgspec
import pytest
from msgspec.structs import replace

from api.charts import bars, comparable
from api.charts.bars import Bars
from api.charts.frames import Order
from api.charts.look import Look
from api.problems import ProblemError
from schemas.incentive import Incentive
from schemas.staffing_figure import StaffingFigure
from tests.charts.test_line import SCHEMA

OFFERS = "/v1/incentives?kind=signing_bonus&modality=offered&headline=true&sort=-value&limit=5"
APPLICATIONS = "/v1/staffing-figures?agency_id=us-dhs-ice&metric=applications&sort=-as_of"


@pytest.fixture(scope="module")
async def offers(client) -> list[Incentive]:
    return msgspec.convert((await client.get(OFFERS)).json()["data"], list[Incentive])


@pytest.fixture(scope="module")
async def applications(client) -> list[StaffingFigure]:
    return msgspec.convert((await client.get(APPLICATIONS)).json()["data"], list[StaffingFigure])


def test_each_record_is_a_bar_with_its_number_as_stated(applications):
    found = bars.specification(Bars(records=comparable.drawn(applications), release=13), Look())
    assert found["title"]["text"] == ["Applications, U.S. Immigration and Customs Enforcement"]
    assert [(each["label"], each["stated"], each["exact"]) for each in found["data"]["values"]] == [
        ("January 2026", "more than 220,000", False),
        ("Sept. 16, 2025", "more than 150,000", False),
        ("Aug. 18, 2025", "more than 110,000", False),
        ("Aug. 12, 2025", "more than 100,000", False),
        ("no date", "more than 200,000", False),
    ]
    assert found["encoding"]["x"]["scale"]["domain"][0] == 0, "a bar begins at zero"


def test_no_two_bars_have_one_name(offers):
    first = offers[0]
    same = [replace(first, id=f"offer-{n}") for n in range(3)]
    labels = Bars(records=[*same, *offers[1:]], release=13).labels
    assert len(set(labels)) == len(labels)
    assert labels[1:3] == [f"{labels[0]} (2)", f"{labels[0]} (3)"]


def test_the_description_names_the_first_and_the_last_bar(applications):
    assert Bars(records=applications, release=13).description == (
        "Bar chart. Applications, U.S. Immigration and Customs Enforcement. 5 bars, the first January 2026: "
        "more than 220,000, the last no date: more than 200,000. Source: U.S. Department of Homeland "
        "Security, The Epoch Times, Newser and 2 others, via Muster release 13 (CC BY 4.0)."
    )


MISLEADING = {
    "They differ in metric: applications, hires. Filter by metric.": {"metric": "hires"},
    "They differ in unit: applications, people. Filter by unit.": {"unit": "people"},
    "They differ in modality: observed, target. Filter by modality.": {"modality": "target"},
    "They differ in per: None, month. Filter by per.": {"per": "month"},
    "They differ in period: to_date, year. Filter by period.": {"period": "year"},
    "An agency stands beside one that belongs to it. Filter by agency_id__in.": {
        "agency_parent_id": "us-dhs-ice"
    },
    "A total of agencies stands beside agencies. Filter by agency_aggregate.": {"agency_aggregate": True},
    "Men or women stand beside all. Filter by sex.": {"sex": "female"},
    "An amount stands beside one that includes it. Filter by id__in.": {"part_of": "{first}"},
}


@pytest.mark.parametrize("reason", MISLEADING)
def test_what_would_mislead_side_by_side_is_refused_with_the_filter_that_helps(reason, applications):
    first, second = applications[:2]
    change = {name: first.id if value == "{first}" else value for name, value in MISLEADING[reason].items()}
    with pytest.raises(ProblemError) as raised:
        comparable.drawn([first, replace(second, **change)])
    assert raised.value.kind.slug == "not-drawable"
    assert raised.value.detail == f"Side by side these records would mislead. {reason}"


def test_every_reason_is_told_at_once(applications):
    first, second = applications[:2]
    with pytest.raises(ProblemError, match=r"differ in metric.* differ in modality.* Men or women"):
        comparable.drawn([first, replace(second, metric="hires", modality="target", sex="male")])


def test_too_many_and_none_are_refused(applications):
    with pytest.raises(ProblemError, match="The list has more than 50 records"):
        comparable.drawn([applications[0]] * 51)
    with pytest.raises(ProblemError, match="No record of this list has a number"):
        comparable.drawn([replace(applications[0], value=None), replace(applications[1], rank="deprecated")])


@pytest.mark.parametrize("suffix", ["svg", "png", "vl.json"])
async def test_a_list_is_drawn_in_every_form_with_its_own_filters(suffix, client):
    path, _, query = APPLICATIONS.partition("?")
    answer = await client.get(f"{path}.{suffix}?{query}&release=13&width=320")
    assert (answer.status_code, answer.headers["cache-control"][:21]) == (200, "public, max-age=86400")
    if suffix == "svg":
        root = ET.fromstring(answer.content)
        assert (root.get("role"), root.get("width")) == ("img", "320")
        assert "more than 220,000" in "".join(root.itertext())
        assert f"https://muster.example{path}.svg?agency_id=us-dhs-ice&amp;" in answer.text


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("/v1/incentives.svg?kind=signing_bonus", "more than 50 records"),
        ("/v1/incentives.svg?kind=signing_bonus&limit=5&count=true", "Invalid parameters: limit, count."),
        ("/v1/staffing-figures.png?agency_id=us-dhs-ice&headline=true", "They differ in metric: "),
        ("/v1/staffing-figures.svg?metric=hires&year=1800", "No record of this list has a number"),
    ],
)
async def test_a_list_that_cannot_be_drawn_says_why(url, said, client):
    answer = await client.get(url)
    assert answer.status_code == 400
    assert said in answer.json()["detail"]


@pytest.mark.extra
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_specification_follows_the_schema_of_vega_lite(theme, offers, applications):
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    for records in (offers, applications):
        made = bars.specification(Bars(records=records, release=13), Look(theme=theme, width=320))
        plain = json.loads(msgspec.json.encode(made))
        assert [fault.message[:200] for fault in validator.iter_errors(plain)] == []


@pytest.mark.parametrize(
    "words", ["</text><script>alert(1)</script>", '"><image href="x"/>', "=1+1 {{x}} ]]>&"]
)
async def test_hostile_text_stays_text_in_a_drawn_picture(words, applications, app):
    hostile = [replace(each, agency_name=words, metric_label=words) for each in applications[:1]]
    made = msgspec.json.encode(bars.specification(Bars(records=hostile, release=13), Look()))
    drawn = await app.state.renderer.draw(Order(specification=msgspec.Raw(made), scale=None))
    root = ET.fromstring(drawn)
    drawn_elements = {each.tag.partition("}")[2] for each in root.iter()}
    assert drawn_elements <= {"svg", "g", "path", "rect", "text", "tspan", "line"}
    assert "".join(words.split()) in "".join("".join(root.itertext()).split())
