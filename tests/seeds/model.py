"""What a log of releases serves, worked out in plain Python from the records that validation reads."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from seeds.headline.disputes import CitedDispute, Claim
from seeds.headline.rule import QUALITIES, HeadlineStatus, headline_statuses
from seeds.headline.series import figure_series, incentive_series, topic_of
from seeds.headline.statement import Statement
from seeds.log.folders import ReleaseFolder
from seeds.log.state import State
from seeds.quality.figures import Agency, Figure, Mark
from seeds.quality.rule import flags
from seeds.validation.validate import validate
from seeds.values.rows import COLUMNS

Record = dict[str, Any]
Served = dict[str, dict[str, Record]]

RELATIONS = ("supports", "repeats", "corrects", "disputes", "context")
OF_SOURCE = ("kind", "quality", "publisher", "published_on", "published_on_precision")
OF_PASSAGE = ("publisher", "title", "url", "published_on", "published_on_precision")
OF_AGENCY = ("name", "short_name", "kind", "level", "state", "county_geoid", "parent_id", "aggregate")
STATED = ("qualifier", "value", "value_low", "value_high", "as_of", "as_of_precision", "date_basis", "rank")
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
        self.series_ids: dict[str, str] = {}

    def publish(self, folder: Path) -> Served:
        checked = validate(folder, self.state)
        assert checked.problems == []
        self.number += 1
        self.published_on = ReleaseFolder(self.number, folder).header.release.published_at.date()
        self.tails = {}
        for resource, chunks in checked.database_rows.items():
            for chunk in chunks:
                for record in chunk:
                    self._revise(resource, record)
        self.state.apply(checked.changes)
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
        self.headline_statuses = {status.id: status for status in self._statuses()}
        self.marks = self._marks()
        self._name_series()
        make = {
            "agencies": self._agency_record,
            "metrics": dict,
            "sources": source_record,
            "incentive-programs": self._program,
            "citations": self._citation,
            "agreements": self._agreement,
            "areas": dict,
            "area-figures": self._area_figure,
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

    def _agency_record(self, agency: Columns) -> Record:
        return {**agency, "label": self._label(agency)}

    def _label(self, agency: Columns) -> str:
        """The name and state, with the county or the number where they tell namesakes apart."""
        state = f", {agency.state}" if agency.state else ""
        if agency.replaced_by:
            return f"{agency.name} ({agency.id.upper()}){state}"
        alike = [
            each
            for each in self.live["agencies"].values()
            if (each.name.lower(), each.state) == (agency.name.lower(), agency.state) and not each.replaced_by
        ]
        if len(alike) == 1:
            return f"{agency.name}{state}"
        in_county = [each for each in alike if each.county == agency.county]
        parts = [agency.county] if len(in_county) < len(alike) and agency.county else []
        if len(in_county) > 1 or agency.county is None:
            same = [each for each in alike if number_of(each) == number_of(agency)]
            parts.append(agency.id.upper() if len(same) > 1 else number_of(agency))
        return f"{agency.name} ({', '.join(parts)}){state}"

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
        agency = self._agency(agreement)
        county = {"county_geoid": agreement.county_geoid or agency["agency_county_geoid"]}
        return {**agreement, **agency, **county, **self._cited(agreement)}

    def _area_figure(self, figure: Columns) -> Record:
        area, label = self.live["areas"][figure.area_id], self.live["metrics"][figure.metric].label
        shown = {f"area_{name}": area[name] for name in ("name", "kind", "states")}
        parts = (figure.area_id, figure.metric, figure.subset or "", figure.vintage or "")
        derived = {"series": ".".join(parts), "year": figure.as_of.year, "metric_label": label}
        return {**figure, **shown, **derived, **self._cited(figure)}

    def _statement(self, record: Columns) -> Record:
        status = self.headline_statuses[record.id]
        names = ("series", "headline", "headline_of_year", "alternatives")
        derived = {name: getattr(status, name) for name in names}
        derived["disputed_by"] = [
            {name: getattr(each, name) or None for name in ("id", "citation_id", "about")}
            for each in status.disputed_by
        ]
        derived["disputed"] = bool(derived["disputed_by"])
        whole = {**record, **self._agency(record), **derived, **self._cited(record)}
        if "payments" in record:
            whole["payments"] = msgspec.json.decode(record.payments)
        return {**whole, "year": record.as_of.year if record.as_of else None}

    def _figure(self, figure: Columns) -> Record:
        marks = self.marks.get(figure.id, [])
        flagged = {"flags": [mark.flag for mark in marks], "flag_notes": [mark.note for mark in marks]}
        return {
            **self._statement(figure),
            **flagged,
            "metric_label": self.live["metrics"][figure.metric].label,
            "series_id": self.series_ids[figure_series(figure)],
        }

    def _marks(self) -> dict[str, list[Mark]]:
        """All of them, where publishing looks at the agencies it touched."""
        by_agency: defaultdict[str, list[Figure]] = defaultdict(list)
        for each in self.live["staffing-figures"].values():
            if each["rank"] != "deprecated":
                by_agency[each.agency_id].append(self._doubtable(each))
        found: dict[str, list[Mark]] = {}
        for agency_id, figures in by_agency.items():
            agency = self.live["agencies"][agency_id]
            found |= flags(
                Agency(
                    kind=agency.kind,
                    level=agency.level,
                    published_on=self.published_on,
                    figures=tuple(figures),
                )
            )
        return found

    def _doubtable(self, figure: Columns) -> Figure:
        status = self.headline_statuses[figure.id]
        source = self.live["sources"].get(figure.source_id or "")
        names = ("id", "metric", "modality", "subset", "sex", "period", "as_of", "date_basis", "source_id")
        return Figure(
            **{name: figure[name] for name in names},
            value=float(figure.value) if figure.qualifier == "exact" and figure.value is not None else None,
            source_kind=source.kind if source else None,
            headline=status.headline,
            headline_of_year=status.headline_of_year,
        )

    def _name_series(self) -> None:
        """A series keeps its first id: its slug, with a number where another series has or wants that too."""
        slugs = {figure_series(each): slug(each) for each in self.live["staffing-figures"].values()}
        new = {key: slugs[key] for key in sorted(slugs.keys() - self.series_ids.keys())}
        wanted, taken = Counter(new.values()), {*self.series_ids.values()}
        free = {key: name for key, name in new.items() if wanted[name] == 1 and name not in taken}
        self.series_ids |= free
        for key in sorted(new.keys() - free.keys()):
            taken = {*self.series_ids.values()}
            names = (new[key] if n == 1 else f"{new[key]}-{n}" for n in count(1))
            self.series_ids[key] = next(name for name in names if name not in taken)

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

    def _statuses(self) -> list[HeadlineStatus]:
        """All of them, where publishing looks at the series it touched."""
        statements = [
            self._weighed(each, figure_series(each), topic_of(each))
            for each in self.live["staffing-figures"].values()
        ]
        statements += [
            self._weighed(each, incentive_series(each), None) for each in self.live["incentives"].values()
        ]
        return headline_statuses(statements, self._cited_disputes())

    def _cited_disputes(self) -> Iterator[CitedDispute]:
        for citation in self.live["citations"].values():
            supported = [self._claim(key) for key in citation.supports]
            others = [each for each in supported if each]
            for record in filter(None, map(self._claim, citation.disputes)):
                for other in others or [None]:
                    yield CitedDispute(record=record, citation_id=citation.id, other=other)

    def _claim(self, key: str) -> Claim | None:
        if figure := self.live["staffing-figures"].get(key):
            question, target = f"{figure.agency_id}.{figure.metric}", figure.target_date
            return Claim(
                id=key, question=question, value=figure.value, target_date=target, audience=figure.subset
            )
        if incentive := self.live["incentives"].get(key):
            audience = ".".join(each for each in (incentive.audience_kind, incentive.eligibility) if each)
            question = f"{incentive.agency_id}.{incentive.kind}"
            return Claim(
                id=key, question=question, value=incentive.value, target_date=None, audience=audience
            )
        return None

    def _weighed(self, record: Columns, series: str, topic: str | None) -> Statement:
        source = self._source(record)
        weight = {
            f"source_{name}": source[name] if source else None
            for name in ("id", "kind", "quality", "published_on")
        }
        said = {name: record[name] for name in (*STATED, *(TIMES if "period" in record else ()))}
        return Statement(id=record.id, series=series, topic=topic, **said, **weight)


UNREAD = "Never read by Muster: known only through the sources that cite it, which give no URL."
LICENSE_URLS = {
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "Public domain in the United States (17 U.S.C. 105)": "https://www.usa.gov/publicdomain/label/1.0/",
    "Public domain (work of the US government)": "https://www.usa.gov/publicdomain/label/1.0/",
}


def license_url(terms: str | None) -> str | None:
    return next((url for begin, url in LICENSE_URLS.items() if terms and terms.startswith(begin)), None)


def slug(figure: Columns) -> str:
    modality = {"estimated": "observed"}.get(figure.modality, figure.modality)
    starts = figure.period_start if figure.period in {"to_date", "span"} else None
    parts = [
        figure.agency_id,
        figure.metric,
        figure.subset,
        figure.sex if figure.sex != "all" else None,
        modality if modality != "observed" else None,
        f"per-{figure.per}" if figure.per else None,
        figure.period,
        f"from-{starts}" if starts else None,
        f"by-{figure.target_date}" if figure.target_date else None,
    ]
    return "-".join(part for part in parts if part).replace("_", "-")


def source_record(source: Columns) -> Record:
    unread = UNREAD if source.retrieved_on is None else None
    return {
        **source,
        "coverage": msgspec.json.decode(source["coverage"]),
        "license_url": license_url(source.license),
        "url_note": None if source.url else source.url_note or unread,
        "checked_on": source.checked_on or source.retrieved_on,
    }


def number_of(agency: Columns) -> str:
    return str(agency.ori or agency.id.upper())


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
