"""A question that the data answers, with the answer that the release itself gives."""

import msgspec
from litestar.datastructures import State

from api import fetching, paging, query
from api.citing import sentences
from api.citing.reading import Shelf
from api.citing.routes import cited
from api.discovery.holdings import FIGURES
from api.releases import Held, not_here
from schemas.staffing_figure import StaffingFigure

ASKED = b"agency_id=us-dhs-ice&metric=applications&headline=true&sort=-as_of&limit=1"


async def answered(state: State, held: Held, public_url: str) -> str:
    """The headline figure in the words of its citation; nothing where the release has none."""
    question = query.read(ASKED, query.page_values(FIGURES))
    found = await fetching.row(state.pools.pages, *paging.page(FIGURES, question, held.number))
    if found is None:
        raise not_here(held.number)
    if not found["bodies"]:
        return ""
    figure = msgspec.json.decode(paging.within(found), type=StaffingFigure)
    shelf = Shelf(state.pools.pages, state.lookups, held.number)
    path = f"{public_url}/v1/{FIGURES.name}"
    said = sentences.newsroom(await cited(figure, shelf, held, f"{path}/{figure.id}"))
    return f"For example {path}?{question.canonical(release=str(held.number))} answers: {said}"
