"""An example question for `/llms.txt`, with the answer that the release gives."""

import msgspec

from api.cite import apa
from api.cite.lookup import ReleaseRecords, load_work
from api.database import fetch
from api.database.pool import Pool
from api.discovery.holdings import FIGURES
from api.query import keyset, parameters, parsing
from api.reading.batching import RecordLoader
from api.reading.releases import ReleaseRef, not_here
from schemas.staffing_figure import StaffingFigure

QUERY = b"agency_id=us-dhs-ice&metric=applications&headline=true&sort=-as_of&limit=1"


async def example_answer(
    pool: Pool, record_loader: RecordLoader, release: ReleaseRef, public_url: str
) -> str:
    """Write the example with its headline figure, or an empty text if the release has no such figure."""
    question = parsing.read(QUERY, parameters.page_values(FIGURES))
    row = await fetch.row(pool, *keyset.page(FIGURES, question, release.number))
    if row is None:
        raise not_here(release.number)
    if not row["bodies"]:
        return ""
    figure = msgspec.json.decode(keyset.page_bodies(row), type=StaffingFigure)
    records = ReleaseRecords(pool, record_loader, release.number)
    path = f"{public_url}/v1/{FIGURES.name}"
    sentence = apa.newsroom(await load_work(figure, records, release, f"{path}/{figure.id}"))
    return f"For example {path}?{question.canonical(release=str(release.number))} returns: {sentence}"
