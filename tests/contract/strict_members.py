"""Hooks of the contract tests: an answer may hold no member that the document does not name, and a 503 says
that the server is busy: nothing else may keep an answer back.

The document itself leaves room, because a later contract version may add members. EXAMPLES are
values of parameters that fit the log of the tests: its newest release is another than the real one.
A part of a JSON or YAML file is none, so these are asked for as a whole.
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


@schemathesis.check
def unavailable_only_when_overloaded(
    ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """On a busy machine a request may find no free connection in time, and learns when to come back."""
    if response.status_code == 503:
        assert response.json()["type"].rpartition("/")[2] == "overloaded", response.text
        assert int(response.headers.get("retry-after", ["0"])[0]) > 0, "no Retry-After"
