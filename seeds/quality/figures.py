"""What the rules read of an agency and its figures, and what they say of a figure."""

from datetime import date

from msgspec import Struct

from schemas import vocabularies as v

SWORN, CIVILIAN, TOTAL = "sworn_headcount", "civilian_headcount", "total_headcount"
RATE, POPULATION = "employees_per_1000", "population_covered"
# The Bureau of Justice Statistics counts sheriffs' and state officers by another definition than the FBI.
SURVEY = "bjs-csllea"


class Figure(Struct, frozen=True, kw_only=True, gc=False):
    """A figure that is not deprecated. `value` is None unless the source states one exact number."""

    id: str
    metric: str
    modality: v.Modality = "observed"
    value: float | None
    as_of: date | None
    subset: str | None = None
    sex: v.Sex = "all"
    period: v.Period | None = None
    date_basis: v.DateBasis | None = None
    source_id: str | None = None
    source_kind: v.SourceKind | None = None
    headline: bool = False
    headline_of_year: bool = False

    @property
    def counted(self) -> bool:
        """Whether the number is no plan."""
        return self.modality in {"observed", "estimated"}

    @property
    def whole(self) -> bool:
        """Whether it is an exact count of all people on a known day."""
        return self.counted and self.subset is None and self.value is not None and self.as_of is not None

    @property
    def survey(self) -> bool:
        """Whether the Bureau of Justice Statistics counted."""
        return (self.source_id or "").startswith(SURVEY)


class Agency(Struct, frozen=True, kw_only=True):
    """An agency with its figures in a release. `published_on` is the day of the release."""

    kind: v.AgencyKind
    level: v.AgencyLevel
    published_on: date
    figures: tuple[Figure, ...]

    def of(self, metric: str, sex: v.Sex = "all") -> list[Figure]:
        """Return the exact, dated figures of the whole agency for a metric, oldest first."""
        found = [each for each in self.figures if each.metric == metric and each.sex == sex and each.whole]
        return sorted(found, key=lambda each: (each.as_of, each.id))

    def by_year(self, metric: str, sex: v.Sex = "all") -> dict[int, Figure]:
        """Map years to the headline of the year, in order."""
        return {year_of(each): each for each in self.of(metric, sex) if each.headline_of_year}


class Mark(Struct, frozen=True, kw_only=True, gc=False):
    """A flag of a figure, and one sentence that says why."""

    id: str
    flag: v.Flag
    note: str


def year_of(figure: Figure) -> int:
    assert figure.as_of is not None  # noqa: S101 -- Agency.of yields dated figures only
    return figure.as_of.year


def number(figure: Figure) -> float:
    assert figure.value is not None  # noqa: S101 -- Agency.of yields exact figures only
    return figure.value


def printed(figure: Figure) -> str:
    value = number(figure)
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def within(one: float, other: float, factor: float) -> bool:
    """Whether the larger number is at most `factor` times the smaller one, and neither is 0."""
    return 0 < max(one, other) <= factor * min(one, other)


def moved(before: float, after: float, factor: float) -> int:
    """Return 1 if a number grew by the factor or more, -1 if it shrank so, else 0. A zero moves nowhere."""
    if not before or not after:
        return 0
    return (after >= factor * before) - (before >= factor * after)
