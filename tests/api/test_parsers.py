"""What a client sends is read in time that grows as its length does, whatever it holds.

Each parser is tried with some hundred repeated texts at 2 kB; the slowest of them then grow from 8 to 64 kB.
Twice the length may take three times as long. A quadratic parser takes four times, and never looks fast.
"""

import contextlib
import gc
import importlib
import itertools
import pkgutil
import re
import time
from pathlib import Path

import pytest

import api
from api.catalog.resources import BY_NAME, CATALOG
from api.exports.formats import FORMATS
from api.http import middleware, negotiation, ranges, responses
from api.mcp.mount import Mount
from api.problems import ProblemError
from api.query import parameters, parsing
from api.query.query_string import decoded
from api.query.suggestions import nearest
from api.routes import feeds, files, serve, status

FIGURES = BY_NAME["staffing-figures"]
OFFERED = (negotiation.JSON, *(form.media_type for form in files.NEGOTIATED))
SIZES = (8192, 16384, 32768, 65536)
SMALL = 2048
SLOWEST = 2

HEADERS = {
    b"accept": lambda text: negotiation.media_type.__wrapped__(text, OFFERED),
    b"accept-encoding": negotiation.accepts_gzip.__wrapped__,
    b"host": Mount("https://muster.example").is_foreign,
    b"if-none-match": responses.parse_etags,
    b"if-range": lambda text: ranges.requested_part("bytes=0-9", text, '"tag"'),
    b"range": lambda text: ranges.requested_part(text, None, '"tag"'),
}


def modules():
    """Every module of the API. The command line's `__main__` would run it."""
    for found in pkgutil.walk_packages(api.__path__, "api."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


SOURCES = {module.__name__: Path(module.__file__).read_text(encoding="utf-8") for module in modules()}


def values():
    """How each kind of value is read that any parameter takes; two closed lists are of one kind."""
    found = {**status.SINCE, **status.SEVERAL, **feeds.values()}
    several = [found]
    for resource in CATALOG:
        several += [parameters.page_values(resource), parameters.record_values(resource)]
        several += [parameters.file_values(resource) | form.parameters for form in FORMATS]
    kinds = {kind(value): value for known in several for value in known.values()}
    for value in kinds.values():
        yield f"value: {value.expected[:80]}", value.read


def kind(value):
    patterns = [schema.get("pattern") for schema in (value.schema, value.schema.get("items", {}))]
    return value.read.__qualname__, value.cast, value.array, *patterns


def keys():
    for resource in CATALOG:
        yield f"path: {resource.name}", lambda text, resource=resource: serve.read_key(resource, text)


METHODS = "fullmatch|match|search|sub|findall|finditer|split"
# Quadratic patterns that no client reaches.
OWN_TEXTS = {
    "api.query.wording.CHOICE": "reads what the catalogue says of an operator",
    "api.settings.EMAIL": "reads a setting of the operator",
}


def patterns():
    """Each regular expression of a module by the methods it is used with."""
    everything = "".join(SOURCES.values())
    for module in modules():
        for name, found in vars(module).items():
            bound = getattr(found, "__self__", None)
            if isinstance(bound, re.Pattern):
                yield f"{module.__name__}.{name}", bound, found
            elif isinstance(found, re.Pattern):
                for method in sorted({*re.findall(rf"\b{name}\.({METHODS})\(", everything)}):
                    bound = getattr(found, method)
                    yield f"{module.__name__}.{name}.{method}", found, applied(bound, method)


def applied(bound, method):
    if method == "sub":
        return lambda text: bound("", text)
    return (lambda text: [*bound(text)]) if method == "finditer" else bound


def parsers():
    yield from ((f"header: {name.decode()}", parse) for name, parse in HEADERS.items())
    yield from values()
    yield from keys()
    yield "names of a query", lambda text: parsing.read(text.encode(), parameters.page_values(FIGURES))
    yield (
        "value of a query",
        lambda text: parsing.read(b"q=" + text.encode(), parameters.page_values(FIGURES)),
    )
    yield "percent-encoding", lambda text: decoded(text.encode())
    yield "suggestions", lambda text: nearest(text, tuple(parameters.page_values(FIGURES)))
    yield "slashes", middleware.canonical_path
    yield "address", lambda text: middleware.raw_path({"raw_path": text.encode()})
    for name, pattern, bound in patterns():
        if name.rpartition(".")[0] not in OWN_TEXTS:
            yield f"pattern: {name}", as_its_kind(pattern, bound)


def as_its_kind(pattern, bound):
    return (lambda text: bound(text.encode())) if isinstance(pattern.pattern, bytes) else bound


PARSERS = dict(parsers())
LETTERS = " \t,;=a0-+/.*%&\"\\'<>[{()}:@_!qW~\x85"
UNITS = [
    *LETTERS,
    *map("".join, itertools.permutations(' ,;=a0-/.%&"_', 2)),
    "a;q=0.1,",
    'W/"a",',
    "0-,",
    "a=1&",
]


def shapes():
    """Functions from a length to a text: a unit repeated, between beginnings and ends that do not fit."""
    around = (("", ""), ("", "\x00"), ("a", "\x00"), ("bytes=", "\x00"))
    for unit, (head, tail) in itertools.product(UNITS, around):
        yield lambda size, unit=unit, head=head, tail=tail: head + unit * (size // len(unit)) + tail
    for sign in ",;&/":  # nothing that comes twice
        yield lambda size, sign=sign: sign.join(f"{n:05}" for n in range(size // 6))


SHAPES = [*shapes()]


def seconds(parse, text, runs):
    """The processor's time, the least of several runs: what others do on the machine does not count."""
    return min(once(parse, text) for _ in range(runs))


def once(parse, text):
    gc.disable()  # as timeit does: what else is in memory does not count
    began = time.process_time_ns()
    with contextlib.suppress(ProblemError, ValueError):
        parse(text)
    gc.enable()
    return time.process_time_ns() - began


def letter_by_letter(text):
    """A loop over the letters: who is faster than this is fast enough."""
    for letter in text:
        assert letter


def grows_with_its_length(parse, shape, sizes=SIZES):
    """The law, for one doubling after the other, so that a quadratic parser ends the test at 16 kB."""
    for size in sizes[1:]:
        if not any(doubles(parse, shape(size // 2), shape(size), runs) for runs in (1, 3, 10)):
            return False
    return True


def doubles(parse, short, long, runs):
    least = max(seconds(parse, short, runs), seconds(letter_by_letter, short, runs))
    return seconds(parse, long, runs) <= 3 * least


@pytest.mark.parametrize("name", PARSERS)
def test_a_text_twice_as_long_takes_at_most_three_times_as_long(name):
    parse = PARSERS[name]
    slowest = sorted(SHAPES, key=lambda shape: once(parse, shape(SMALL)), reverse=True)[:SLOWEST]
    for shape in slowest:
        assert grows_with_its_length(parse, shape), repr(shape(20))


def spaced(text):
    """As `Accept` was read once: a blank that belongs to either of two repetitions."""
    return re.fullmatch(r"\s*a\s*((?:;[^,;]*)*)\s*", text)


@pytest.mark.parametrize("quadratic", [spaced])
def test_a_quadratic_parser_is_found(quadratic):
    slowest = sorted(SHAPES, key=lambda shape: once(quadratic, shape(SMALL)), reverse=True)[:SLOWEST]
    assert not all(grows_with_its_length(quadratic, shape, (1024, 2048, 4096)) for shape in slowest)


@pytest.mark.parametrize("unit", ["a", "a/", "-", ".json", "a-", "/"])
async def test_a_path_twice_as_long_takes_at_most_three_times_as_long(unit, app, get):
    """No record can be called so, which routing and handlers know without the database."""
    templates = {re.sub(r"\{[^}]*\}", "{}", route.path_format) for route in app.routes}
    parts = {re.sub(r"^/v1/[a-z-]+/", "/v1/agencies/", each) for each in templates if "{}" in each}
    assert len(parts) > 5
    for template in sorted(parts | {"/{}", "/v1/{}", "/v1/agencies{}"}):
        paths = [template.replace("{}", unit * (size // len(unit))) for size in SIZES]
        for short, long in itertools.pairwise(paths):
            assert await path_doubles(get, short, long, 3) or await path_doubles(get, short, long, 10), (
                template,
                len(short),
            )


async def path_doubles(get, short, long, runs):
    floor = seconds(letter_by_letter, short, runs)
    return await least(get, long, runs) <= 3 * max(await least(get, short, runs), floor)


async def least(get, path, runs):
    times = []
    for _ in range(runs):
        began = time.process_time_ns()
        answer = await get(path)
        times.append(time.process_time_ns() - began)
        assert answer.status in {308, 400, 404}, path[:40]
    return min(times)


def test_no_module_reads_a_header_by_another_way_than_those_tried_here():
    assert {*HEADERS} == {*negotiation.READ}
    elsewhere = {name for name, text in SOURCES.items() if re.search(r"request\.(headers|cookies)\b", text)}
    assert not elsewhere
    whole = {name for name, text in SOURCES.items() if re.search(r"(scope|target)\[\"headers\"\]", text)}
    # memory gives what it reads to the parsers of negotiation
    assert whole == {"api.http.negotiation", "api.http.middleware", "api.memory.keys"}


def test_every_pattern_of_a_module_is_one_that_is_tried_here():
    """None stands within a function, but those that are written by a publisher or from the catalogue."""
    inline = {
        name
        for name, text in SOURCES.items()
        if re.search(rf"\bre\.({METHODS})\(", text) or re.search(r"^ +.*\bre\.compile\(", text, re.MULTILINE)
    }
    assert inline == {"api.catalog.values", "api.verify.cell_types"}
    assert {name.rpartition(".")[0] for name, *_ in patterns()} >= OWN_TEXTS.keys()


def test_a_header_that_nobody_declared_cannot_be_read():
    with pytest.raises(LookupError, match="nothing limits its length"):
        negotiation.header({"headers": []}, b"accept-language")
