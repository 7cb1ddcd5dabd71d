"""LEOKA 2004 and 2005: the source, the settings of the tables and the release notes."""

from seeds.importers.shared.write import Row, Tally

TITLE = "Police employees of 2004 and 2005"
SOURCE: Row = {
    "id": "fbi-leoka-2004-2005",
    "kind": "dataset",
    "title": "Law Enforcement Officers Killed and Assaulted (LEOKA): police employees, 2004 and 2005",
    "publisher": "Federal Bureau of Investigation",
    "author": "Compiled by Justin McCrary",
    "via": "johnson-shuffle/mixtape on GitHub, commit e910f35",
    "url": "https://eml.berkeley.edu/~jmccrary/UCR/index.html",
    "language": "en",
    "license": "Public domain in the United States (17 U.S.C. 105)",
    "quality": "primary",
    "counting_rule": "Full-time law-enforcement employees on 31 October of the year; officers are those with "
    "powers of arrest. Men and women are told apart for all employees only.",
    "note": "ORIs have seven characters, names are abbreviated and cut at 24 letters. No officers means that "
    "the agency did not report; population 0, that its residents are counted elsewhere.",
}
REGISTRY: Row = {
    "id": "fbi-cde-agency-registry-2018",
    "kind": "dataset",
    "title": "Crime Data API: agencies endpoint, as of September 2018",
    "publisher": "Federal Bureau of Investigation",
    "via": "ericjohannes/fbi_data_downloader on GitHub, commit 64489cf",
    "published_on": "2018-09",
    "retrieved_on": None,
    "language": "en",
    "license": "Public domain in the United States (17 U.S.C. 105)",
    "quality": "primary",
    "note": "Used for the county of agencies that no newer file knows. Its names are not used: it appends "
    '"County Sheriff\'s Office" to every agency of type County.',
}
_TABLE: Row = {
    "source_id": "fbi-leoka-2004-2005",
    "family": "fbi-leoka",
    "locator": "ori7={ori7}, year={year}, {column}",
    "extra": ["ori7", "year"],
}
TABLES: dict[str, Row] = {
    "agencies.csv.gz": {"mode": "merge", "change": {"kind": "enrichment"}},
    "staffing-figures.csv.gz": {
        **_TABLE,
        "common": {"modality": "observed", "qualifier": "exact", "date_basis": "stated"},
        "measures": [
            {"column": "sworn_officers", "metric": "sworn_headcount"},
            {"column": "civilians", "metric": "civilian_headcount"},
            {"column": "total_employees", "metric": "total_headcount"},
            {"column": "male_employees", "metric": "total_headcount", "fields": {"sex": "male"}},
            {"column": "female_employees", "metric": "total_headcount", "fields": {"sex": "female"}},
        ],
    },
    "staffing-figures-population.csv.gz": {
        **_TABLE,
        "common": {"modality": "estimated", "qualifier": "exact", "date_basis": "stated"},
        "measures": [{"column": "population", "metric": "population_covered"}],
    },
}
_NOTES = """\
Officers, civilians, all employees, men and women of all employees, and the population covered, of the agencies that reported officers to LEOKA for 31 October 2004 and 2005. {loaded:,} agency-years loaded.
{reasons}

Agencies: a seven-character ORI is the agency of the register whose ORI is those seven characters and "00", else the only one whose ORI begins with them if the name agrees too (campuses and others with endings like 9E and 0X). Added are {added:,} agencies: some of Louisiana, which the next release describes as well, and those that are in no newer file; the id of these is the seven-character ORI in lower case and they have no ORI. The United States Park Police is us-doi-nps-uspp. Where the FBI's lists of 2018 have their seven characters and "00" under an agreeing name, they take its readable name, type and county, and that ORI is an alias; the others keep LEOKA's abbreviated name, and kind and level are read from it and from the population group (1 to 7 cities, 8 and 9 counties): "other" where neither says.
Eight ORIs were another agency's then than in the register (VA11603, the port at Newport News, now the Marine Resources Commission; NC08408, Pfeiffer University, now Misenheimer; AZ00105, KY05650, PA01910, PA01924, PA03635 and TX15213, since merged or taken over): they have records of their own. Where a regional force continues a town's ORI (Fox Valley for Little Chute, Tiadaghton Valley for Jersey Shore) the history stands under the newer name.
"""  # noqa: E501 -- a paragraph a line


def notes(tally: Tally, added: int) -> str:
    reasons = "\n".join(f"Not loaded: {number:,} {why}." for why, number in tally.reasons().most_common())
    return _NOTES.format(loaded=tally.loaded, reasons=reasons, added=added)
