"""The series of a record: all records of one series answer the same question."""

from collections.abc import Mapping
from typing import Any, Final

FORECASTS: Final = frozenset({"target", "projected"})


def figure_series(figure: Mapping[str, Any]) -> str:
    """Return the series of a figure, given its columns: the parts of its key, joined with dots."""
    starts = figure["period"] in {"to_date", "span"}
    parts = (
        figure["agency_id"],
        figure["metric"],
        figure["subset"],
        figure["sex"],
        _modality(figure["modality"]),
        figure["per"],
        figure["period"],
        figure["period_start"] if starts else None,
        figure["target_date"],
    )
    return ".".join("" if part is None else str(part) for part in parts)


def incentive_series(incentive: Mapping[str, Any]) -> str:
    parts = (
        incentive["agency_id"],
        incentive["kind"],
        incentive["audience_kind"],
        incentive["eligibility"],
        _modality(incentive["modality"]),
        incentive["unit"],
        incentive["per"],
        incentive["part_of"],
    )
    return ".".join("" if part is None else part for part in parts)


def _modality(modality: str) -> str:
    """Treat estimated as observed: both answer the same question."""
    return "observed" if modality == "estimated" else modality


def topic_of(figure: Mapping[str, Any]) -> str | None:
    """Return the topic of a forecast. Forecasts of one number for different days dispute each other."""
    if figure["modality"] not in FORECASTS:
        return None
    return f"{figure['agency_id']}.{figure['metric']}.{figure['subset'] or ''}"
