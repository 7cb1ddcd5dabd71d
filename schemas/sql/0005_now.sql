-- The served columns as the live revisions give them: publishing copies the touched rows from here into `serving`.
-- How much of a source's date is known goes wherever the date goes: the last day of a year is no day to print.

create function muster.quality_order(quality text) returns integer
language sql immutable parallel safe
return coalesce(
  array_position(array['primary', 'reputable_press', 'local_press', 'trade_press', 'association', 'aggregator'], quality), 7);

create function muster.relation_order(relation text) returns integer
language sql immutable parallel safe
return array_position(array['supports', 'repeats', 'corrects', 'disputes', 'context'], relation);

-- In a text directive a hyphen, a comma and an ampersand have a meaning, so they are encoded like all that is not plain.
create function muster.percent_encoded(words text) returns text
language sql immutable strict parallel safe
return (
  select string_agg(
    case when letter ~ '^[A-Za-z0-9._~]$' then letter
      else regexp_replace(upper(encode(convert_to(letter, 'UTF8'), 'hex')), '(..)', '%\1', 'g') end,
    '' order by n)
  from string_to_table(words, null) with ordinality as letters (letter, n));

-- A link to the quotation in its page: the address of the source with a text fragment (#:~:text=), which browsers
-- scroll to and highlight. Up to twelve words are looked for as a whole; of more, the first six and the last six, so
-- that a mark between them, or the end of a paragraph, does not hide the passage.
create function muster.quote_url(url text, quote text) returns text
language sql immutable strict parallel safe
return (
  select url || case when strpos(url, '#') > 0 then '' else '#' end || ':~:text=' || case
    when cardinality(words) <= 12 then muster.percent_encoded(array_to_string(words, ' '))
    else muster.percent_encoded(array_to_string(words[:6], ' '))
      || ',' || muster.percent_encoded(array_to_string(words[cardinality(words) - 5:], ' '))
    end
  from (select regexp_split_to_array(btrim(quote, E' \t\n\r'), '[ \t\n\r]+') as words) w);

-- Live citations with the names of their steps resolved: a step without a name is its source's publisher. A passage
-- without an attribution has no speaker; an empty list says so.
create view muster.cited as
select
  c.id, c.source_id, s.kind, s.title, s.publisher, s.url, s.quality, s.published_on, s.published_on_precision,
  c.quote, muster.quote_url(s.url, c.quote) as quote_url, c.locator,
  steps.speaker, steps.attribution_chain, steps.attribution, steps.full_attribution
from muster.citations c
join muster.sources s on s.id = c.source_id and s.to_release is null
cross join lateral (
  select
    string_agg(step.name, ' > ' order by n) as attribution_chain,
    (array_agg(step.name order by n desc))[1] as speaker,
    coalesce(array_to_json(array_agg((select row_to_json(x) from (
      select step.name, step.role, step.verb, step.said_on) x) order by n)), '[]') as attribution,
    coalesce(array_to_json(array_agg((select row_to_json(x) from (
      select step.name, step.role, step.verb, step.said_on, step.said_on_precision, step.source_id) x) order by n)), '[]')
      as full_attribution
  from json_array_elements(c.attribution) with ordinality as given (step, n)
  cross join lateral (
    select
      coalesce(given.step ->> 'name',
        (select said.publisher from muster.sources said
         where said.id = given.step ->> 'source_id' and said.to_release is null),
        -- the first step is the page we read
        case when given.n = 1 then s.publisher end) as name,
      given.step ->> 'role' as role, given.step ->> 'verb' as verb, given.step ->> 'said_on' as said_on,
      given.step ->> 'said_on_precision' as said_on_precision, given.step ->> 'source_id' as source_id
  ) step
) steps
where c.to_release is null;

-- All passages of one record, best first, and flat the best one that supports it. A number of a source is only
-- supported by its own: whoever repeats or disputes it stands beside.
create function muster.passages(record text, source text) returns table (
  citations json, own boolean, source_id text, locator text, speaker text, attribution_chain text, quote text,
  quotes text)
language sql stable parallel safe as $$
select
  array_to_json(array_agg((select row_to_json(x) from (
    select c.id as citation_id, c.source_id, c.publisher, c.title, c.url, c.published_on,
      c.published_on_precision, c.quote, c.quote_url, c.locator, l.relation, c.attribution) x) order by place)),
  bool_or(own),
  (array_agg(c.source_id order by place) filter (where own))[1],
  (array_agg(c.locator order by place) filter (where own))[1],
  (array_agg(c.speaker order by place) filter (where own))[1],
  (array_agg(c.attribution_chain order by place) filter (where own))[1],
  (array_agg(c.quote order by place) filter (where own))[1],
  string_agg(c.quote, ' ' order by place)
from muster.citation_links l
join muster.cited c on c.id = l.citation_id
cross join lateral (select l.relation = 'supports' and (source is null or source = c.source_id) as own) o
cross join lateral (select row(
  not own, muster.relation_order(l.relation), muster.quality_order(c.quality),
  coalesce(c.published_on::date, 'infinity'), c.id) as place) p
where l.record_id = record and l.to_release is null
group by l.record_id
$$;

-- Where none of them is the source's own, its table cell is what the number is cited from.
create function muster.with_cell(passages json, own boolean, cell text) returns json
language sql stable parallel safe
return case when passages is null or own then passages
  else coalesce((left(cell, -1) || ',' || substr(passages::text, 2))::json, passages) end;

create view muster.agencies_now as
select
  a.id, a.name, a.short_name, a.kind, a.level, a.aggregate, a.parent_id, a.state, a.county, a.county_geoid, a.ori,
  a.county_latitude, a.county_longitude, a.aliases, a.replaced_by,
  r.since as first_release, a.from_release as last_changed_release,
  a.names as search, a.alias_slugs
from muster.agencies a
join muster.records r on r.id = a.id
where a.to_release is null;

create view muster.incentive_programs_now as
select
  p.id, p.agency_id, a.name as agency_name, a.short_name as agency_short_name, a.state as agency_state,
  p.name, p.audience, p.audience_kind, p.target_agency_ids, p.status, p.status_as_of, p.status_as_of_precision,
  p.announced_on, p.announced_on_precision, p.ended_on, p.ended_on_precision, p.channels, p.summary, p.note,
  r.since as first_release, p.from_release as last_changed_release,
  a.names || to_tsvector('pg_catalog.english', concat_ws(
    ' ', p.name, p.audience, array_to_string(p.channels, ' '), p.summary, p.note)) as search
from muster.incentive_programs p
join muster.records r on r.id = p.id
join muster.agencies a on a.id = p.agency_id and a.to_release is null
where p.to_release is null;

create view muster.incentives_now as
select
  i.id, i.agency_id, a.name as agency_name, a.short_name as agency_short_name, a.kind as agency_kind,
  a.level as agency_level, a.state as agency_state, a.county_geoid as agency_county_geoid,
  a.parent_id as agency_parent_id, a.aggregate as agency_aggregate,
  i.program_id, i.kind, i.audience, i.audience_kind, i.eligibility, i.eligibility_as_stated,
  i.value, i.value_text, i.comparator, i.value_low, i.low_inclusive, i.value_high, i.high_inclusive, i.qualifier,
  i.as_stated, i.modality, i.unit, i.per, i.payments, i.payout_terms, i.service_obligation_months,
  i.starts_on, i.starts_on_precision, i.ends_on, i.ends_on_precision,
  i.as_of, i.as_of_precision, i.date_basis, extract(year from i.as_of)::integer as year,
  i.rank, i.note, i.computed, i.part_of,
  coalesce(st.series, '') as series, coalesce(st.headline, false) as headline,
  coalesce(st.disputed, false) as disputed, coalesce(st.alternatives, 0) as alternatives,
  s.id as source_id, s.kind as source_kind, s.quality as source_quality, s.publisher as source_publisher,
  s.published_on as source_published_on, s.published_on_precision as source_published_on_precision,
  coalesce(i.locator, c.locator) as locator,
  muster.with_cell(c.citations, c.own, t.cell) as passages,
  coalesce(muster.with_cell(c.citations, c.own, t.cell)::text, t.cell, '[]') as citations,
  r.since as first_release, i.from_release as last_changed_release,
  s.title as source_title, s.url as source_url, coalesce(c.speaker, s.publisher) as speaker,
  coalesce(c.attribution_chain, s.publisher) as attribution_chain, c.quote,
  a.names || to_tsvector('pg_catalog.english', concat_ws(
    ' ', i.audience, i.as_stated, i.eligibility_as_stated, i.payout_terms, i.note, c.quotes)) as search
from muster.incentives i
join muster.records r on r.id = i.id
join muster.agencies a on a.id = i.agency_id and a.to_release is null
left join muster.standings st on st.id = i.id and st.to_release is null
left join lateral muster.passages(i.id, i.source_id) c on true
left join muster.sources s on s.id = coalesce(i.source_id, c.source_id) and s.to_release is null
cross join lateral (select serving.cell(
    s.id, s.publisher, s.title, s.url, s.published_on, s.published_on_precision, i.locator) as cell) t
where i.to_release is null;

create view muster.staffing_figures_now as
select
  f.id, f.agency_id, a.name as agency_name, a.short_name as agency_short_name, a.kind as agency_kind,
  a.level as agency_level, a.state as agency_state, a.county_geoid as agency_county_geoid,
  a.parent_id as agency_parent_id, a.aggregate as agency_aggregate,
  f.program_id, f.metric, m.label as metric_label, f.unit, f.subset, f.subset_as_stated, f.sex,
  f.value, f.value_text, f.comparator, f.value_low, f.low_inclusive, f.value_high, f.high_inclusive, f.qualifier,
  f.as_stated, f.modality, f.per,
  f.as_of, f.as_of_precision, f.date_basis, extract(year from f.as_of)::integer as year,
  f.period, f.period_start, f.period_end, f.target_date, f.target_date_precision,
  f.rank, f.note, f.computed, f.part_of,
  coalesce(st.series, '') as series, coalesce(st.headline, false) as headline,
  coalesce(st.disputed, false) as disputed, coalesce(st.alternatives, 0) as alternatives,
  s.id as source_id, s.kind as source_kind, s.quality as source_quality, s.publisher as source_publisher,
  s.published_on as source_published_on, s.published_on_precision as source_published_on_precision,
  coalesce(f.locator, c.locator) as locator,
  muster.with_cell(c.citations, c.own, t.cell) as passages,
  coalesce(muster.with_cell(c.citations, c.own, t.cell)::text, t.cell, '[]') as citations,
  r.since as first_release, f.from_release as last_changed_release,
  s.title as source_title, s.url as source_url, coalesce(c.speaker, s.publisher) as speaker,
  coalesce(c.attribution_chain, s.publisher) as attribution_chain, c.quote,
  case
    when c.quotes is null and f.subset is null and f.note is null and f.as_stated is null then a.names
    else a.names || to_tsvector('pg_catalog.english', concat_ws(
      ' ', translate(f.subset, '_', ' '), f.subset_as_stated, f.as_stated, f.note, c.quotes))
  end as search
from muster.staffing_figures f
join muster.records r on r.id = f.id
join muster.agencies a on a.id = f.agency_id and a.to_release is null
join muster.metrics m on m.id = f.metric and m.to_release is null
left join muster.standings st on st.id = f.id and st.to_release is null
left join lateral muster.passages(f.id, f.source_id) c on true
left join muster.sources s on s.id = coalesce(f.source_id, c.source_id) and s.to_release is null
cross join lateral (select serving.cell(
    s.id, s.publisher, s.title, s.url, s.published_on, s.published_on_precision, f.locator) as cell) t
where f.to_release is null;

create view muster.agreements_now as
select
  g.id, g.program_id, g.agency_id, a.name as agency_name, a.short_name as agency_short_name, a.kind as agency_kind,
  a.level as agency_level, a.state as agency_state, a.county_geoid as agency_county_geoid,
  a.parent_id as agency_parent_id, a.aggregate as agency_aggregate,
  g.model, g.status, g.signed_on, g.first_listed_on, g.last_listed_on, g.absent_since, g.ended_on,
  g.agency_as_listed, g.county_as_listed, g.match, g.document_url, g.addendum_url, g.note,
  s.id as source_id, s.kind as source_kind, s.quality as source_quality, s.publisher as source_publisher,
  s.published_on as source_published_on, s.published_on_precision as source_published_on_precision,
  c.locator,
  muster.with_cell(c.citations, c.own, t.cell) as passages,
  coalesce(muster.with_cell(c.citations, c.own, t.cell)::text, t.cell) as citations,
  r.since as first_release, g.from_release as last_changed_release,
  s.title as source_title, s.url as source_url, coalesce(c.speaker, s.publisher) as speaker,
  coalesce(c.attribution_chain, s.publisher) as attribution_chain, c.quote
from muster.agreements g
join muster.records r on r.id = g.id
join muster.agencies a on a.id = g.agency_id and a.to_release is null
join muster.sources s on s.id = g.source_id and s.to_release is null
left join lateral muster.passages(g.id, g.source_id) c on true
cross join lateral (select serving.cell(
    s.id, s.publisher, s.title, s.url, s.published_on, s.published_on_precision, null) as cell) t
where g.to_release is null;

create view muster.sources_now as
select
  s.id, s.kind, s.title, s.publisher, s.via, s.author, s.published_on, s.published_on_precision, s.url,
  s.archived_url, s.retrieved_on, s.language, s.license, s.cites, s.counting_rule, s.fiscal_year_end, s.text_sha256,
  s.quality, s.coverage, s.note,
  r.since as first_release, s.from_release as last_changed_release,
  to_tsvector('pg_catalog.english', concat_ws(' ', s.title, s.publisher, s.via, s.author, s.counting_rule, s.note)) as search
from muster.sources s
join muster.records r on r.id = s.id
where s.to_release is null;

create view muster.citations_now as
select
  c.id, c.source_id, x.publisher, x.title as source_title, x.url as source_url, x.quality as source_quality,
  x.published_on as source_published_on, x.published_on_precision as source_published_on_precision,
  c.quote, x.quote_url, c.locator, x.speaker, x.attribution_chain,
  x.full_attribution as attribution, c.supports, c.repeats, c.disputes, c.corrects, c.context,
  c.topic, c.summary, c.quote_check,
  r.since as first_release, c.from_release as last_changed_release,
  to_tsvector('pg_catalog.english', concat_ws(' ', c.quote, c.summary, x.attribution_chain, x.title)) as search
from muster.citations c
join muster.records r on r.id = c.id
join muster.cited x on x.id = c.id
where c.to_release is null;

create view muster.metrics_now as
select
  m.id, m.label, m.definition, m.unit, m.nature, m.definition_version,
  r.since as first_release, m.from_release as last_changed_release
from muster.metrics m
join muster.records r on r.id = m.id
where m.to_release is null;
