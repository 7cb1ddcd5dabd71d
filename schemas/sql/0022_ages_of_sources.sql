-- When a source was last checked and when its next edition is expected; why it has no URL.

alter table muster.sources
  add column url_note text collate "C",
  add column checked_on muster.day,
  add column expected_next muster.day,
  add column expected_next_precision text collate "C";

create or replace view muster.sources_now as
select
  s.id, s.kind, s.title, s.publisher, s.via, s.author, s.published_on, s.published_on_precision, s.url,
  s.archived_url, s.retrieved_on, s.language, s.license, s.cites, s.counting_rule, s.fiscal_year_end, s.text_sha256,
  s.quality, s.coverage, s.note,
  r.since as first_release, s.from_release as last_changed_release,
  to_tsvector('pg_catalog.english', concat_ws(' ', s.title, s.publisher, s.via, s.author, s.counting_rule, s.note)) as search,
  muster.license_url(s.license) as license_url,
  case when s.url is null then coalesce(s.url_note, case when s.retrieved_on is null
    then 'Never read by Muster: known only through the sources that cite it, which give no URL.' end) end as url_note,
  coalesce(s.checked_on, s.retrieved_on)::date as checked_on, s.expected_next::date, s.expected_next_precision
from muster.sources s
join muster.records r on r.id = s.id
where s.to_release is null;

alter table serving.sources
  add column url_note text collate "C",
  add column checked_on date,
  add column expected_next date,
  add column expected_next_precision text collate "C";

create or replace view api.sources as select
  id, kind, title, publisher, via, author,
  published_on, published_on_precision, url, archived_url, retrieved_on, language,
  license, cites, counting_rule, fiscal_year_end, text_sha256, quality,
  coverage, note, first_release, last_changed_release, license_url,
  url_note, checked_on, expected_next, expected_next_precision
from serving.sources where to_release is null;
drop view api.sources_at;
create view api.sources_at as select
  id, kind, title, publisher, via, author,
  published_on, published_on_precision, url, archived_url, retrieved_on, language,
  license, cites, counting_rule, fiscal_year_end, text_sha256, quality,
  coverage, note, first_release, last_changed_release, license_url,
  url_note, checked_on, expected_next, expected_next_precision,
  from_release, to_release, search, body
from serving.sources;

create index served_sources_checked_on on serving.sources (checked_on, id);
create index served_sources_expected_next on serving.sources (expected_next, id);

-- A database that holds releases already is made again from their folders, as for the labels of agencies.
insert into muster.rebuild select 'sources have ages now' where exists (select from muster.releases);
