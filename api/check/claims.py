"""The parameters of claims: lists of which each holds the values of all claims, in the same order."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias, get_args

from msgspec import Struct, structs

from api.catalog import values
from api.catalog.values import InvalidValue, Value
from api.check import times
from api.problems import Fault, InvalidQuery
from schemas import types
from schemas import vocabularies as v
from schemas.claim import Claim

LIMIT: Final = 20
# The word for what a claim leaves open, where other claims of the same request state it.
NONE: Final = "none"
Cells: TypeAlias = Mapping[str, Any]


def all_of(name: str, codes: Sequence[str]) -> Value:
    """A code of a vocabulary, by the name of its component in the contract."""
    return values.one_of(tuple(codes), {"$ref": f"#/components/schemas/{name}"})


def read_partial_date(text: str) -> str:
    try:
        times.read(text)
    except ValueError as error:
        raise InvalidValue from error
    return text


def read_amount(text: str) -> float:
    if text.startswith("-"):
        raise InvalidValue
    plain = values.read_number(text)
    return float(plain) if "." in plain else int(plain)


PARTIAL_DATE = Value(
    expected="a day, month, quarter, year or fiscal year: 2026-01-15, 2026-01, 2026-Q1, 2026 or FY2026",
    schema={
        "type": "string",
        "pattern": "^(FY[0-9]{4}|[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?|-Q[1-4])?)$",
        "maxLength": 10,
    },
    read=read_partial_date,
)
AMOUNT = structs.replace(
    values.NUMBER,
    expected="a number that is not negative, such as 200000 or 1.87, at most 10^15",
    schema={**values.NUMBER.schema, "minimum": 0},
    read=read_amount,
    write=lambda number: format(Decimal(str(number)), "f"),
)
# The columns that name records.
NAMING: Final = ("agency_id", "metric")
NUMBERS: Final = ("value", "value_low", "value_high")
# What says that there is no number.
NUMBERLESS: Final = {"qualifier": "unspecified", "modality": "not_offered"}
OF_FIGURES: Final = ("metric", "subset", "sex", "period", "target_date")
OF_INCENTIVES: Final = ("kind", "audience_kind")
COLUMNS: Final[Mapping[str, Value]] = {
    "agency_id": values.ID,
    "metric": values.CODE,
    "kind": all_of("IncentiveKind", get_args(v.IncentiveKind)),
    "value": AMOUNT,
    "value_low": AMOUNT,
    "value_high": AMOUNT,
    "qualifier": all_of("Qualifier", get_args(v.Qualifier)),
    "subset": all_of("Subset", sorted(types.SUBSETS)),
    "sex": all_of("Sex", get_args(v.Sex)),
    "modality": all_of("Modality", get_args(v.Modality)),
    "per": all_of("Per", get_args(v.Per)),
    "period": all_of("Period", get_args(v.Period)),
    "audience_kind": all_of("AudienceKind", get_args(v.AudienceKind)),
    "as_of": PARTIAL_DATE,
    "target_date": PARTIAL_DATE,
    "printed_on": values.DAY,
}


def or_none(value: Value) -> Value:
    """Accept `none` for a claim that does not state the value."""

    def read(text: str) -> Any:
        return None if text == NONE else value.read(text)

    return structs.replace(
        value,
        expected=f"{value.expected}, or {NONE}",
        schema={"anyOf": [dict(value.schema), {"type": "string", "const": NONE}]},
        read=read,
        write=lambda each: NONE if each is None else value.write(each),
    )


PARAMETERS: Final[Mapping[str, Value]] = {
    name: values.list_of(value if name == "agency_id" else or_none(value), LIMIT)
    for name, value in COLUMNS.items()
}


class Misread(Struct, frozen=True, kw_only=True):
    """What is wrong with one cell of a claim."""

    column: str
    given: str
    expected: str


def read_all(given: Cells) -> list[Claim]:
    """Read the claims of a query. Raises InvalidQuery with every problem of every claim."""
    lists = {name: given[name] for name in COLUMNS if name in given}
    count = max(len(each) for each in lists.values())
    faults = [
        Fault(parameter=name, given=written(name, each), expected=one_or(count))
        for name, each in lists.items()
        if len(each) not in {1, count}
    ]
    if faults:
        raise InvalidQuery(faults)
    rows = [{name: each[n if len(each) > 1 else 0] for name, each in lists.items()} for n in range(count)]
    if count > 1 and all(len(each) == 1 for name, each in lists.items() if name not in NUMBERS):
        raise InvalidQuery([several_numbers(lists)])
    faults = [
        Fault(parameter=each.column, given=each.given, expected=f"claim {n}: {each.expected}")
        for n, row in enumerate(rows, 1)
        for each in misread(row)
    ]
    if faults:
        raise InvalidQuery(faults)
    return [claim(row) for row in rows]


def several_numbers(lists: Mapping[str, list[Any]]) -> Fault:
    """Describe several numbers for one question, which are often one number with a comma in it."""
    name = next(name for name in NUMBERS if len(lists.get(name, ())) > 1)
    expected = "one number, because the claims differ in nothing else; write 12500 for 12,500"
    return Fault(parameter=name, given=written(name, lists[name]), expected=expected)


def one_or(count: int) -> str:
    several = f"1 value, which holds for all claims, or {count}, one for each claim"
    return f"{several}; write {NONE} where a claim states nothing"


def written(name: str, given: list[Any]) -> str:
    return PARAMETERS[name].write(given)


def misread(row: Cells) -> Iterator[Misread]:
    """Yield what is wrong between the cells of one claim, each of which is right by itself."""
    stated = {name for name, value in row.items() if value is not None}
    if "agency_id" not in stated:
        yield problem(row, "agency_id", f"required: {COLUMNS['agency_id'].expected}")
    if len(stated & {"metric", "kind"}) != 1:
        yield problem(row, "metric", "either a metric or the kind of an offer")
    if "kind" in stated:
        yield from (
            problem(row, name, "nothing, because the claim is about an offer")
            for name in OF_FIGURES
            if name in stated - {"metric"}
        )
    elif "audience_kind" in stated:
        yield problem(row, "audience_kind", "nothing, because the claim is not about an offer")
    for name, code in NUMBERLESS.items():
        if row.get(name) == code:
            yield problem(row, name, f"a code of a statement with a number, so not {code}")
    yield from misread_number(row, stated)


def misread_number(row: Cells, stated: set[str]) -> Iterator[Misread]:
    ends = stated & {"value_low", "value_high"}
    if row.get("qualifier") == "between" or ends:
        if "value" in stated or len(ends) != 2:
            yield problem(row, "value", "value_low and value_high without value, or value without them")
        elif row["value_low"] >= row["value_high"]:
            yield problem(row, "value_high", "more than value_low")
        if row.get("qualifier") not in {None, "between"}:
            yield problem(row, "qualifier", "between, because the claim gives two ends")
    elif "value" not in stated:
        yield problem(row, "value", f"required: {AMOUNT.expected}")


def problem(row: Cells, name: str, expected: str) -> Misread:
    value = row.get(name)
    return Misread(column=name, given="" if value is None else COLUMNS[name].write(value), expected=expected)


def claim(row: Cells) -> Claim:
    """Build the claim. A claim about a count is about observed people of both sexes unless it says so."""
    stated = {name: value for name, value in row.items() if value is not None}
    is_offer = "kind" in stated
    usual: dict[str, Any] = {
        "qualifier": "between" if "value_low" in stated else "exact",
        "modality": "offered" if is_offer else "observed",
        "sex": None if is_offer else "all",
    }
    return Claim(**(usual | stated))
