"""`/v1/series/{id}.svg`, `.png` and `.vl.json`: a series as a chart."""

from collections.abc import Iterator

import msgspec
from litestar.response.base import ASGIResponse

from api.catalog.resources import BY_NAME
from api.charts import line, texts
from api.charts.marking import Marking
from api.query import parameters
from api.routes import chart_forms
from api.routes.asked import Asked
from api.routes.chart_forms import FORMS, Form
from api.routes.choose_release import named_or_newest
from api.routes.operation import NOT_MODIFIED, Operation, pascal, title
from api.routes.records import gone, redirects
from api.routes.whole_record import whole
from schemas.series import SeriesDetail

SERIES = BY_NAME["series"]
ABOUT = (
    "The points of the series and their source. Lines join only numbers that may be compared: not across "
    "a missing year, a change of the source or of its counting rule, or a number that is only a bound. A "
    "series without a dated number is 400 `not-drawable`."
)
decode = msgspec.json.Decoder(SeriesDetail).decode


def operations() -> Iterator[Operation]:
    return (operation(form) for form in FORMS)


def operation(form: Form) -> Operation:
    async def answer(asked: Asked) -> ASGIResponse:
        return await respond(asked, form)

    return Operation(
        path=SERIES.record_path + form.suffix,
        id=f"draw{SERIES.label}{pascal(form.suffix)}",
        summary=f"Draw one series as {form.about}",
        description=ABOUT,
        tag=title(SERIES),
        resource=SERIES,
        query={**parameters.moment_values(), **chart_forms.look_values(form)},
        also=chart_forms.described(form),
        form=chart_forms.representation(form),
        release=named_or_newest,
        responses=(chart_forms.response(form), NOT_MODIFIED, *redirects(SERIES)),
        problems=("InvalidChart", "NotFound", *gone(SERIES)),
        answer=answer,
    )


async def respond(asked: Asked, form: Form) -> ASGIResponse:
    release, body = await whole(asked)
    series, number, envelope = decode(body), release.number, asked.envelope(release)
    specification = line.specification(series, chart_forms.look_of(asked), number)
    said = Marking(
        title=texts.title(series),
        description=texts.description(series, number),
        credit=texts.credit(series, number),
        url=envelope.url,
    )
    return await chart_forms.respond(asked, form, envelope, specification, said)
