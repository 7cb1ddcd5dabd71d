"""Read a search for figures as a question: "how many people has ICE hired" asks for ICE's hires."""

import re

QUESTION = re.compile(r"\s*(how (many|much)|what|which|who|number of)\b", re.IGNORECASE)
# Words that a question has and a figure has not. Shorter ones are stop words of the search already.
ASKING = re.compile(r"\b(how|many|much|people|persons?|number|total|currently|now)\b", re.IGNORECASE)
# The stem of a word → the metrics that it asks for.
METRICS = {
    "hir": ("hires",), "recruited": ("hires",),
    "applicant": ("applications",), "application": ("applications",), "applied": ("applications",),
    "offer": ("offers",), "vacan": ("vacancies", "vacancy_rate"), "opening": ("vacancies",),
    "left": ("separations",), "quit": ("separations",), "resign": ("separations",),
    "separat": ("separations",), "retire": ("separations",), "graduat": ("academy_graduates",),
    "officer": ("sworn_headcount",), "sworn": ("sworn_headcount",), "employee": ("total_headcount",),
    "civilian": ("civilian_headcount",),
}  # fmt: skip
STEM = re.compile(rf"\b(?:{'|'.join(METRICS)})", re.IGNORECASE)


def without_asking(search: str) -> str:
    """Return the search without the words that only make it a question."""
    left = ASKING.sub(" ", search) if QUESTION.match(search) else search
    return left if left.strip() else search


def metrics(search: str) -> list[str]:
    """The metrics that the search asks for: figures of these come first."""
    found = (METRICS[stem.lower()] for stem in STEM.findall(search))
    return sorted({metric for each in found for metric in each})
