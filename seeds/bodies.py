"""SQL for a record as JSON, the fields of its struct in their order: half the time of row_to_json."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct, inspect

from schemas.agency import Agency
from schemas.agreement import Agreement
from schemas.citation import Citation
from schemas.incentive import Incentive
from schemas.incentive_program import IncentiveProgram
from schemas.metric import Metric
from schemas.source import Source
from schemas.staffing_figure import StaffingFigure

STRUCTS: Final[dict[str, type[Struct]]] = {
    "agencies": Agency,
    "incentive-programs": IncentiveProgram,
    "incentives": Incentive,
    "staffing-figures": StaffingFigure,
    "agreements": Agreement,
    "sources": Source,
    "citations": Citation,
    "metrics": Metric,
}


def body(resource: str) -> str:
    """An expression over the row `v`."""
    return joined([*_parts(STRUCTS[resource]), "'}'"])


def _parts(struct: type[Struct]) -> Iterator[str]:
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)  # noqa: S101 -- tells mypy what STRUCTS holds
    for place, field in enumerate(info.fields):
        yield f"""'{"," if place else "{"}"{field.name}":'"""
        yield value(f"v.{field.name}", [*_kinds(field.type)])


def value(column: str, kinds: list[inspect.Type]) -> str:
    kind = next(kind for kind in kinds if not isinstance(kind, inspect.NoneType))
    nullable = any(isinstance(kind, inspect.NoneType) for kind in kinds)
    written = written_as(column, kind)
    return f"coalesce({written}, 'null')" if nullable else written


def written_as(column: str, kind: inspect.Type) -> str:
    match kind:
        # codes and ids have nothing to escape
        case inspect.LiteralType() | inspect.DateType() | inspect.StrType(pattern=str()):
            return f"""'"' || {column} || '"'"""
        case inspect.IntType() | inspect.FloatType() | inspect.BoolType():
            return f"{column}::text"
        case inspect.ListType(item_type=inspect.StructType()):
            return f"{column}::text"
    return f"to_json({column})::text"


def _kinds(declared: inspect.Type) -> Iterator[inspect.Type]:
    match declared:
        case inspect.Metadata(type=inner):
            yield from _kinds(inner)
        case inspect.UnionType(types=inner):
            for each in inner:
                yield from _kinds(each)
        case _:
            yield declared


def joined(parts: list[str]) -> str:
    """Half and half, so that no text is copied more than a few times."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return f"({joined(parts[:half])} || {joined(parts[half:])})"
