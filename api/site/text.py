"""`/staffing-figures/{id}.txt`: the stated value alone, for spreadsheets and layout programs."""

from collections.abc import Iterator

from litestar.response.base import ASGIResponse
from msgspec import structs

from api.http.envelope import Representation
from api.routes.asked import Asked
from api.routes.operation import Operation
from api.site.evidence import decoder
from api.site.form import record_page
from api.site.links import links_of
from api.site.stated import STATED, stated

PLAIN = "text/plain"


def operations() -> Iterator[Operation]:
    for resource in STATED:
        form = Representation(media_type=PLAIN, content_type=f"{PLAIN}; charset=utf-8")
        yield structs.replace(record_page(resource, get_text, ".txt"), form=form)


async def get_text(asked: Asked) -> ASGIResponse:
    release, row = await asked.find()
    record = decoder(asked.resource).decode(row["body"])
    shown = stated(record, None, links_of(asked, asked.operation.path_to(asked.key)))
    return await asked.respond(release, shown.value.encode())
