"""The sentence that reads a row by agency and year, as an SQL expression over the row `v`."""

from typing import Final

from seeds.publishing.sentences import counted

# What a flag tells of the numbers of a year.
DOUBTS: Final = {
    "jump": "; the number of officers leaves those of other years, so check what was counted",
    "recount": "; others were counted as officers than the year before",
    "repeats_another_year": "; the report repeats that of the year before",
    "zero_staff": "; that may mean that another agency polices the place",
    "inferred_date": "; the date is inferred",
}


def percent(share: str) -> str:
    """Write "4.6%"."""
    return f"to_char(abs(100 * {share}), 'FM999,990.0') || '%'"


def moved(share: str, since: str) -> str:
    """Write ", 4.6% fewer than in 2005", or nothing where it is unknown."""
    direction = f"case when {share} < 0 then ' fewer' else ' more' end"
    return f"""case when {share} is null then '' when {share} = 0 then ', as many as in ' || {since}
  else ', ' || {percent(share)} || {direction} || ' than in ' || {since} end"""


def sentence() -> str:
    """Read a row: officers, residents for each, the change, and what a reader must know besides."""
    officers = counted("v.sworn", "sworn officer", "sworn officers")
    employees = counted("v.total", "employee", "employees")
    civilians = counted("v.civilian", "civilian employee", "civilian employees")
    change = f"""case when v.change_since_2005 is not null then {moved("v.change_since_2005", "'2005'")}
    else {moved("v.change_1y", "(v.year - 1)")} end"""
    return f"""upper(left(v.agency_words, 1)) || substr(v.agency_words, 2) || ' had ' || case
    when v.sworn is not null then {officers} when v.total is not null then {employees} else {civilians} end
  || ' in ' || v.year
  || case when v.sworn_per_1000 is null then ''
    else ', ' || to_char(v.sworn_per_1000, 'FM999,990.00') || ' for every 1,000 residents' end
  || {change}
  || case when v.sworn is null then '; no exact number of its officers is known for the year' else '' end
  || {doubts()}
  || case when v.counted_in is not null then '; ' || v.body_words || ' includes them'
    when v.agency_aggregate then '; it is a total of agencies, so do not add it to theirs' else '' end
  || '.'"""


def doubts() -> str:
    return " || ".join(
        f"case when '{flag}' = any (v.flags) then '{words}' else '' end" for flag, words in DOUBTS.items()
    )
