"""How a chart looks: its size, its colors, its fonts."""

from typing import Any, Final, Literal, TypeAlias, get_args

from msgspec import Struct

Theme: TypeAlias = Literal["light", "dark", "auto"]
# Its metrics are those of Arial, and the renderer brings it along. From a list without a font that it has, it
# would draw a picture without words.
FONT: Final = "Liberation Sans, Arial, Helvetica, sans-serif"
THEMES: Final = get_args(Theme)
WIDTHS: Final = (320, 600, 900)
SCALES: Final = (1, 2)


class Palette(Struct, frozen=True, kw_only=True):
    """Each color has one role, so that a style can replace it in a finished SVG."""

    paper: str
    ink: str
    quiet: str
    grid: str
    mark: str


LIGHT: Final = Palette(paper="#ffffff", ink="#16202c", quiet="#525f6b", grid="#d5dce3", mark="#1558a8")
DARK: Final = Palette(paper="#11161c", ink="#e4e9ef", quiet="#aab5c0", grid="#37424e", mark="#8fbcff")


class Look(Struct, frozen=True, kw_only=True):
    """`width` is that of the whole picture in pixels. `auto` follows the reader's system, in an SVG."""

    theme: Theme = "light"
    width: int = 600

    @property
    def palette(self) -> Palette:
        return DARK if self.theme == "dark" else LIGHT

    @property
    def plot_height(self) -> int:
        """The height in pixels of what is drawn, with its axes and without any title."""
        return max(190, self.width * 2 // 5)

    def characters(self, size: float) -> int:
        """How many letters of a size fit on a line."""
        return int((self.width - 20) / (size * 0.52))


def config(look: Look) -> dict[str, Any]:
    colors = look.palette
    return {
        # the picture is one image with a description; its parts say nothing
        "aria": False,
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "labelColor": colors.quiet, "titleColor": colors.quiet, "gridColor": colors.grid,
            "domainColor": colors.quiet, "tickColor": colors.quiet, "labelFontSize": 12, "titleFontSize": 12,
            "titleFontWeight": "normal", "titlePadding": 10,
        },
        "legend": {
            "labelColor": colors.ink, "labelFontSize": 12, "labelLimit": 400, "orient": "bottom",
            "title": None, "direction": "vertical", "symbolSize": 70, "offset": 8,
        },
        "title": {
            "color": colors.ink, "subtitleColor": colors.quiet, "fontSize": 16, "subtitleFontSize": 12,
            "subtitlePadding": 4, "anchor": "start", "offset": 10,
        },
    }  # fmt: skip
