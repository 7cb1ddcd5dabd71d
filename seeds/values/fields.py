"""The fields of seed rows, derived from the structs in schemas/seed.py: kinds and defaults."""

from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias, get_type_hints

from msgspec import Struct, inspect

from schemas.seed import SEEDS
from schemas.seed_parts import When

Kind: TypeAlias = Literal["text", "number", "count", "flag", "list", "json", "day", "when"]
Fields: TypeAlias = dict[str, Any]
Number: TypeAlias = int | Decimal

RESOURCES: Final = tuple(SEEDS)
FIGURES: Final = "staffing-figures"
ROW_FIELDS: Final = frozenset({"id", "mode", "change"})
CHECKED_ONLY: Final = frozenset({"agency_name"})
DEFAULTS: Final[dict[str, object]] = {
    "qualifier": "exact",
    "sex": "all",
    "rank": "normal",
    "status": "unknown",
    "audience_kind": "unspecified",
    "aggregate": False,
    "definition_version": 1,
}
MODALITY: Final = {"staffing-figures": "observed", "area-figures": "estimated", "incentives": "offered"}
# Fields without a default: an agreement must state its status, unlike a program.
WITHOUT_DEFAULT: Final = frozenset({("agreements", "status")})

KINDS: Final[dict[type[inspect.Type], Kind]] = {
    inspect.DecimalType: "number",
    inspect.IntType: "count",
    inspect.BoolType: "flag",
    inspect.DateType: "day",
    inspect.StructType: "json",
}


def pattern_of(annotated: Any) -> str:
    """Return the regular expression of an annotated string type."""
    return str(annotated.__metadata__[0].pattern)


class Field(Struct, frozen=True, kw_only=True):
    name: str
    kind: Kind
    type: Any
    required: bool
    default: Any


def _field(resource: str, field: inspect.Field, hint: Any) -> Field:
    parts = field.type.types if isinstance(field.type, inspect.UnionType) else (field.type,)
    kind, nullable = _kind(parts), any(isinstance(part, inspect.NoneType) for part in parts)
    default = None if nullable else _default(resource, field.name, kind)
    required = not nullable and default is None and field.name not in ROW_FIELDS | CHECKED_ONLY
    return Field(name=field.name, kind=kind, type=hint, required=required, default=default)


def _default(resource: str, name: str, kind: Kind) -> object:
    if (resource, name) in WITHOUT_DEFAULT:
        return None
    if name == "modality":
        return MODALITY[resource]
    return [] if kind in {"list", "json"} and name != "change" else DEFAULTS.get(name)


def _kind(parts: tuple[inspect.Type, ...]) -> Kind:
    kinds = [KINDS[type(part)] for part in parts if type(part) in KINDS]
    for part in parts:
        if isinstance(part, inspect.ListType):
            return "json" if isinstance(part.item_type, inspect.StructType) else "list"
        if isinstance(part, inspect.StrType) and part.pattern == pattern_of(When):
            return "when"
    return "number" if "number" in kinds else next(iter(kinds), "text")


def _fields(resource: str) -> dict[str, Field]:
    seed = SEEDS[resource]
    hints = get_type_hints(seed, include_extras=True)
    info = inspect.type_info(seed)
    assert isinstance(info, inspect.StructType)  # noqa: S101 -- tells mypy what SEEDS holds
    return {field.name: _field(resource, field, hints[field.name]) for field in info.fields}


FIELDS: Final = {resource: _fields(resource) for resource in SEEDS}
# An empty record: its id, then every field except those of the row itself.
EMPTY: Final[dict[str, Fields]] = {
    resource: {
        name: field.default
        for name, field in fields.items()
        if name == "id" or name not in ROW_FIELDS | CHECKED_ONLY
    }
    for resource, fields in FIELDS.items()
}
