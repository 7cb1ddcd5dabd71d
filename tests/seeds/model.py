"""What a log of releases serves, worked out in plain Python from the records that validation reads."""

import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from seeds.headline import (
    QUALITIES,
    Standing,
    Statement,
    figure_series,
    incentive_series,
    standings,
    topic_of,
)
from seeds.records import COLUMNS
from seeds.state import State
from seeds.validating import validate

Record = dict[str, Any]
Served = dict[str, dict[str, Record]]

RELATIONS = ("supports", "repeats", "corrects", "disputes", "context")
OF_SOURCE = ("kind", "quality", "publisher", "published_on", "published_on_precision")
OF_PASSAGE = ("publisher", "title", "url", "published_on", "published_on_precision")
OF_AGENCY = ("name", "short_name", "kind", "level", "state", "county_geoid", "parent_id", "aggregate")
STATED = ("qualifier", "value", "value_low", "value_high", "as_of", "as_of_precision", "rank")
TIMES = ("period", "period_start", "period_end", "target_date")
FAR = date(9999, 1, 1)


class Columns(Record):
    """A record whose columns are attributes, as the headline rule asks for them."""

    __getattr__ = dict.__getitem__


class Model:
    """The live records of one release after another."""

    def __init__(self) -> None:
        self.state, self.number = State(), 0
        self.live: dict[str, dict[str, Columns]] = {resource: {} for resource in COLUMNS}
        self.since: dict[str, int] = {}
        # what the last release did, by record: its operation, kind and notice
        self.tails: dict[str, tuple[str, str | None, str | None]] = {}
        self.changed: dict[str, int] = {}

    def publish(self, folder: Path) -> Served:
        checked = validate(folder, self.state)
        assert checked.problems == []
        self.number += 1
        self.tails = {}
        for resource, chunks in checked.records.items():
            for chunk in chunks:
                for record in chunk:
                    self._revise(resource, record)
        self.state.apply(checked)
        return self.served()

    def _revise(self, resource: str, record: tuple[Any, ...]) -> None:
        columns = Columns(zip(COLUMNS[resource], record, strict=False))
        operation, record_id = record[-3], columns["id"]
        if operation != "unchanged":
            self.tails[record_id] = record[-3:]
        if operation == "withdrawn":
            del self.live[resource][record_id]
        elif operation != "unchanged":
            self.live[resource][record_id] = columns
            self.since.setdefault(record_id, self.number)
            self.changed[record_id] = self.number

    def served(self) -> Served:
        """By resource and id: what the JSON of each record says."""
        self.passages = self._passages()
        self.standings = {standing.id: standing for standing in self._standings()}
        make = {
            "agencies": dict,
            "metrics": dict,
            "sources": lambda source: {**source, "coverage": msgspec.json.decode(source["coverage"])},
            "incentive-programs": self._program,
            "citations": self._citation,
            "agreements": self._agreement,
            "incentives": self._statement,
            "staffing-figures": self._figure,
        }
        return {
            resource: {key: self._wire(make[resource](record)) for key, record in records.items()}
            for resource, records in self.live.items()
        }

    def _wire(self, record: Record) -> Record:
        since, changed = self.since[record["id"]], self.changed[record["id"]]
        whole = {**record, "first_release": since, "last_changed_release": changed}
        return {name: plain(value) for name, value in whole.items()}

    def _program(self, program: Columns) -> Record:
        agency = self.live["agencies"][program.agency_id]
        shown = {f"agency_{name}": agency[name] for name in ("name", "short_name", "state")}
        return {**program, **shown}

    def _agency(self, record: Columns) -> Record:
        agency = self.live["agencies"][record.agency_id]
        return {f"agency_{name}": agency[name] for name in OF_AGENCY}

    def _source(self, record: Columns) -> Columns | None:
        quoted = (each["source_id"] for each in self.passages[record.id] if each["relation"] == "supports")
        return self.live["sources"].get(record.source_id or next(quoted, ""))

    def _cited(self, record: Columns) -> Record:
        """The source and the passages; before them the table cell where none of them is the source's own."""
        source, passages = self._source(record), self.passages[record.id]
        own = [each for each in passages if each["relation"] == "supports" and of_its_own(each, record)]
        passages = [*own, *(each for each in passages if each not in own)]
        best = own[0] if own else {}
        shown = {f"source_{name}": source[name] if source else None for name in OF_SOURCE}
        locator = record.get("locator")
        cited = passages if own or not source else [cell(source, locator), *passages]
        return {
            **shown,
            "source_id": source.id if source else None,
            "locator": locator or best.get("locator"),
            "citations": cited,
        }

    def _agreement(self, agreement: Columns) -> Record:
        return {**agreement, **self._agency(agreement), **self._cited(agreement)}

    def _statement(self, record: Columns) -> Record:
        standing = self.standings[record.id]
        derived = {
            name: getattr(standing, name) for name in ("series", "headline", "disputed", "alternatives")
        }
        whole = {**record, **self._agency(record), **derived, **self._cited(record)}
        if "payments" in record:
            whole["payments"] = msgspec.json.decode(record.payments)
        return {**whole, "year": record.as_of.year if record.as_of else None}

    def _figure(self, figure: Columns) -> Record:
        return {**self._statement(figure), "metric_label": self.live["metrics"][figure.metric].label}

    def _citation(self, citation: Columns) -> Record:
        source, steps = self.live["sources"][citation.source_id], self._steps(citation)
        names = [step["name"] for step in steps if step["name"] is not None]
        named = ("title", "url", "quality", "published_on", "published_on_precision")
        shown = {f"source_{name}": source[name] for name in named}
        return {
            **citation,
            **shown,
            "publisher": source.publisher,
            "attribution": steps,
            "quote_url": quote_url(source.url, citation.quote),
            "attribution_chain": " > ".join(names) or None,
            "speaker": steps[-1]["name"] if steps else None,
        }

    def _steps(self, citation: Columns) -> list[Record]:
        """A step without a name is its source's publisher; the first one is that of the page we read."""
        steps = msgspec.json.decode(citation.attribution)
        for place, step in enumerate(steps):
            said_in = self.live["sources"].get(step["source_id"] or "")
            page = self.live["sources"][citation.source_id] if place == 0 else None
            step["name"] = step["name"] or next(
                (s.publisher for s in (said_in, page) if s and s.publisher), None
            )
        return steps

    def _passages(self) -> defaultdict[str, list[Record]]:
        found: defaultdict[str, list[tuple[Any, Record]]] = defaultdict(list)
        for citation in self.live["citations"].values():
            source = self.live["sources"][citation.source_id]
            for place, relation in enumerate(RELATIONS):
                for record_id in citation[relation]:
                    rank = (place, QUALITIES.index(source.quality), source.published_on or FAR, citation.id)
                    found[record_id].append((rank, self._passage(citation, source, relation)))
        best_first = {
            key: [each for _, each in sorted(ranked, key=lambda r: r[0])] for key, ranked in found.items()
        }
        return defaultdict(list, best_first)

    def _passage(self, citation: Columns, source: Columns, relation: str) -> Record:
        steps = [
            {name: step[name] for name in ("name", "role", "verb", "said_on")}
            for step in self._steps(citation)
        ]
        shown = {name: plain(source[name]) for name in OF_PASSAGE}
        return {
            "citation_id": citation.id,
            "source_id": source.id,
            **shown,
            "quote": citation.quote,
            "quote_url": quote_url(source.url, citation.quote),
            "locator": citation.locator,
            "relation": relation,
            "attribution": steps,
        }

    def _standings(self) -> list[Standing]:
        """All of them, where publishing looks at the series it touched."""
        statements = [
            self._weighed(each, figure_series(each), topic_of(each))
            for each in self.live["staffing-figures"].values()
        ]
        statements += [
            self._weighed(each, incentive_series(each), None) for each in self.live["incentives"].values()
        ]
        return standings(
            statements, {key for each in self.live["citations"].values() for key in each.disputes}
        )

    def _weighed(self, record: Columns, series: str, topic: str | None) -> Statement:
        source = self._source(record)
        weight = {
            f"source_{name}": source[name] if source else None for name in ("kind", "quality", "published_on")
        }
        said = {name: record[name] for name in (*STATED, *(TIMES if "period" in record else ()))}
        return Statement(id=record.id, series=series, topic=topic, **said, **weight)


def of_its_own(passage: Record, record: Columns) -> bool:
    return record.source_id in {None, passage["source_id"]}


def cell(source: Columns, locator: str | None) -> Record:
    shown = {name: plain(source[name]) for name in OF_PASSAGE}
    publisher = {"name": source.publisher, "role": None, "verb": "published", "said_on": None}
    made = {
        "citation_id": None,
        "quote": None,
        "quote_url": None,
        "relation": "supports",
        "attribution": [publisher],
    }
    return {"source_id": source.id, "locator": locator, **shown, **made}


def quote_url(url: str | None, passage: str) -> str | None:
    """A text fragment, as the draft of the Web Incubator Community Group has it."""
    if url is None:
        return None
    words = [word for word in re.split("[ \t\n\r]+", passage) if word]
    parts = [words] if len(words) <= 12 else [words[:6], words[-6:]]
    # urllib leaves a hyphen as it is, which in a text directive begins or ends a prefix
    texts = (quote(" ".join(part), safe="").replace("-", "%2D") for part in parts)
    return f"{url}{'' if '#' in url else '#'}:~:text={','.join(texts)}"


def plain(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    return msgspec.json.decode(f"{value:f}") if type(value).__name__ == "Decimal" else value
