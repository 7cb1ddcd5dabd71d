"""The texts and tables of the release with statewide police bodies."""

from seeds.importers.shared.write import Row

TITLE = "Statewide police bodies, each with one aggregate"
NOTES = """
{bodies} state police bodies whose posts have records of their own get one record for the whole body, an aggregate named "…, statewide", and {figures} figures of 2004, 2005 and 2025. Each figure is computed from {parts} figures of the FBI in all, whose part_of names it: never add a part and its whole. parent_id of a record of headquarters or a post names its body.
The FBI's record of the headquarters counts the whole body in some years and only the headquarters in others. Of the headquarters' count, the sum of the posts and both together, the one that is nearest in ratio to the count of the Bureau of Justice Statistics in 2018 stands for the body; where that is the sum of the posts and the headquarters' count is within 15 % of it, the headquarters' count stands. A sum below 0.70 or above 1.45 of the count of 2018 is none of the whole body. So the Kansas Highway Patrol has 467 officers in 2025, 30 at headquarters and 437 at twelve posts; the FBI's record of 30 stays as it is.
No figure: West Virginia 2025, where the posts' 440 officers are 0.69 of 2018; Georgia 2005, where the headquarters' 761 are 0.69 and their sum with the posts' 625 repeats the posts of 2004. NC100SP, a record of North Carolina with the same 1,230 officers in 2004 and 2005, is a placeholder of the source and no part of any body.
"""  # noqa: E501 -- a paragraph a line

AGENCY_COLUMNS = ["id", "name", "kind", "level", "aggregate", "state"]
FIGURE_COLUMNS = ["id", "agency_id", "metric", "value", "as_of", "source_id", "computed"]
PART_COLUMNS = ["id", "part_of", "change"]
FILES: dict[str, Row] = {
    "agencies-posts.csv.gz": {"mode": "merge", "overwrite": ["parent_id"], "change": {"kind": "update"}},
    "staffing-figures-parts.csv.gz": {"mode": "merge"},
}


def notes(bodies: int, figures: int, parts: int) -> str:
    return NOTES.format(bodies=bodies, figures=figures, parts=f"{parts:,}")
