"""A hook of the contract tests: an answer may hold no member that the document does not name.

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
    for name, value in json.loads(os.environ.get("EXAMPLES", "{}")).items():
        raw_schema["components"]["parameters"][name]["example"] = value
    for schema in raw_schema["components"]["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    if str((case.path_parameters or {}).get("name", "")).endswith((".json", ".cff")) and case.headers:
        case.headers.pop("Range", None)
