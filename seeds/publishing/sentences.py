"""SQL expressions for the sentences that read a row, in Associated Press style: from columns to a text.

They are expressions because PostgreSQL takes ten times as long for functions of its own that call each other.
"""

from typing import Final

MONTHS: Final = "Jan.,Feb.,March,April,May,June,July,Aug.,Sept.,Oct.,Nov.,Dec."
ARTICLE: Final = (
    "^(Federal Bureau|Bureau|Department|Office|City|County|State) |^(U\\.S\\.|US) (Office|Department|Census)"
    "|(Department|Office|Agency|Bureau|Service|Administration|Patrol|Authority|Division|Commission)$"
)
# What a figure of a modality is called, where that is not the code itself.
MODALITIES: Final = {
    "observed": "figure",
    "projected": "projection",
    "required": "requirement",
    "recommended": "recommendation",
    "authorized": "authorized number",
    "budgeted": "budgeted number",
    "proposed": "proposal",
}
SEXES: Final = {"male": "men", "female": "women"}


def ap_date(day: str, precision: str) -> str:
    """Write "Oct. 31, 2025", "October 2025", "the third quarter of 2025", "2025" or "fiscal year 2025"."""
    return f"""case {precision}
  when 'year' then to_char({day}, 'YYYY')
  when 'fiscal_year' then 'fiscal year ' || to_char({day}, 'YYYY')
  when 'quarter' then 'the ' || split_part('first,second,third,fourth', ',', extract(quarter from {day})::int)
    || ' quarter of ' || to_char({day}, 'YYYY')
  when 'month' then to_char({day}, 'FMMonth YYYY')
  else split_part('{MONTHS}', ',', extract(month from {day})::integer) || to_char({day}, ' FMDD, YYYY') end"""


def ap_when(day: str, precision: str, period: str) -> str:
    """Write "on Oct. 31, 2025", "in June 2018", or "by Dec. 18, 2025" for a total to date."""
    on = f"case when {precision} = 'day' then 'on ' else 'in ' end"
    return f"""case
  when {period} = 'to_date' then 'by ' || {ap_date(day, precision)}
  when {period} = 'span' then 'in a period that ended ' || {on} || {ap_date(day, precision)}
  when {period} is not null then 'in ' || {ap_date(day, period)}
  else {on} || {ap_date(day, precision)} end"""


def counted(count: str, one: str, many: str) -> str:
    """Write "1 agency" or "2,480 agencies"."""
    return f"to_char({count}, 'FM999,999,999') || case when {count} = 1 then ' {one}' else ' {many}' end"


def with_article(name: str) -> str:
    """Write "the Chicago Police Department", but "U.S. Immigration and Customs Enforcement"."""
    return f"case when {name} ~ '{ARTICLE}' and {name} not like 'The %' then 'the ' || {name} else {name} end"


def agency(name: str, state: str) -> str:
    """Write the agency, with its state where its name does not say that."""
    known = f"muster.state_name({state})"
    return f"{with_article(name)} || case when strpos({name}, {known}) = 0 then ' in ' || {known} else '' end"


def in_sentence(label: str) -> str:
    """Write "sworn officers", but "Border Patrol agents" and "287(g) agreements"."""
    return (
        f"case when substr({label}, 2) = lower(substr({label}, 2)) "
        f"then lower(left({label}, 1)) || substr({label}, 2) else {label} end"
    )


def chosen(code: str, words: dict[str, str], otherwise: str) -> str:
    """Write the words for a code."""
    cases = " ".join(f"when '{one}' then '{word}'" for one, word in words.items())
    return f"case {code} {cases} else {otherwise} end"


def modality_word(modality: str) -> str:
    return chosen(modality, MODALITIES, f"translate({modality}, '_', ' ')")


def parenthesized(*parts: str) -> str:
    """Write the parts that are not null in parentheses, or nothing."""
    return f"coalesce(' (' || nullif(concat_ws(', ', {', '.join(parts)}), '') || ')', '')"


def series_label() -> str:
    """Write "Sworn officers" or "Hires (officers, women, target, by 2029)" from the row `v`."""
    target = ap_date("v.target_date", "v.target_date_precision")
    return "v.metric_label || " + parenthesized(
        in_sentence("v.subset_label"),
        chosen("v.sex", SEXES, "null"),
        f"case when v.modality <> 'observed' then {modality_word('v.modality')} end",
        "'per ' || translate(v.per, '_', ' ')",
        "translate(v.period, '_', ' ')",
        f"case when v.target_date is not null then 'by ' || {target} end",
    )


def series_sentence() -> str:
    """Read a series: its headline, who states it, and what a reader must know besides."""
    part = parenthesized(in_sentence("v.subset_label"), chosen("v.sex", SEXES, "null"))
    subject = (
        f"{modality_word('v.modality')} || ' for ' || {in_sentence('v.metric_label')} || {part} "
        f"|| ' at ' || v.agency_words"
    )
    said = "coalesce(v.headline_value_text, 'not stated as a number')"
    moment = ap_when("v.headline_as_of", "v.headline_as_of_precision", "v.period")
    stated = ap_when("v.headline_as_of", "v.headline_as_of_precision", "null::text")
    target = ap_date("v.target_date", "v.target_date_precision")
    return f"""case when v.headline_figure_id is null then 'No ' else 'The newest ' end || {subject} || case
  when v.headline_figure_id is null then ' stands, because '
    || case when v.figures = 1 then 'the only one is' else 'all ' || v.figures || ' are' end
    || ' known to be wrong or doubtful.'
  when v.modality = 'observed' then ' was ' || {said}
    || case when v.headline_as_of is null then '' else ' ' || {moment} end
  else ' is ' || {said} || case when v.target_date is null then '' else ' by ' || {target} end
    || case when v.headline_as_of is null then '' else ', stated ' || {stated} end
  end || case when v.headline_figure_id is null then '' else
    coalesce(', according to ' || v.publisher_words, '') || {series_caveats()} || '.' end"""


def series_caveats() -> str:
    since = "coalesce(' since ' || to_char(v.first_as_of, 'YYYY'), '')"
    times = chosen("v.break_count", {"1": "once", "2": "twice"}, "v.break_count || ' times'")
    figures = counted("v.figures", "figure", "figures")
    return f"""case when v.headline_disputed then '; another statement disputes it' else '' end
  || case when v.date_basis = 'inferred' then '; the date is inferred' else '' end
  || case when v.agency_aggregate then '; it is a total of agencies, so do not add it to theirs' else '' end
  || case
    when v.break_count > 0 then '; among its ' || {figures} || {since}
      || ', the source or its counting rule changes ' || {times} || ', so do not compare across'
    when v.figures > 1 then '; the series has ' || {figures} || {since} else '' end"""


def coverage_sentence() -> str:
    """Read a row of coverage: "The bureau gives 2 figures on sworn officers for 1 agency in Ohio in 2018".

    A total of agencies is no agency: `aggregates` of the row counts those among `agencies`.
    """
    publisher = with_article("v.source_publisher")
    agencies = counted("(v.agencies - v.aggregates)", "agency", "agencies")
    totals = counted("v.aggregates", "total of agencies", "totals of agencies")
    whom = f"nullif({agencies}, '0 agencies'), nullif({totals}, '0 totals of agencies')"
    return f"""coalesce(upper(left({publisher}, 1)) || substr({publisher}, 2), 'A source') || ' gives '
  || {counted("v.figures", "figure", "figures")} || ' on ' || {in_sentence("v.metric_label")} || ' for '
  || concat_ws(' and ', {whom}) || coalesce(' in ' || v.state_name, ' of no one state')
  || coalesce(' in ' || v.year, ' without a date')
  || '; an agency that is not among them is unknown, not zero.'"""
