-- The county of an agreement: its agency's, or the one that the list prints where the agency has none or several.

alter table muster.agreements add column county_geoid text collate "C";

create or replace view muster.agreements_now as
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
  coalesce(c.attribution_chain, s.publisher) as attribution_chain, c.quote,
  coalesce(g.county_geoid, a.county_geoid) as county_geoid
from muster.agreements g
join muster.records r on r.id = g.id
join muster.agencies a on a.id = g.agency_id and a.to_release is null
join muster.sources s on s.id = g.source_id and s.to_release is null
left join lateral muster.passages(g.id, g.source_id) c on true
cross join lateral (select serving.cell(
    s.id, s.publisher, s.title, s.url, s.published_on, s.published_on_precision, null) as cell) t
where g.to_release is null;

alter table serving.agreements add column county_geoid text collate "C";

create or replace view api.agreements as select
  id, program_id, agency_id, agency_name, agency_short_name, agency_kind,
  agency_level, agency_state, agency_county_geoid, agency_parent_id, agency_aggregate, model,
  status, signed_on, first_listed_on, last_listed_on, absent_since, ended_on,
  agency_as_listed, county_as_listed, match, document_url, addendum_url, note,
  source_id, source_kind, source_quality, source_publisher, source_published_on,
  source_published_on_precision, locator,
  coalesce(passages, serving.cell(
    source_id, source_publisher, source_title, source_url, source_published_on, source_published_on_precision,
    locator)::json, '[]') as citations,
  first_release, last_changed_release, county_geoid
from serving.agreements where to_release is null;
drop view api.agreements_at;
create view api.agreements_at as select
  id, program_id, agency_id, agency_name, agency_short_name, agency_kind,
  agency_level, agency_state, agency_county_geoid, agency_parent_id, agency_aggregate, model,
  status, signed_on, first_listed_on, last_listed_on, absent_since, ended_on,
  agency_as_listed, county_as_listed, match, document_url, addendum_url, note,
  source_id, source_kind, source_quality, source_publisher, source_published_on,
  source_published_on_precision, locator,
  coalesce(passages, serving.cell(
    source_id, source_publisher, source_title, source_url, source_published_on, source_published_on_precision,
    locator)::json, '[]') as citations,
  first_release, last_changed_release, county_geoid,
  from_release, to_release, source_title, source_url, speaker, attribution_chain, quote, body
from serving.agreements;

-- A database that holds releases already is made again from their folders, as for the labels of agencies.
insert into muster.rebuild select 'agreements have counties of their own now' where exists (select from muster.releases);
