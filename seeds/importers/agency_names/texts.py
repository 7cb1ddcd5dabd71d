"""The texts of the release with names, aliases and successors."""

from seeds.importers.shared.write import Row

TITLE = "Agencies by the names people use; records of one body joined"
NOTES = """
{renamed:,} agencies have another name, by rules that hold for all agencies, and {others:,} have new aliases. Their former names stay as aliases.
State police and patrols carry their state: Pennsylvania State Police. Sheriffs of Louisiana are those of parishes: Rapides Parish Sheriff's Office. Police departments and sheriffs named after a bare place say what they are: Menifee Police Department. Names printed twice over stand once: Las Vegas Metropolitan Police Department.
Agencies that share name and state take the name of the Census of State and Local Law Enforcement Agencies, 2018 (Bureau of Justice Statistics), where it says more than ours about an agency of the same ORI, state and kind: Houston Independent School District Police. Only these names are taken from that file.
The seven-letter ORI is an alias of its agency (NY03030), and so are short forms in common use, from a list kept by hand (Texas DPS).
{pairs} records are replaced by another of the same body, which reported under another ORI later: two agencies of a state, and no third, of the same name, kind and county, of which one reported only in years before the other's first. Four are decided by hand: the Jacksonville police, the New Jersey State Police, and the highway patrols of Texas and Florida, which only the 287(g) lists had. {figures:,} figures and {agreements} agreements move to the newer record, with one notice for each pair; no number changes. Agencies of one name that report for the same year stay apart.
Three ORIs that the FBI gave to another agency are now the present holder's alone: MA014649E (Worcester Polytechnic Institute), NM0321000 (University of New Mexico) and PA0380800 (State Park Rangers).
"""  # noqa: E501 -- a paragraph a line
MERGE: Row = {"mode": "merge"}
UPDATE: Row = {"change": {"kind": "update"}}
FILES: dict[str, Row] = {
    "agencies.csv.gz": {**MERGE, "overwrite": ["aliases"], **UPDATE},
    "agencies-aliases.csv.gz": {**MERGE, "overwrite": ["aliases"], "change": {"kind": "enrichment"}},
    "agencies-replaced.csv.gz": {**MERGE, **UPDATE},
    "agencies-former-holders.csv.gz": UPDATE,
    "agreements-moved.csv.gz": MERGE,
    "staffing-figures-moved.csv.gz": MERGE,
}


def notes(**counts: int) -> str:
    return NOTES.format(**counts)
