"""Hooks of the walks from link to link, loaded beside the strict ones: they give walks ids that exist.

A list holds an id only if nothing rules all records out, so a walk leaves most optional parameters out.
No link of the document leads to the `.json` form of a list or record, whose own links are to be followed
as well: here the links of a list lead to both forms.
"""

import json
import os
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis import cli
from schemathesis.cli import EventHandler, ExecutionContext
from schemathesis.engine import events

BARE = 9
RELEASE = "$response.body#/meta/release"


@schemathesis.hook
def before_load_schema(context: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    operations = {
        each["operationId"]: each for path in raw_schema["paths"].values() for each in path.values()
    }
    for name, each in operations.items():
        links = each["responses"].get("200", {}).get("links", {})
        if name + "Json" in operations and "record" in links:
            links["list_json"] = {"operationId": name + "Json", "parameters": {"release": RELEASE}}
            links["record_json"] = links["record"] | {"operationId": links["record"]["operationId"] + "Json"}


@schemathesis.hook
def before_generate_query(
    context: schemathesis.HookContext, strategy: st.SearchStrategy[Any]
) -> st.SearchStrategy[Any]:
    """Nine times of ten without a parameter that may be left out, but with a short page."""
    operation = context.operation
    assert operation is not None
    if any(parameter.is_required for parameter in operation.query):
        return strategy
    paged = any(parameter.name == "limit" for parameter in operation.query)
    bare = st.fixed_dictionaries({"limit": st.integers(1, 5)} if paged else {})
    return st.integers(0, BARE).flatmap(lambda n: strategy if n == BARE else bare)


@cli.handler()
class Followed(EventHandler):
    """Writes the names of the links that were followed with a value into the file that LINKS names."""

    def __init__(self, *args: Any, **params: Any) -> None:
        self.links: set[str] = set()

    def handle_event(self, ctx: ExecutionContext, event: events.EngineEvent) -> None:
        if isinstance(event, events.ScenarioFinished):
            self.links |= {
                case.transition.id
                for case in event.recorder.cases.values()
                if case.transition is not None and case.is_transition_applied
            }

    def shutdown(self, ctx: ExecutionContext) -> None:
        Path(os.environ["LINKS"]).write_text(json.dumps(sorted(self.links)), encoding="utf-8")
