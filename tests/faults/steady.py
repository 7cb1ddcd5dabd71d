"""Readers who ask so many questions a second, whatever is published, and the law for what they hear.

Every answer is the one that its release has, which it names: nothing of two releases, no error.
"""

import gzip
import hashlib
import http.client
import json
import re
import threading
import time
from itertools import groupby, pairwise
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct

from api.catalog.resources import BY_NAME, CATALOG
from api.exports.formats import forms_of
from tests.faults import web
from tests.faults.service import PUBLIC_URL

FIGURES = "/v1/staffing-figures"
QUESTIONS = (
    f"{FIGURES}?limit=7&sort=-value",
    f"{FIGURES}?limit=50&include=agency,source&count=true",
    f"{FIGURES}/springfield-sworn-2025",
    f"{FIGURES}/springfield-sworn-2025?include=agency,source",
    f"{FIGURES}?agency_id=springfield&sort=as_of&limit=9",
    "/v1/agencies/springfield/summary",
    f"{FIGURES}/springfield-sworn-2025/cite.bib",
    f"{FIGURES}/springfield-sworn-2025/history",
    f"{FIGURES}.csv?sort=-value",
    "/v1/agencies/springfield",
    *(f"/v1/{resource.name}?limit=5" for resource in CATALOG),
    *(f"{FIGURES}{form.suffix}" for form in forms_of(BY_NAME["staffing-figures"])),
)
# Answers of one statement name the newest release there is; the others one that is at most a second old.
AT_ONCE = frozenset(question for question in QUESTIONS if "summary" not in question and "." not in question)
THREADS = 8
NEXT = re.compile(f'<{PUBLIC_URL}([^>]+)>; rel="next"').match


class Told(Struct, frozen=True, kw_only=True, gc=False):
    """What one answer came to; `location` is the pinned address that it names."""

    at: float
    reader: int
    path: str
    status: int
    release: int = 0
    location: str = ""
    etag: str = ""
    sha256: str = ""
    problem: str = ""


class Readers:
    """`rate` questions a second in all: live ones in turn, pages further on, pins, what is known already."""

    def __init__(self, port: int, rate: float = 100) -> None:
        self.port, self.rate = port, rate
        self.told: list[Told] = []
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.ask, args=(n,)) for n in range(THREADS)]

    def __enter__(self) -> Self:
        self.begun = time.monotonic()
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(40)
        self.seconds = web.since(self.begun)
        assert not any(thread.is_alive() for thread in self.threads), "a request hangs"

    def ask(self, number: int) -> None:
        reader = Reader(number, self.port)
        due = time.monotonic() + number / self.rate
        while not self.over.wait(max(0.0, due - time.monotonic())):
            self.told.append(reader.hear(*reader.next()))
            # a machine that was busy is not asked for what it missed
            due = max(due + len(self.threads) / self.rate, time.monotonic() - 0.1)
        reader.connection.close()

    def live(self) -> list[Told]:
        return [each for each in self.told if each.path in QUESTIONS and each.status == 200]


class Reader:
    """One client: what it asks next depends on what it has heard."""

    def __init__(self, number: int, port: int) -> None:
        self.number, self.turns = number, number * 5
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.following: str | None = None
        self.release = 0
        self.tags: dict[str, str] = {}

    def next(self) -> tuple[str, dict[str, str]]:
        """Path and headers."""
        self.turns += 1
        question = QUESTIONS[self.turns // 3 % len(QUESTIONS)]
        match self.turns % 3:
            case 1 if self.following:
                return self.following, {}
            case 2 if self.turns % 2 and question in self.tags:
                return question, {"if-none-match": self.tags[question]}
            case 2 if self.release:
                return f"{question}{'&' if '?' in question else '?'}release={self.release}", {}
            case _:
                return question, {"accept-encoding": "gzip"} if self.turns % 4 == 0 else {}

    def hear(self, path: str, headers: dict[str, str]) -> Told:
        at = time.monotonic()
        answer = web.asked(self.connection, path, headers={"host": "muster.example", **headers})
        told = tell(at, self.number, path, answer)
        if told.status == 200:
            self.learn(path, answer, told)
        return told

    def learn(self, path: str, answer: web.Answer, told: Told) -> None:
        self.release, self.tags[path] = told.release, answer.headers["etag"]
        if path.partition("?")[0] == FIGURES:
            following = NEXT(answer.headers["link"])
            self.following = following[1] if following else None


def tell(at: float, reader: int, path: str, answer: web.Answer) -> Told:
    if not answer.whole or answer.status not in {200, 304}:
        said = answer.broken or f"{answer.slug} {answer.headers.get('retry-after')}"
        return Told(at=at, reader=reader, path=path, status=answer.status, problem=said)
    return Told(
        at=at,
        reader=reader,
        path=path,
        status=answer.status,
        release=int(answer.headers["muster-release"]),
        location=answer.headers["content-location"],
        etag=re.sub(r"-gzip[0-9-]+", "", answer.headers["etag"]),
        sha256=hashlib.sha256(plain(answer)).hexdigest() if answer.status == 200 else "",
        problem=disagreement(path, answer),
    )


def plain(answer: web.Answer) -> bytes:
    return gzip.decompress(answer.body) if answer.headers.get("content-encoding") == "gzip" else answer.body


def disagreement(path: str, answer: web.Answer) -> str:
    """Between what was asked, the headers and the body."""
    release, location = answer.headers["muster-release"], answer.headers["content-location"]
    asked, named = urlsplit(path), urlsplit(location.removeprefix(PUBLIC_URL))
    if named.path != asked.path or parse_qs(named.query) != parse_qs(asked.query) | {"release": [release]}:
        return f"{location} was not asked for"
    if answer.status == 200 and answer.headers["content-type"] == "application/json":
        body: Any = json.loads(plain(answer))
        said = (str(body["meta"]["release"]), body["links"]["self"]) if isinstance(body, dict) else None
        return "" if said in (None, (release, location)) else f"the body is of {said}"
    return ""


def hold_to_the_law(told: list[Told], port: int) -> None:
    """Compares each answer with that of a server whose database nobody publishes into."""
    known: dict[str, tuple[str, str]] = {}
    for each in told:
        if each.location not in known:
            reference = web.get(port, each.location.removeprefix(PUBLIC_URL))
            assert reference.status == 200, (each, reference)
            known[each.location] = reference.headers["etag"], hashlib.sha256(reference.body).hexdigest()
        etag, sha256 = known[each.location]
        assert (each.etag, each.sha256 or sha256) == (etag, sha256), f"of no release: {each}"


def steps_back(told: list[Told]) -> list[tuple[Told, Told]]:
    """Where a reader heard of an older release than before, from answers of one statement."""
    by_reader = groupby(sorted(told, key=lambda each: (each.reader, each.at)), lambda each: each.reader)
    return [
        (one, after)
        for _, heard in by_reader
        for one, after in pairwise(each for each in heard if each.path in AT_ONCE)
        if after.release < one.release
    ]
