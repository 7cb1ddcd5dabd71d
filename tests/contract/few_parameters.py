"""Hooks of the short contract tests, loaded beside the strict ones; no test imports them, for they stay."""

from typing import Any

import schemathesis

from tests.contract.shorten import shorten


@schemathesis.hook
def before_load_schema(context: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    shorten(raw_schema)
