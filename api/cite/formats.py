"""The machine-readable citation formats, with their suffixes and media types."""

from collections.abc import Callable

from msgspec import Struct

from api.cite import bibtex, csl, ris
from api.cite.work import Work


class CiteFormat(Struct, frozen=True, kw_only=True):
    suffix: str
    media_type: str
    about: str
    write: Callable[[Work], bytes]
    charset: str = "; charset=utf-8"

    @property
    def content_type(self) -> str:
        return self.media_type + self.charset


FORMATS = (
    CiteFormat(
        suffix=".csl.json",
        media_type="application/vnd.citationstyles.csl+json",
        about="CSL-JSON, for Zotero, citeproc and pandoc.",
        write=csl.write,
        charset="",
    ),
    CiteFormat(
        suffix=".bib",
        media_type="application/x-bibtex",
        about="BibTeX, for LaTeX.",
        write=bibtex.write,
    ),
    CiteFormat(
        suffix=".ris",
        media_type="application/x-research-info-systems",
        about="RIS, for EndNote, Mendeley and library catalogs.",
        write=ris.write,
    ),
)
CSL, BIBTEX, RIS = FORMATS
