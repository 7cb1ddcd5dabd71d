"""The chart of a series as a specification: what it draws, what it joins, what it refuses."""

import json
from datetime import date

import jsonschema
import msgspec
import pytest

from api.charts import line, texts
from api.charts.look import Look
from api.charts.points import MOST, rows
from api.problems import ProblemError
from schemas.series import SeriesDetail
from schemas.series_break import SeriesBreak
from schemas.series_point import SeriesPoint
from tests.serving import ROOT

SCHEMA = ROOT / "tests" / "docs" / "node_modules" / "vega-lite" / "build" / "vega-lite-schema.json"


@pytest.fixture(scope="module")
async def nypd(client) -> SeriesDetail:
    found = (await client.get("/v1/series/ny0303000-sworn-headcount")).json()["data"]
    return msgspec.convert(found, SeriesDetail)


def at(year: int, value: float | None, qualifier="exact", **others) -> SeriesPoint:
    """A point of a year, the headline of it."""
    fields = {
        "figure_id": f"f-{year}", "as_of": date(year, 6, 30), "as_of_precision": "month",
        "date_basis": "stated",
        "year": year, "value": value, "value_text": str(value), "qualifier": qualifier, "value_low": None,
        "value_high": None, "modality": "observed", "rank": "normal", "headline": False,
        "headline_of_year": True, "disputed": False, "source_id": "s", "source_publisher": "FBI",
        "source_url": None, "locator": None, "quote": None, "quote_url": None,
    }  # fmt: skip
    return SeriesPoint(**(fields | others))


def of(series: SeriesDetail, *points: SeriesPoint, breaks: tuple[int, ...] = ()) -> SeriesDetail:
    broken = [
        SeriesBreak(kind="source", as_of=date(year, 6, 30), figure_id=f"f-{year}", previous_figure_id="f")
        for year in breaks
    ]
    return msgspec.structs.replace(series, points=list(points), breaks=broken, break_count=len(broken))


@pytest.mark.parametrize(
    ("points", "breaks", "lines"),
    [
        ([at(2001, 1), at(2002, 2), at(2003, 3)], (), [1, 1, 1]),
        ([at(2001, 1), at(2003, 2), at(2004, 3)], (), [1, 2, 2]),
        ([at(2001, 1), at(2002, 2), at(2003, 3)], (2002,), [1, 2, 2]),
        ([at(2001, 1), at(2002, 2, "more_than"), at(2003, 3)], (), [1, None, 3]),
        ([at(2001, 1), at(2002, 2, "approximately")], (), [1, 1]),
        ([at(2001, 1), at(2002, 9, headline_of_year=False), at(2002, 2)], (), [1, 1, 1]),
    ],
)
def test_a_line_joins_only_what_may_be_compared(points, breaks, lines, nypd):
    drawn = rows(of(nypd, *points, breaks=breaks))
    assert [each["value"] for each in drawn] == [each.value for each in points]
    assert [each["segment"] for each in drawn] == lines


def test_a_number_between_two_is_drawn_from_one_to_the_other(nypd):
    found = line.specification(of(nypd, at(2001, None, "between", value_low=10, value_high=20)), Look(), 13)
    (row,) = found["data"]["values"]
    assert (row["value"], row["low"], row["high"]) == (None, 10, 20)
    assert [layer["mark"]["type"] for layer in found["layer"]] == ["rule", "line", "point"]


def test_what_is_deprecated_undated_or_without_a_number_is_not_drawn(nypd):
    left_out = (at(2001, 1, rank="deprecated"), at(2002, 2, as_of=None), at(2003, None, "unspecified"))
    assert [each["value"] for each in rows(of(nypd, *left_out, at(2004, 4)))] == [4]
    with pytest.raises(ProblemError, match="there is nothing to draw") as raised:
        rows(of(nypd, *left_out))
    assert (raised.value.kind.slug, raised.value.kind.status) == ("not-drawable", 400)


def test_too_many_points_are_refused(nypd):
    with pytest.raises(ProblemError, match=r"The series has 401 figures\. A chart shows at most 400\."):
        rows(of(nypd, *(at(1000 + n, n) for n in range(MOST + 1))))


def test_the_trend_is_a_sentence_with_the_first_and_the_last_number(nypd):
    assert texts.trend(of(nypd, at(2001, 1))) == "One figure: 1 (June 2001)."
    two = of(nypd, at(2001, 1), at(2002, 2, "more_than", value_text="more than 2"), breaks=(2002,))
    assert texts.trend(two) == (
        "2 figures, from 1 (June 2001) to more than 2 (June 2002). The source or its counting rule changes "
        "once: do not compare across."
    )
    names = [at(2000 + n, n, source_publisher=name) for n, name in enumerate(["A", "B", None, "A", "C", "D"])]
    assert texts.credit(of(nypd, *names), 13) == (
        "Source: A, B, publisher unknown and 2 others, via Muster release 13 (CC BY 4.0)"
    )


def test_a_day_is_the_same_day_in_every_time_zone(nypd):
    found = line.specification(nypd, Look(), 13)
    assert found["encoding"]["x"]["scale"]["type"] == "utc"
    assert found["data"]["format"] == {"parse": {"as_of": "utc:'%Y-%m-%d'"}}
    tooltip = found["layer"][-1]["encoding"]["tooltip"]
    assert {each["type"] for each in tooltip} == {"nominal"}, "a tooltip with a date would use the local time"


@pytest.mark.extra
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 900])
def test_a_specification_follows_the_schema_of_vega_lite(theme, width, nypd):
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    series = (
        nypd,
        of(nypd, at(2001, 1)),
        of(nypd, at(2001, None, "between", value_low=1, value_high=2), at(2002, 3, "up_to"), breaks=(2002,)),
    )
    for each in series:
        made = json.loads(msgspec.json.encode(line.specification(each, Look(theme=theme, width=width), 13)))
        assert [fault.message[:200] for fault in validator.iter_errors(made)] == []
