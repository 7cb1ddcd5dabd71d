"""The sentence that reads a year of a state or of the nation, as an SQL expression over the row `v`."""

from typing import Final

from seeds.publishing.sentences import counted

MORE: Final = "case when v.panel_change < 0 then ' fewer' else ' more' end"


def percent(share: str) -> str:
    """Write "64.0%"."""
    return f"to_char(100 * {share}, 'FM990.0') || '%'"


def sentence() -> str:
    """Read a row: who reported how many, for how many residents, and what is missing."""
    agencies = counted("v.agencies", "agency", "agencies")
    officers = counted("v.sworn", "sworn officer", "sworn officers")
    return f"""case when v.sworn is null
    then 'No agency in ' || v.place_words || ' is known to have reported its officers for ' || v.year
  else {agencies} || ' in ' || v.place_words || ' reported ' || {officers} || ' in ' || v.year || {rate()} end
  || {panel()}
  || case when v.sworn_left_out > 0
    then '; ' || to_char(v.sworn_left_out, 'FM999,999,999')
      || ' officers in reports that repeat the year before are left out' else '' end
  || case when 'jump' = any (v.flags)
    then '; the number leaves those of other years, so check what was counted' else '' end
  || '.'"""


def panel() -> str:
    """Write "; those that also reported in 2005 have 3.2% more than then", where the change is known."""
    moved = f"to_char(abs(100 * v.panel_change), 'FM999,990.0') || '%' || {MORE}"
    return f"""case when v.panel_change is null then '' else '; those that also reported in 2005 have '
    || case when v.panel_change = 0 then 'as many as then' else {moved} || ' than then' end end"""


def rate() -> str:
    """Write the rate, or why there is none."""
    listed = f"coalesce(' and police ' || {percent('v.resident_coverage')} || ' of the listed residents', '')"
    known = f"{percent('v.officer_coverage')} || ' of the officers known there'"
    per_1000 = "to_char(v.sworn_per_1000, 'FM999,990.00') || ' for every 1,000 residents'"
    return f"""case
    when v.sworn_per_1000 is not null then ', ' || {per_1000} || '; they have ' || {known}
    when v.no_rate_because = '{{population}}' then '; its population is unknown, so there is no rate'
    else ', a lower bound without a rate' || coalesce(': they have ' || {known} || {listed}, '') end"""
