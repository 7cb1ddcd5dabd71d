-- The address of a source's terms, for those whose texts name terms that have one.

-- Federal catalogs give the address of usa.gov for works of the government, which have no copyright in the country.
create function muster.license_url(license text) returns text
language sql immutable parallel safe
return case
  when license like 'CC0 1.0%' then 'https://creativecommons.org/publicdomain/zero/1.0/'
  when license like 'CC BY 4.0%' then 'https://creativecommons.org/licenses/by/4.0/'
  when license like 'Public domain in the United States (17 U.S.C. 105)%'
    then 'https://www.usa.gov/publicdomain/label/1.0/'
  when license like 'Public domain (work of the US government)%' then 'https://www.usa.gov/publicdomain/label/1.0/'
end;

create or replace view muster.sources_now as
select
  s.id, s.kind, s.title, s.publisher, s.via, s.author, s.published_on, s.published_on_precision, s.url,
  s.archived_url, s.retrieved_on, s.language, s.license, s.cites, s.counting_rule, s.fiscal_year_end, s.text_sha256,
  s.quality, s.coverage, s.note,
  r.since as first_release, s.from_release as last_changed_release,
  to_tsvector('pg_catalog.english', concat_ws(' ', s.title, s.publisher, s.via, s.author, s.counting_rule, s.note)) as search,
  muster.license_url(s.license) as license_url
from muster.sources s
join muster.records r on r.id = s.id
where s.to_release is null;

alter table serving.sources add column license_url text collate "C";
update serving.sources set
  license_url = muster.license_url(license),
  body = left(body, -1) || ',"license_url":' || coalesce(to_json(muster.license_url(license))::text, 'null') || '}';

create or replace view api.sources as select
  id, kind, title, publisher, via, author,
  published_on, published_on_precision, url, archived_url, retrieved_on, language,
  license, cites, counting_rule, fiscal_year_end, text_sha256, quality,
  coverage, note, first_release, last_changed_release, license_url
from serving.sources where to_release is null;
drop view api.sources_at;
create view api.sources_at as select
  id, kind, title, publisher, via, author,
  published_on, published_on_precision, url, archived_url, retrieved_on, language,
  license, cites, counting_rule, fiscal_year_end, text_sha256, quality,
  coverage, note, first_release, last_changed_release, license_url,
  from_release, to_release, search, body
from serving.sources;
