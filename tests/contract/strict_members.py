"""Hooks of the contract tests: an answer may hold no member that the document does not name, and a 503 says
that the server is busy: nothing else may keep an answer back.

The document itself leaves room, because a later contract version may add members. EXAMPLES are
values of parameters that fit the log of the tests: its newest release is another than the real one.
A part of a JSON or YAML file is none, so these are asked for as a whole. A claim has either a metric or a
kind and either a number or two ends, which no document can say: a claim that it allows gets only one.
"""

import json
import os
from typing import Any

import schemathesis


@schemathesis.hook
def before_load_schema(context: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    examples = json.loads(os.environ.get("EXAMPLES", "{}"))
    for parameter in raw_schema["components"]["parameters"].values():
        if parameter["in"] == "query" and parameter["name"] in examples:
            parameter["example"] = examples[parameter["name"]]
    for schema in raw_schema["components"]["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    path = case.path.replace("{name}", str((case.path_parameters or {}).get("name", "")))
    if path.endswith(("json", ".cff")) and case.headers:
        case.headers.pop("Range", None)
    if path == "/v1/check" and case.query and case.meta and case.meta.generation.mode.is_positive:
        make_consistent(case.query)


# Parameters of a claim that exclude others, and codes of a statement without a number or of a range.
EXCLUDING = ("kind", "value_low", "value_high", "audience_kind")
OF_NO_NUMBER = ("unspecified", "not_offered", "between")


def make_consistent(query: dict[str, Any]) -> None:
    """Leave one claim of a figure: the first value of each list, without what excludes another parameter."""
    query.setdefault("metric", ["hires"])
    query.setdefault("value", [12000])
    for name in EXCLUDING:
        query.pop(name, None)
    for name, given in query.items():
        if isinstance(given, list):
            query[name] = given[:1]
        elif isinstance(given, str):
            query[name] = given.partition(",")[0]
    for name, usual in (("metric", "hires"), ("value", 12000)):
        if query[name] in (["none"], "none", None):
            query[name] = [usual]
    for name in ("qualifier", "modality"):
        if query.get(name) in [[each] for each in OF_NO_NUMBER] or query.get(name) in OF_NO_NUMBER:
            del query[name]
    for name in ("as_of", "target_date"):  # the 31st of February has the form of a day
        query.pop(name, None)


@schemathesis.check
def unavailable_only_when_overloaded(
    ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """On a busy machine a request may find no free connection in time, and learns when to come back."""
    if response.status_code == 503:
        assert response.json()["type"].rpartition("/")[2] == "overloaded", response.text
        assert int(response.headers.get("retry-after", ["0"])[0]) > 0, "no Retry-After"
