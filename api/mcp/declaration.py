"""The declaration of a tool, and the arguments that several tools share."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, get_args

import msgspec
from msgspec import Struct

from api.catalog import values
from api.check import claims
from api.mcp.answers import Answer
from api.mcp.arguments import Argument, schema_of
from api.mcp.calls import Call
from schemas import vocabularies as v


class Tool(Struct, frozen=True, kw_only=True):
    """A tool. `answer` takes a call with valid arguments; the release is an argument of every tool.

    `is_newest`: whether it always reads the newest release.
    """

    name: str
    title: str
    about: str
    arguments: Mapping[str, Argument]
    required: tuple[str, ...] = ()
    output: type[Answer]
    is_newest: bool = False
    answer: Callable[[Call], Awaitable[Answer]]

    @property
    def known(self) -> Mapping[str, Argument]:
        return self.arguments if self.is_newest else {**self.arguments, **RELEASE}

    @property
    def input_schema(self) -> dict[str, Any]:
        return schema_of(self.known, self.required)

    @property
    def output_schema(self) -> dict[str, Any]:
        """The schema of the answer, with its root in place, because the protocol wants an object there."""
        schema: dict[str, Any] = msgspec.json.schema(self.output)
        root: dict[str, Any] = schema["$defs"][self.output.__name__]
        return root | {"$defs": schema["$defs"]}


RELEASE: Final = {
    "release": Argument(
        about="The release to read, by number. Default: the newest.",
        value=values.integer_range(1, values.INT_LIMIT),
    )
}
AGENCY: Final = Argument(
    about="The agency's id, such as us-dhs-ice. find_agency finds it.", value=claims.COLUMNS["agency_id"]
)
METRIC: Final = Argument(
    about="What is counted: hires, sworn_headcount, total_headcount, vacancies, applications, separations, "
    "authorized_positions or another metric.",
    value=claims.COLUMNS["metric"],
)
YEAR: Final = Argument(
    about="A calendar year. Default: the newest number of each question.",
    value=values.integer_range(1776, 2100),
)
STATE: Final = Argument(
    about="The USPS code of a state or territory, such as CA.",
    value=claims.all_of("State", get_args(v.State)),
)
# What tells one question from another.
PARTS: Final[Mapping[str, Argument]] = {
    "subset": Argument(about="The part that is counted. Default: any.", value=claims.COLUMNS["subset"]),
    "sex": Argument(about="Whose number it is. Default: any.", value=claims.COLUMNS["sex"]),
    "modality": Argument(
        about="Observed, a target and so on. Default: any.", value=claims.COLUMNS["modality"]
    ),
    "period": Argument(about="The kind of period. Default: any.", value=claims.COLUMNS["period"]),
}
