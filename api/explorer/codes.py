"""The codes of a closed list as the options of a form: each with its label and its definition."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, get_args

from msgspec import Struct

from api.catalog.values import Value
from schemas import types, vocabularies
from schemas.states import STATES

# Lists of the data that label their codes, by the name of their component.
LABELED: Final[Mapping[str, Mapping[str, Mapping[str, Any]]]] = {
    "Subset": types.SUBSETS,
    "Eligibility": types.ELIGIBILITIES,
}
REFERENCE = "#/components/schemas/"


class Option(Struct, frozen=True, kw_only=True):
    """`definition` is Markdown, or empty."""

    value: str
    label: str
    definition: str = ""


YES_OR_NO: Final = (Option(value="true", label="yes"), Option(value="false", label="no"))


def options(value: Value) -> tuple[Option, ...]:
    """List the options of a closed list, or of a list of its codes. None for any other value."""
    schema = value.schema.get("items", value.schema)
    if reference := schema.get("$ref"):
        return of_vocabulary(str(reference).removeprefix(REFERENCE))
    return tuple(Option(value=code, label=spaced(code)) for code in schema.get("enum", ()))


@cache
def of_vocabulary(name: str) -> tuple[Option, ...]:
    if name in LABELED:
        found = LABELED[name].items()
        entries = [(code, str(each["label"]), str(each.get("definition", ""))) for code, each in found]
    elif name == "State":
        entries = [(code, text, "") for code, text in STATES.items()]
    else:
        known = types.DEFINITIONS.get(name, {})
        codes = get_args(getattr(vocabularies, name))
        entries = [(code, spaced(code), known.get(code, {}).get("definition", "")) for code in codes]
    return tuple(Option(value=code, label=text, definition=means) for code, text, means in entries)


def spaced(code: str) -> str:
    """Write a code in words: `signing_bonus` is `signing bonus`, and `10_24` is `10 to 24`."""
    return code.replace("_", " to ") if code.replace("_", "").isdigit() else code.replace("_", " ")
