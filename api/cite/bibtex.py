"""BibTeX, with fields that both the classic styles and biblatex read."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from api.cite.apa import note
from api.cite.work import Work

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BibTeX counts braces even after a backslash, so they are written by name.
SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
        "`": r"\textasciigrave{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
        **{letter: f"\\{letter}" for letter in "#$%&_"},
    }
)  # fmt: skip
# TeX joins two of these into one character, such as a dash or a quotation mark.
LIGATURE, SEPARATED = re.compile(r"([-',])(?=\1)"), r"\1{}"
UNSAFE = re.compile(r"[^!#$%&\'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]")


def write(work: Work) -> bytes:
    kind = entry(work)
    fields = [f"  {name} = {text}" for name, text in [*common(work), *particular(work, kind)]]
    return (f"@{kind}{{{work.key},\n" + ",\n".join(fields) + "\n}\n").encode()


def entry(work: Work) -> str:
    """Choose the entry type. An article needs a journal and a report an institution; the rest is `misc`."""
    if work.csl_type == "article-newspaper" and work.container:
        return "article"
    return "techreport" if work.csl_type == "report" and work.publisher else "misc"


def common(work: Work) -> Iterator[tuple[str, str]]:
    if work.author:
        yield "author", f"{{{braced(work.author)}}}"
    if work.title:
        yield "title", f"{{{braced(work.title)}}}"
    if work.issued:
        year, *rest = work.issued.parts
        yield "year", f"{{{year}}}"
        yield from (("month", MONTHS[month - 1]) for month in rest[:1])
        yield from (("day", f"{{{day}}}") for day in rest[1:])


def particular(work: Work, kind: str) -> Iterator[tuple[str, str]]:
    within = f"{work.genre}. In {work.container}" if work.relation == "within" else work.genre
    texts = {
        "journal": work.container if kind == "article" else None,
        "institution": work.publisher if kind == "techreport" else None,
        "publisher": work.publisher if kind == "misc" and work.publisher != work.author else None,
        "howpublished": within if kind == "misc" else None,
        "version": work.version,
        "langid": work.language,
        "note": note(work),
    }
    yield from ((name, braced(text)) for name, text in texts.items() if text)
    if work.url:
        yield "url", f"{{{UNSAFE.sub(lambda each: quote(each[0]), work.url)}}}"
    if work.accessed:
        yield "urldate", f"{{{work.accessed.isoformat()}}}"


def braced(text: str) -> str:
    return f"{{{LIGATURE.sub(SEPARATED, text.translate(SPECIAL))}}}"
