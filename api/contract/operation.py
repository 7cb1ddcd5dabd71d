"""One operation as the document has it."""

from typing import Any

from api.contract import texts
from api.contract.responses import Response
from api.resource import Resource

Operation = dict[str, Any]
# Its summary and its description.
Says = tuple[str, str]


def title(resource: Resource) -> str:
    return texts.plural(resource).capitalize()


def operation(resource: Resource, identity: str, says: Says, takes: Any, answers: Response) -> Operation:
    summary, description = says
    return {
        "operationId": identity,
        "summary": summary,
        "description": description,
        "tags": [title(resource)],
        "parameters": takes,
        "responses": answers,
    }
