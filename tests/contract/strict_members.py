"""A hook of the contract tests: an answer may hold no member that the document does not name.

The document itself leaves room, because a later contract version may add members.
"""

from typing import Any

import schemathesis


@schemathesis.hook
def before_load_schema(context: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    for schema in raw_schema["components"]["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False
