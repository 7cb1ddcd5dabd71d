"""Logs of releases by chance: a dozen ids that come, change and go. What validation refuses is left out."""

import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from schemas.vocabularies import CORRECTIONS
from seeds.log.state import State
from seeds.validation.validate import validate
from tests.seeds import factories
from tests.seeds.factories import CORRECTED, HIRES, METRIC, UPDATED, Row

Rows = list[tuple[str, dict[str, Any]]]

AGENCIES, SOURCES = ("alpha", "beta"), ("table", "paper", "blog")
AREAS, AREA_FIGURES = ("area-ca", "area-17140"), ("area-ca-hires", "area-17140-hires")
PROGRAMS, AGREEMENTS = ("alpha-drive",), ("287g-alpha", "287g-beta")
FIGURES, INCENTIVES = tuple(f"figure-{n}" for n in range(7)), tuple(f"offer-{n}" for n in range(4))
CITATIONS = tuple(f"paper-{n:02}" for n in range(4))
DAYS = ("2024", "2025", "2025-05", "2025-Q2", "2025-06", "2025-06-10", "2025-06-30")
WORDS = ("Straße", 'say "so"', "one\ttwo", "back\\slash", "plain", "l'été", "{curly}", "line\nbreak", "🚓, 2")
LONG = "one-two, three & four; five \u2013 six  seven\teight (nine) “ten” $11 12%\u00a0fourteen; fifteen"
ADDRESSES = ("https://page.example/a?b=c&d", "http://page.example/é#part")

RELATIONS = ("supports", "repeats", "disputes", "context")

few = st.sampled_from


def rows(
    resource: str, ids: Sequence[str], needed: dict[str, Any], **optional: Any
) -> st.SearchStrategy[Any]:
    given = st.fixed_dictionaries({"id": few(ids), **needed}, optional=optional)
    return given.map(lambda row: (resource, bounded(row)))


def bounded(row: dict[str, Any]) -> dict[str, Any]:
    """A range has its two ends in place of a number."""
    if row.get("qualifier") != "between":
        return row
    low = row.get("value", 100)
    return {**{name: row[name] for name in row if name != "value"}, "value_low": low, "value_high": low + 40}


def lists(ids: Sequence[str], size: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(few(ids), max_size=size, unique=True)


stated = {
    "value": few([100, 101, 102, 150]),
    "qualifier": few(
        ["exact", "exact", "exact", "at_least", "up_to", "nearly", "approximately"] + ["between"] * 2
    ),
    "source_id": few([*SOURCES, *SOURCES, None]),
    "note": few(WORDS),
    "modality": few(["observed", "observed", "estimated", "target", "target", "projected"]),
}
when = {
    "as_of": few(DAYS),
    "locator": few(WORDS),
    "rank": few(["normal", "deprecated", "preferred"]),
}
to_date = {"metric": "hires", "period": "to_date"}
in_2025 = {
    "metric": "hires",
    "period": "year",
    "period_start": date(2025, 1, 1),
    "period_end": date(2025, 12, 31),
}
flow = few([{}, to_date, in_2025, {**in_2025, "as_of": "2025"}])
spoken = st.fixed_dictionaries(
    {"verb": st.just("said")}, optional={"name": few(WORDS), "source_id": few(SOURCES), "said_on": few(DAYS)}
)


def cited(drawn: tuple[str, dict[str, Any]], steps: list[Any] | None) -> tuple[str, dict[str, Any]]:
    """The first step is the page we read; None of them where the attribution was removed."""
    first = {"verb": "published", "source_id": drawn[1]["source_id"]}
    return drawn[0], {**drawn[1], "attribution": [] if steps is None else [first, *steps]}


row = st.one_of(
    rows(
        "agencies",
        AGENCIES,
        {"name": few(WORDS), "kind": few(["sheriff", "police_department"]), "level": st.just("municipal")},
        short_name=few(["AB", "CD"]),
        state=few(["CA", "NY"]),
        aliases=lists(WORDS),
    ),
    rows(
        "sources",
        SOURCES,
        {"kind": few(["dataset", "news_article", "report"])},
        publisher=few(WORDS),
        title=few(WORDS),
        url=few(ADDRESSES),
        quality=few(["primary", "local_press", "aggregator"]),
        published_on=few(DAYS[:5]),
        coverage=st.just([{"year": 2025, "loaded": 3, "skipped": 1, "reason": "zero"}]),
    ),
    rows(
        "metrics", ["hires"], {**{k: st.just(v) for k, v in HIRES.items() if k != "id"}, "label": few(WORDS)}
    ),
    rows(
        "incentive-programs",
        PROGRAMS,
        {"agency_id": few(AGENCIES), "name": few(WORDS)},
        channels=lists(WORDS),
    ),
    rows(
        "agreements",
        AGREEMENTS,
        {
            "program_id": st.just("alpha-drive"),
            "agency_id": few(AGENCIES),
            "model": st.just("task_force"),
            "status": few(["pending", "active"]),
            "match": st.just("by_hand"),
            "source_id": few(SOURCES),
        },
    ),
    rows(
        "areas",
        AREAS,
        {"name": few(WORDS), "kind": few(["state", "metropolitan"]), "code": few(["06", "17140"])},
        states=lists(["CA", "OH", "KY"]),
    ),
    rows(
        "area-figures",
        AREA_FIGURES,
        {
            "area_id": few(AREAS),
            "metric": few(["hires", "sworn_headcount"]),
            "value": few([100, 101]),
            "as_of": few(DAYS),
            "source_id": few(SOURCES),
        },
        relative_standard_error=few([0, Decimal("1.5")]),
        subset=st.just("police_patrol_officers"),
        vintage=few(WORDS),
        note=few(WORDS),
        locator=few(WORDS),
    ),
    rows(
        "incentives",
        INCENTIVES,
        {
            "agency_id": few(AGENCIES),
            "kind": few(["signing_bonus", "tuition"]),
            "unit": st.just("usd"),
            **stated,
        },
        payments=st.just([{"percent": 40, "when": "at once"}, {"percent": 60, "when": "later"}]),
        **when,
    ),
    *[
        st.builds(
            lambda made, more: (made[0], {**made[1], **more}),
            rows(
                "staffing-figures",
                FIGURES,
                {"agency_id": few(AGENCIES), "metric": few(["hires", "sworn_headcount"]), **stated},
                target_date=few(["2026", "2027-06-30"]),
                **when,
            ),
            flow,
        )
    ]
    * 3,
    *[
        st.builds(
            cited,
            rows(
                "citations",
                CITATIONS,
                {
                    "source_id": few(SOURCES),
                    "quote": few([*WORDS, LONG]),
                    "quote_check": st.just("excerpt"),
                    "supports": lists(FIGURES + INCENTIVES, 4),
                },
                disputes=lists(FIGURES + INCENTIVES),
                repeats=lists(FIGURES),
                context=lists(AGENCIES + AGREEMENTS + AREA_FIGURES),
            ),
            few([True, True, False]).flatmap(
                lambda whole: st.lists(spoken, max_size=2) if whole else st.none()
            ),
        )
    ]
    * 2,
    few([("staffing-figures", each) for each in FIGURES] + [("citations", each) for each in CITATIONS]).map(
        lambda gone: (gone[0], {"id": gone[1], "mode": "withdraw"})
    ),
)


def reasoned(drawn: tuple[str, dict[str, Any]], change: Row) -> tuple[str, dict[str, Any]]:
    return drawn[0], {**drawn[1], "change": change}


# Most are refused of most rows: an update may not replace what was stated.
changes = few([CORRECTED] * 4 + [{"kind": kind, "notice": "Because."} for kind in sorted(CORRECTIONS)]) | few(
    [UPDATED, {"kind": "enrichment"}]
)
logs = st.lists(st.lists(st.builds(reasoned, row, changes), min_size=8, max_size=24), min_size=2, max_size=4)


def write(log: Path, releases: list[Rows]) -> None:
    """The first release holds two metrics, agencies and sources whatever chance says."""
    state = State()
    for number, drawn in enumerate(releases, start=1):
        given = [*(ground() if number == 1 else ()), *drawn]
        first_of = {record["id"]: (resource, record) for resource, record in reversed(given)}
        if not write_valid(log, number, list(fitting(first_of, state)), state):
            return


def fitting(
    drawn: dict[str, tuple[str, dict[str, Any]]], state: State
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Nothing that is not there is withdrawn, or named by a passage."""
    gone = {key for key, (_, record) in drawn.items() if "mode" in record}
    there = {key for key in {*state.locations, *drawn} if state.is_live(key) or key in drawn} - gone
    for resource, record in drawn.values():
        named = {
            name: [each for each in record[name] if each in there] for name in RELATIONS if name in record
        }
        if "mode" not in record or state.is_live(record["id"]):
            yield resource, {**record, **named}


def ground() -> Rows:
    agencies = [{"id": each, "name": each, "kind": "sheriff", "level": "county"} for each in AGENCIES]
    return [
        *[("metrics", dict(metric)) for metric in (METRIC, HIRES)],
        *[("agencies", agency) for agency in agencies],
        *[("sources", {"id": each, "kind": "report", "published_on": "2025-01-01"}) for each in SOURCES],
        ("incentive-programs", {"id": "alpha-drive", "agency_id": "alpha", "name": "The drive"}),
    ]


def write_valid(log: Path, number: int, given: Rows, state: State) -> bool:
    """Leaves out what is refused, until nothing is; a release that changes nothing ends the log before it."""
    while given:
        checked = validate(factories.release(log, number, tables(given, state)), state)
        refused = {problem.record_id for problem in checked.problems}
        if not refused:
            state.apply(checked.changes)
            return True
        if refused == {None}:
            assert "changes no record" in checked.problems[0].text
            break
        kept = [(resource, record) for resource, record in given if record["id"] not in refused]
        # Refused may be what stands already and would be left without a passage.
        given = kept if len(kept) < len(given) else given[:-1]
    shutil.rmtree(log / f"{number:04}-made", ignore_errors=True)
    return False


def tables(given: Rows, state: State) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for resource, record in given:
        row = dict(record)
        change = row.pop("change", CORRECTED)
        found.setdefault(resource, []).append(row | ({"change": change} if state.is_live(row["id"]) else {}))
    return found
