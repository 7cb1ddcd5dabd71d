"""A hook of the contract tests: an answer may hold no member that the document does not name.

The document itself leaves room, because a later contract version may add members. EXAMPLE_CORRECTION names a
correction of the tests' made-up releases: the real ones hold none that could be the document's own example.
"""

import os
from typing import Any

import schemathesis


@schemathesis.hook
def before_load_schema(context: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    if correction := os.environ.get("EXAMPLE_CORRECTION"):
        raw_schema["components"]["parameters"]["CorrectionId"]["example"] = correction
    for schema in raw_schema["components"]["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False
