"""`/v1/incentives.svg?…`, `.png` and `.vl.json`: the records of a list side by side, as bars."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from litestar.response.base import ASGIResponse

from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.catalog.values import Value
from api.charts import bars, comparable
from api.charts.bars import Bars
from api.charts.marking import Marking
from api.query import keyset, parameters
from api.query.parsing import Question
from api.routes import chart_forms, records
from api.routes.asked import Asked
from api.routes.chart_forms import FORMS, Form
from api.routes.choose_release import named_or_newest
from api.routes.operation import NOT_MODIFIED, Operation, pascal, title

DRAWN = (BY_NAME["staffing-figures"], BY_NAME["incentives"])
ABOUT = (
    "One bar for each record of the list, in its order; at most 50. Records that would mislead side by side "
    "are 400 `not-drawable`: of different units, metrics or modalities, a part beside its whole, men beside "
    "all. `detail` has every reason, and the filter that helps."
)
WHOLE = "a chart shows the whole list; the pages of the list take this"
NOT_HERE = dict.fromkeys(("limit", "after", "count", "include"), WHOLE)


def operations(resource: Resource) -> Iterator[Operation]:
    return (operation(resource, form) for form in FORMS if resource in DRAWN)


def operation(resource: Resource, form: Form) -> Operation:
    async def answer(asked: Asked) -> ASGIResponse:
        return await respond(asked, form)

    return Operation(
        path=resource.path + form.suffix,
        id=f"draw{resource.collection}{pascal(form.suffix)}",
        summary=f"Draw {resource.plural} as {form.about}",
        description=ABOUT,
        tag=title(resource),
        resource=resource,
        query={**list_values(resource), **chart_forms.look_values(form)},
        explain=NOT_HERE,
        also=chart_forms.described(form),
        form=chart_forms.representation(form),
        release=named_or_newest,
        responses=(chart_forms.response(form), NOT_MODIFIED),
        problems=("InvalidChart", "NotFound"),
        answer=answer,
    )


def list_values(resource: Resource) -> Mapping[str, Value]:
    """List the parameters that choose and order the records."""
    return {name: each for name, each in parameters.file_values(resource).items() if name != "fields"}


async def respond(asked: Asked, form: Form) -> ASGIResponse:
    chart = Bars(records=comparable.drawn(await read(asked)), release=(await asked.chosen_release()).number)
    envelope = asked.envelope(await asked.chosen_release())
    said = Marking(title=chart.title, description=chart.description, credit=chart.credit, url=envelope.url)
    specification = bars.specification(chart, chart_forms.look_of(asked))
    return await chart_forms.respond(asked, form, envelope, specification, said)


async def read(asked: Asked) -> list[Any]:
    """Read the records of the list, and one more than a chart shows."""
    look = chart_forms.LOOK.keys()
    chosen = {name: each for name, each in asked.question.values.items() if name not in look}
    row = await records.rows(asked, Question(values=chosen | {"limit": comparable.MOST + 1}, pairs={}))
    listed: list[Any] = msgspec.json.decode(
        b"[%b]" % keyset.page_bodies(row),
        type=list[asked.resource.record],  # type: ignore[name-defined]
    )
    return listed
