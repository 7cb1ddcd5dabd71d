"""OPM's codes of agencies and personnel actions, and their meaning."""

from seeds.importers.shared.write import Row

AGENCIES = {
    "HSAA": "us-dhs-headquarters",
    "HSAB": "us-dhs-uscis",
    "HSAC": "us-dhs-uscg",
    "HSAD": "us-dhs-usss",
    "HSBB": "us-dhs-ice",
    "HSBC": "us-dhs-tsa",
    "HSBD": "us-dhs-cbp",
    "HSBE": "us-dhs-fletc",
    "HSCA": "us-dhs-cisa",
    "HSCB": "us-dhs-fema",
    "DJ": "us-doj",
    "DJ02": "us-doj-fbi",
    "DJ06": "us-doj-dea",
    "DJ08": "us-doj-usms",
    "DJ15": "us-doj-atf",
}
PARTS = {"HSAC": {"subset": "civilian_employees", "subset_as_stated": "civilian"}}
INFERRED = {
    code: f"The source gives the code {code} only; that it is the {name} was told from the code."
    for code, name in (("DJ02", "FBI"), ("DJ06", "DEA"), ("DJ08", "U.S. Marshals Service"))
}
HIRES = ("AC", "AD", "AE")
# Category: (metric, subset, OPM's words). Only hires are computed, from the three categories above.
MEASURES = {
    "AA": ("transfers_in", None, "transfer in - individual"),
    "SA": ("transfers_out", None, "transfer out - individual"),
    "SC": ("separations", "quits", "quit"),
    "SD": ("separations", "retirements_voluntary", "retirement - voluntary"),
    "SE": ("separations", "retirements_early_out", "retirement - early out"),
    "SG": ("separations", "retirements_other", "retirement - other"),
    "SJ": ("separations", "terminations_expired_or_other", "termination (expired appt/other)"),
    "SL": ("separations", "other_separations", "other separation"),
}
CATEGORIES = (*HIRES, *MEASURES)


def _component(word: str, name: str, short_name: str | None) -> Row:
    return {
        "id": f"us-dhs-{word}",
        "name": name,
        "short_name": short_name,
        "kind": "federal_agency",
        "level": "federal",
        "parent_id": "us-dhs",
    }


NEW_AGENCIES = [
    _component("headquarters", "Department of Homeland Security Headquarters", "DHS Headquarters"),
    _component("fletc", "Federal Law Enforcement Training Centers", "FLETC"),
    _component("cisa", "Cybersecurity and Infrastructure Security Agency", "CISA"),
    _component("fema", "Federal Emergency Management Agency", "FEMA"),
]
