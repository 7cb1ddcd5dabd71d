-- The words that an agency's figures share. An agency is found by more words than they are, so both are kept.
alter table serving.agencies add column names tsvector;
update serving.agencies set names = muster.names_vector(name, short_name, aliases);

create or replace view muster.agencies_now as
select
  a.id, a.name, a.short_name, a.kind, a.level, a.aggregate, a.parent_id, a.state, a.county, a.county_geoid, a.ori,
  a.county_latitude, a.county_longitude, a.aliases, a.replaced_by,
  r.since as first_release, a.from_release as last_changed_release,
  muster.agency_words(a.name, a.short_name, a.aliases, a.kind, a.level, a.state, a.county) as search, a.alias_slugs,
  l.label, muster.own_words(a.name, a.kind) as own_words, a.names
from muster.agencies a
join muster.records r on r.id = a.id
join muster.labels l on l.id = a.id and l.to_release is null
where a.to_release is null;

drop view api.agencies_at;
create view api.agencies_at as select
  id, name, short_name, kind, level, aggregate,
  parent_id, state, county, county_geoid, ori, county_latitude,
  county_longitude, aliases, replaced_by, first_release, last_changed_release, coalesce(label, name) as label,
  from_release, to_release, search, alias_slugs, own_words, names, body
from serving.agencies;
