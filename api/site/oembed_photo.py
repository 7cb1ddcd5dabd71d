"""The URL of a chart's picture as an oEmbed photo, in the largest size that fits."""

from msgspec import structs

from api import about
from api.charts import line, texts
from api.charts.look import WIDTHS, Look
from api.query.parsing import Question
from api.routes.asked import Asked
from api.routes.operation import fill_path
from api.site.evidence import Found
from api.site.oembed_formats import Embedded


def photo(asked: Asked, found: Found, size: Question) -> Embedded:
    """Build the answer about a picture. Without a size that fits it is only a link."""
    answer = Embedded(
        type="link",
        title=texts.description(found.record, found.release.number),
        provider_name=about.NAME,
        provider_url=asked.public_url,
    )
    for width in fitting(asked, size):
        height = line.specification(found.record, Look(width=width), found.release.number)["height"]
        scale = asked.question.get("scale", 1)
        if height * scale <= size.get("maxheight", height * scale):
            url = url_of(asked, width)
            return structs.replace(answer, type="photo", url=url, width=width * scale, height=height * scale)
    return answer


def fitting(asked: Asked, size: Question) -> list[int]:
    """List the widths of charts that are not wider than the URL's and than what is asked for."""
    wanted, scale = asked.question.get("width", 600), asked.question.get("scale", 1)
    most = size.get("maxwidth", wanted * scale)
    return [each for each in sorted(WIDTHS, reverse=True) if each <= wanted and each * scale <= most]


def url_of(asked: Asked, width: int) -> str:
    """The URL of the picture, in the release that the URL names."""
    pin = {"release": str(asked.number)} if asked.pinned else {}
    query = asked.question.canonical(known_on=None, width=str(width), **pin)
    return f"{asked.public_url}{fill_path(asked.operation.path, asked.key)}?{query}"
