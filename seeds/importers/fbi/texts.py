"""The editions of the FBI's employees file: their sources and release notes."""

from collections.abc import Mapping

from msgspec import Struct

from seeds.importers.fbi.figures import Summary

_COUNTED = (
    "Full-time law-enforcement employees on the payroll on 31 October of the year, as each agency "
    "reported them. Officers carry a firearm and a badge, have full powers of arrest and are paid from "
    "funds set aside for sworn officers; civilians are all other employees."
)
_QUIRKS = (
    "The file states population 0 where people are counted elsewhere (campuses, tribes, state units): "
    "that is no figure. A row of nothing but zeros is an agency that did not report: no figure either. "
    "pe_ct_per_1000 counts all employees, not officers, over the residents whom no other agency covers "
    "(Los Angeles County: only those outside its cities), so it cannot be compared between kinds of "
    "agencies. Never add the agencies up: years are mixed and reissued ORIs stand twice."
)
_COMMON: dict[str, object] = {
    "kind": "dataset",
    "publisher": "Federal Bureau of Investigation",
    "quality": "primary",
    "language": "en",
    "license": "Public domain in the United States (17 U.S.C. 105)",
    "counting_rule": _COUNTED,
}
_NAMES: dict[str, object] = {
    "id": "fbi-cde-agencies-2018",
    "kind": "dataset",
    "title": "Crime Data API: agency_name_edits.csv and icpsr_2012.csv",
    "publisher": "Federal Bureau of Investigation",
    "via": "fbi-cde/crime-data-api on GitHub, commit 3370f90",
    "published_on": "2018-07-26",
    "retrieved_on": None,
    "license": "CC0 1.0",
    "quality": "primary",
    "language": "en",
    "note": "Readable names of agencies, and the inner point of the county an ORI is filed under.",
}
_COUNTIES: dict[str, object] = {
    "id": "census-county-population-2023",
    "kind": "dataset",
    "title": "co-est2023-alldata.csv: county population, vintage 2023",
    "publisher": "US Census Bureau",
    "via": "cshnican/language_and_disease_transmission on GitHub, commit 5fe2574",
    "retrieved_on": None,
    "license": "Public domain in the United States (17 U.S.C. 105)",
    "quality": "primary",
    "language": "en",
    "note": "Used for the names and FIPS codes of counties only; its population estimates are not loaded.",
}
_NAMING = """\
Names: those the FBI edited itself (2018, CC0) where they speak of the agency of the row, else as printed. {cut_names:,} names end in ":" and {comma_names:,} in "," because the unit was cut off; {mended_names:,} of them get their unit back from the edited names, the others stay as printed, without the sign. The edited names are not followed where they append "County Sheriff's Office" to a police department (Hawaii), where they are out of date (ICE's lists name a Miami-Dade Sheriff's Office; Salt Lake County's Unified Police Department has an ORI of its own) or where the file has since renamed the agency: then the name of 2018 is an alias.

Kind and level follow the FBI's type of agency and, for its types Other, Other State Agency and County, our reading of the name. School districts, airports, railroads, ports and joint task forces have level special_district, hospitals campus; the vocabulary has no closer word.

State: NB is NE, GM is GU, FS (federal) is none. Two "Federal" rows are agencies of Florida and of the District of Columbia. Of the federal rows ten are whole agencies or offices with ids of their own (the FBI is us-doj-fbi; DEDEA0100 is the DEA's office in Wilmington, not the DEA); the others name a department without its unit (four say "United States Department of the Interior,") and keep their ORI as id.

Counties: named as by the Census Bureau, with its code; for an agency in several counties the text names all and there is no code. The point is that of the county under which the FBI's list of 2012 files the ORI; none for Connecticut, whose planning regions are not the counties of 2012.
"""  # noqa: E501 -- a paragraph a line
_REISSUED = """\
ORIs reissued to the same agency: 23 Maryland State Police barracks (MD3xxSP00 until 2020, MDMSPxx00 from 2021, paired by county) and Guam's police; the old record points to the new one, which takes over the name of its unit. ORIs given to another agency, by their names in 2018 and now: PA0380800 (Cleona police, now State Park Rangers), NM0321000 (Peralta police, now the University of New Mexico) and MA014649E (Tufts University, now Worcester Polytechnic Institute): the new holder's id ends in -2, and the former holder has a record without figures in this release. Where mergers or neighbours took an ORI over (AZ0010500, KY0565000, PA0191000, PA0192400, PA0363500, OKOHP1200, TX1521300, GA0250300) the evidence is not clear: one record each, under the newer name.
"""  # noqa: E501 -- a paragraph a line


class Edition(Struct, frozen=True, kw_only=True):
    title: str
    about: str
    source: Mapping[str, object]
    auxiliary: tuple[Mapping[str, object], ...] = ()
    reissued: str = ""
    sha256: str | None = None  # of the only known copy

    def notes(self, summary: Summary) -> str:
        counts = {name: getattr(summary, name) for name in ("cut_names", "comma_names", "mended_names")}
        naming = _NAMING.format(**counts) if self.auxiliary else ""
        return "\n".join(filter(None, [self.about, _loaded(summary), naming, self.reissued]))


def _loaded(summary: Summary) -> str:
    first, last = summary.years
    lines = [
        *(f"{sentence}." for sentence in summary.types()),
        f"{summary.agencies:,} agencies. {summary.tally.loaded:,} agency-years of {first} to {last} loaded.",
        *(f"Not loaded: {count:,} {why}." for why, count in summary.tally.reasons().most_common()),
        f"No figure of the population covered: {summary.no_population:,} rows say 0.",
    ]
    if summary.stated:
        lines.append(
            f"{summary.stated:,} agency-years stand in an earlier release too: those figures stay, "
            "only what it does not state (men and women) is added."
        )
    return "\n".join(lines) + "\n"


EDITIONS: dict[str, Edition] = {
    "latest-2026": Edition(
        sha256="a24d269c1b3e02a4ca59080a33bb7e15e3d421c76f556f31fe8ec4789edda365",
        title="Law-enforcement agencies of the United States, and their newest FBI counts",
        about="The register of agencies with each one's newest count of sworn officers, civilians and all "
        "employees in the FBI's Law Enforcement Employees file (refresh of 2026). " + _QUIRKS + "\n",
        source={
            "id": "fbi-lee-2026",
            "title": "Law Enforcement Employees (Crime Data Explorer), refresh of 2026",
            "via": "recoveredfactory/287g-watch on GitHub, commit 0517b81",
            "published_on": "2026",
            **_COMMON,
            "note": "Read in a copy reduced to the newest year of each agency since 2018, not split by sex. "
            + _QUIRKS,
        },
        auxiliary=(_NAMES, _COUNTIES),
        reissued=_REISSUED,
    ),
    "louisiana-2022": Edition(
        sha256="5a78ed87307626ac9b8815a10c7b02768dd3e30469378790bfe47af43df68e1a",
        title="Louisiana's law-enforcement employees, 1960 to 2022",
        about="Every agency-year of Louisiana in the FBI's Law Enforcement Employees file, men and women. "
        + _QUIRKS
        + "\n",
        source={
            "id": "fbi-lee-1960-2022-louisiana",
            "title": "Law Enforcement Employees 1960-2022 (Crime Data Explorer), rows of Louisiana",
            "via": "aclu-national/louisiana_police_quick_facts on GitHub, commit 93c251c",
            **_COMMON,
            "note": "Two columns of names, joined to the copy from another publisher's list, were not read. "
            + _QUIRKS,
        },
    ),
    "master-2026": Edition(
        title="Law-enforcement employees since 1960",
        about="The FBI's Law Enforcement Employees master file, every agency and year. " + _QUIRKS + "\n",
        source={
            "id": "fbi-lee-2026",
            "title": "Law Enforcement Employees (Crime Data Explorer), refresh of 2026",
            "published_on": "2026",
            **_COMMON,
            "note": _QUIRKS,
        },
        auxiliary=(_NAMES, _COUNTIES),
        reissued=_REISSUED,
    ),
}
