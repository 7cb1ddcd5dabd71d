-- What each release did to each record, for readers. The differences are not kept: they follow from the revisions,
-- which are found by their ids.

-- Beside what was done, what it is filtered by. `source_id` is filled for corrections only.
alter table muster.changes
  add column id text collate "C",
  add column agency_id text collate "C",
  add column agency_name text collate "C",
  add column source_id text collate "C",
  add column source_publisher text collate "C";

-- What was published before these columns were there.
create view muster.abouts as
select id, id as agency_id, from_release, to_release from muster.agencies
union all select id, agency_id, from_release, to_release from muster.incentive_programs
union all select id, agency_id, from_release, to_release from muster.incentives
union all select id, agency_id, from_release, to_release from muster.staffing_figures
union all select id, agency_id, from_release, to_release from muster.agreements;
update muster.changes c set
  id = c.release || '-' || c.record_id,
  agency_id = (
    select x.agency_id from muster.abouts x
    where x.id = c.record_id and (x.from_release = c.release or x.to_release = c.release - 1)
    order by x.from_release desc limit 1);
update muster.changes c set
  agency_name = (
    select a.name from muster.agencies a
    where a.id = c.agency_id and a.from_release <= c.release and coalesce(a.to_release, c.release) >= c.release - 1
    order by a.from_release desc limit 1)
where c.agency_id is not null;
drop view muster.abouts;

-- Unique indexes and no primary key: an empty database is filled without them, and they are built once at the end.
alter table muster.changes
  alter column id set not null,
  drop constraint changes_pkey;
create unique index changes_id on muster.changes (id);
-- /v1/changes?since=3&until=4
create unique index changes_release on muster.changes (release, id);
-- /v1/changes?agency_id=us-dhs-ice
create index changes_agency on muster.changes (agency_id, release, id);
-- /v1/changes?resource=incentives
create index changes_resource on muster.changes (resource, release, id);
-- /v1/changes?operation=changed: few among many
create index changes_operation on muster.changes (operation, release, id) where operation <> 'added';
-- /v1/changes?kind=enrichment
create index changes_kind on muster.changes (kind, release, id) where kind is not null;
-- /v1/corrections, newest first in the feeds
create index changes_corrections on muster.changes (release, id)
  where kind in ('our_error', 'source_correction', 'source_revision', 'retraction', 'definition_change');
-- /v1/corrections?source_id=opm-fwd-2026
create index changes_source on muster.changes (source_id, release, id) where source_id is not null;

-- A field as a member of a JSON list, with a comma before it; nothing where it is the same. A record that is not there
-- has no fields, and an empty list is as good as none.
create function muster.difference(field text, old json, new json) returns text
language sql immutable parallel safe
return case
  when coalesce(nullif(old::text, '[]'), 'null') = coalesce(nullif(new::text, '[]'), 'null') then ''
  else ',{"field":"' || field || '","old":' || coalesce(old::text, 'null') || ',"new":' || coalesce(new::text, 'null') || '}'
end;

-- Bounds are stated only of a range; of other numbers they derive.
create function muster.stated_bound(qualifier text, bound numeric) returns json
language sql immutable parallel safe
return case when qualifier = 'between' then to_json(bound) end;

-- The fields in the order of the seed files (a test compares them): those that a seed names, none that derive.
create view muster.changed as
select
  c.id, c.release as release_number,
  to_char(r.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as published_at,
  c.resource, c.record_id, c.agency_id, c.agency_name, c.source_id, c.source_publisher,
  c.operation, c.kind, c.notice,
  ('[' || substr(case c.resource
    when 'agencies' then (
      select concat(
        muster.difference('name', to_json(old.name), to_json(new.name)),
        muster.difference('short_name', to_json(old.short_name), to_json(new.short_name)),
        muster.difference('kind', to_json(old.kind), to_json(new.kind)),
        muster.difference('level', to_json(old.level), to_json(new.level)),
        muster.difference('aggregate', to_json(old.aggregate), to_json(new.aggregate)),
        muster.difference('parent_id', to_json(old.parent_id), to_json(new.parent_id)),
        muster.difference('state', to_json(old.state), to_json(new.state)),
        muster.difference('county', to_json(old.county), to_json(new.county)),
        muster.difference('county_geoid', to_json(old.county_geoid), to_json(new.county_geoid)),
        muster.difference('ori', to_json(old.ori), to_json(new.ori)),
        muster.difference('county_latitude', to_json(old.county_latitude), to_json(new.county_latitude)),
        muster.difference('county_longitude', to_json(old.county_longitude), to_json(new.county_longitude)),
        muster.difference('aliases', to_json(old.aliases), to_json(new.aliases)),
        muster.difference('replaced_by', to_json(old.replaced_by), to_json(new.replaced_by)))
      from (values (c.record_id, c.release)) as this (id, number)
      left join muster.agencies old on old.id = this.id and old.to_release = this.number - 1
      left join muster.agencies new on new.id = this.id and new.from_release = this.number)
    when 'incentive-programs' then (
      select concat(
        muster.difference('agency_id', to_json(old.agency_id), to_json(new.agency_id)),
        muster.difference('name', to_json(old.name), to_json(new.name)),
        muster.difference('audience', to_json(old.audience), to_json(new.audience)),
        muster.difference('audience_kind', to_json(old.audience_kind), to_json(new.audience_kind)),
        muster.difference('target_agency_ids', to_json(old.target_agency_ids), to_json(new.target_agency_ids)),
        muster.difference('status', to_json(old.status), to_json(new.status)),
        muster.difference('status_as_of', to_json(old.status_as_of), to_json(new.status_as_of)),
        muster.difference('status_as_of_precision', to_json(old.status_as_of_precision), to_json(new.status_as_of_precision)),
        muster.difference('announced_on', to_json(old.announced_on), to_json(new.announced_on)),
        muster.difference('announced_on_precision', to_json(old.announced_on_precision), to_json(new.announced_on_precision)),
        muster.difference('ended_on', to_json(old.ended_on), to_json(new.ended_on)),
        muster.difference('ended_on_precision', to_json(old.ended_on_precision), to_json(new.ended_on_precision)),
        muster.difference('channels', to_json(old.channels), to_json(new.channels)),
        muster.difference('summary', to_json(old.summary), to_json(new.summary)),
        muster.difference('note', to_json(old.note), to_json(new.note)))
      from (values (c.record_id, c.release)) as this (id, number)
      left join muster.incentive_programs old on old.id = this.id and old.to_release = this.number - 1
      left join muster.incentive_programs new on new.id = this.id and new.from_release = this.number)
    when 'incentives' then (
      select concat(
        muster.difference('agency_id', to_json(old.agency_id), to_json(new.agency_id)),
        muster.difference('program_id', to_json(old.program_id), to_json(new.program_id)),
        muster.difference('value', to_json(old.value), to_json(new.value)),
        muster.difference('value_low', muster.stated_bound(old.qualifier, old.value_low), muster.stated_bound(new.qualifier, new.value_low)),
        muster.difference('value_high', muster.stated_bound(old.qualifier, old.value_high), muster.stated_bound(new.qualifier, new.value_high)),
        muster.difference('qualifier', to_json(old.qualifier), to_json(new.qualifier)),
        muster.difference('as_stated', to_json(old.as_stated), to_json(new.as_stated)),
        muster.difference('modality', to_json(old.modality), to_json(new.modality)),
        muster.difference('per', to_json(old.per), to_json(new.per)),
        muster.difference('as_of', to_json(old.as_of), to_json(new.as_of)),
        muster.difference('as_of_precision', to_json(old.as_of_precision), to_json(new.as_of_precision)),
        muster.difference('date_basis', to_json(old.date_basis), to_json(new.date_basis)),
        muster.difference('part_of', to_json(old.part_of), to_json(new.part_of)),
        muster.difference('source_id', to_json(old.source_id), to_json(new.source_id)),
        muster.difference('locator', to_json(old.locator), to_json(new.locator)),
        muster.difference('computed', to_json(old.computed), to_json(new.computed)),
        muster.difference('rank', to_json(old.rank), to_json(new.rank)),
        muster.difference('note', to_json(old.note), to_json(new.note)),
        muster.difference('kind', to_json(old.kind), to_json(new.kind)),
        muster.difference('audience', to_json(old.audience), to_json(new.audience)),
        muster.difference('audience_kind', to_json(old.audience_kind), to_json(new.audience_kind)),
        muster.difference('eligibility', to_json(old.eligibility), to_json(new.eligibility)),
        muster.difference('eligibility_as_stated', to_json(old.eligibility_as_stated), to_json(new.eligibility_as_stated)),
        muster.difference('unit', to_json(old.unit), to_json(new.unit)),
        muster.difference('payments', to_json(old.payments), to_json(new.payments)),
        muster.difference('payout_terms', to_json(old.payout_terms), to_json(new.payout_terms)),
        muster.difference('service_obligation_months', to_json(old.service_obligation_months), to_json(new.service_obligation_months)),
        muster.difference('starts_on', to_json(old.starts_on), to_json(new.starts_on)),
        muster.difference('starts_on_precision', to_json(old.starts_on_precision), to_json(new.starts_on_precision)),
        muster.difference('ends_on', to_json(old.ends_on), to_json(new.ends_on)),
        muster.difference('ends_on_precision', to_json(old.ends_on_precision), to_json(new.ends_on_precision)))
      from (values (c.record_id, c.release)) as this (id, number)
      left join muster.incentives old on old.id = this.id and old.to_release = this.number - 1
      left join muster.incentives new on new.id = this.id and new.from_release = this.number)
    when 'staffing-figures' then (
      select concat(
        muster.difference('agency_id', to_json(old.agency_id), to_json(new.agency_id)),
        muster.difference('program_id', to_json(old.program_id), to_json(new.program_id)),
        muster.difference('value', to_json(old.value), to_json(new.value)),
        muster.difference('value_low', muster.stated_bound(old.qualifier, old.value_low), muster.stated_bound(new.qualifier, new.value_low)),
        muster.difference('value_high', muster.stated_bound(old.qualifier, old.value_high), muster.stated_bound(new.qualifier, new.value_high)),
        muster.difference('qualifier', to_json(old.qualifier), to_json(new.qualifier)),
        muster.difference('as_stated', to_json(old.as_stated), to_json(new.as_stated)),
        muster.difference('modality', to_json(old.modality), to_json(new.modality)),
        muster.difference('per', to_json(old.per), to_json(new.per)),
        muster.difference('as_of', to_json(old.as_of), to_json(new.as_of)),
        muster.difference('as_of_precision', to_json(old.as_of_precision), to_json(new.as_of_precision)),
        muster.difference('date_basis', to_json(old.date_basis), to_json(new.date_basis)),
        muster.difference('part_of', to_json(old.part_of), to_json(new.part_of)),
        muster.difference('source_id', to_json(old.source_id), to_json(new.source_id)),
        muster.difference('locator', to_json(old.locator), to_json(new.locator)),
        muster.difference('computed', to_json(old.computed), to_json(new.computed)),
        muster.difference('rank', to_json(old.rank), to_json(new.rank)),
        muster.difference('note', to_json(old.note), to_json(new.note)),
        muster.difference('metric', to_json(old.metric), to_json(new.metric)),
        muster.difference('subset', to_json(old.subset), to_json(new.subset)),
        muster.difference('subset_as_stated', to_json(old.subset_as_stated), to_json(new.subset_as_stated)),
        muster.difference('sex', to_json(old.sex), to_json(new.sex)),
        muster.difference('period', to_json(old.period), to_json(new.period)),
        muster.difference('period_start', to_json(old.period_start), to_json(new.period_start)),
        muster.difference('period_end', to_json(old.period_end), to_json(new.period_end)),
        muster.difference('target_date', to_json(old.target_date), to_json(new.target_date)),
        muster.difference('target_date_precision', to_json(old.target_date_precision), to_json(new.target_date_precision)))
      from (values (c.record_id, c.release)) as this (id, number)
      left join muster.staffing_figures old on old.id = this.id and old.to_release = this.number - 1
      left join muster.staffing_figures new on new.id = this.id and new.from_release = this.number)
    when 'agreements' then (
      select concat(
        muster.difference('program_id', to_json(old.program_id), to_json(new.program_id)),
        muster.difference('agency_id', to_json(old.agency_id), to_json(new.agency_id)),
        muster.difference('model', to_json(old.model), to_json(new.model)),
        muster.difference('status', to_json(old.status), to_json(new.status)),
        muster.difference('signed_on', to_json(old.signed_on), to_json(new.signed_on)),
        muster.difference('first_listed_on', to_json(old.first_listed_on), to_json(new.first_listed_on)),
        muster.difference('last_listed_on', to_json(old.last_listed_on), to_json(new.last_listed_on)),
        muster.difference('absent_since', to_json(old.absent_since), to_json(new.absent_since)),
        muster.difference('ended_on', to_json(old.ended_on), to_json(new.ended_on)),
        muster.difference('agency_as_listed', to_json(old.agency_as_listed), to_json(new.agency_as_listed)),
        muster.difference('county_as_listed', to_json(old.county_as_listed), to_json(new.county_as_listed)),
        muster.difference('match', to_json(old.match), to_json(new.match)),
        muster.difference('document_url', to_json(old.document_url), to_json(new.document_url)),
        muster.difference('addendum_url', to_json(old.addendum_url), to_json(new.addendum_url)),
        muster.difference('source_id', to_json(old.source_id), to_json(new.source_id)),
        muster.difference('note', to_json(old.note), to_json(new.note)))
      from (values (c.record_id, c.release)) as this (id, number)
      left join muster.agreements old on old.id = this.id and old.to_release = this.number - 1
      left join muster.agreements new on new.id = this.id and new.from_release = this.number)
    when 'sources' then (
      select concat(
        muster.difference('kind', to_json(old.kind), to_json(new.kind)),
        muster.difference('title', to_json(old.title), to_json(new.title)),
        muster.difference('publisher', to_json(old.publisher), to_json(new.publisher)),
        muster.difference('via', to_json(old.via), to_json(new.via)),
        muster.difference('author', to_json(old.author), to_json(new.author)),
        muster.difference('published_on', to_json(old.published_on), to_json(new.published_on)),
        muster.difference('published_on_precision', to_json(old.published_on_precision), to_json(new.published_on_precision)),
        muster.difference('url', to_json(old.url), to_json(new.url)),
        muster.difference('archived_url', to_json(old.archived_url), to_json(new.archived_url)),
        muster.difference('retrieved_on', to_json(old.retrieved_on), to_json(new.retrieved_on)),
        muster.difference('language', to_json(old.language), to_json(new.language)),
        muster.difference('license', to_json(old.license), to_json(new.license)),
        muster.difference('cites', to_json(old.cites), to_json(new.cites)),
        muster.difference('counting_rule', to_json(old.counting_rule), to_json(new.counting_rule)),
        muster.difference('fiscal_year_end', to_json(old.fiscal_year_end), to_json(new.fiscal_year_end)),
        muster.difference('text_sha256', to_json(old.text_sha256), to_json(new.text_sha256)),
        muster.difference('quality', to_json(old.quality), to_json(new.quality)),
        muster.difference('coverage', to_json(old.coverage), to_json(new.coverage)),
        muster.difference('note', to_json(old.note), to_json(new.note)))
      from (values (c.record_id, c.release)) as this (id, number)
      left join muster.sources old on old.id = this.id and old.to_release = this.number - 1
      left join muster.sources new on new.id = this.id and new.from_release = this.number)
    when 'citations' then (
      select concat(
        muster.difference('source_id', to_json(old.source_id), to_json(new.source_id)),
        muster.difference('quote', to_json(old.quote), to_json(new.quote)),
        muster.difference('locator', to_json(old.locator), to_json(new.locator)),
        muster.difference('attribution', to_json(old.attribution), to_json(new.attribution)),
        muster.difference('supports', to_json(old.supports), to_json(new.supports)),
        muster.difference('repeats', to_json(old.repeats), to_json(new.repeats)),
        muster.difference('disputes', to_json(old.disputes), to_json(new.disputes)),
        muster.difference('corrects', to_json(old.corrects), to_json(new.corrects)),
        muster.difference('context', to_json(old.context), to_json(new.context)),
        muster.difference('topic', to_json(old.topic), to_json(new.topic)),
        muster.difference('summary', to_json(old.summary), to_json(new.summary)),
        muster.difference('quote_check', to_json(old.quote_check), to_json(new.quote_check)))
      from (values (c.record_id, c.release)) as this (id, number)
      left join muster.citations old on old.id = this.id and old.to_release = this.number - 1
      left join muster.citations new on new.id = this.id and new.from_release = this.number)
    when 'metrics' then (
      select concat(
        muster.difference('label', to_json(old.label), to_json(new.label)),
        muster.difference('definition', to_json(old.definition), to_json(new.definition)),
        muster.difference('unit', to_json(old.unit), to_json(new.unit)),
        muster.difference('nature', to_json(old.nature), to_json(new.nature)),
        muster.difference('definition_version', to_json(old.definition_version), to_json(new.definition_version)))
      from (values (c.record_id, c.release)) as this (id, number)
      left join muster.metrics old on old.id = this.id and old.to_release = this.number - 1
      left join muster.metrics new on new.id = this.id and new.from_release = this.number)
  end, 2) || ']')::json as fields
from muster.changes c
left join muster.releases r on r.number = c.release;

create view api.changes as
select
  id, release_number, published_at, resource, record_id, agency_id, agency_name, operation, kind, notice, fields
from muster.changed;

create view api.changes_at as
select
  x.id, x.release_number, x.published_at, x.resource, x.record_id, x.agency_id, x.agency_name, x.operation, x.kind,
  x.notice, x.fields, x.release_number as from_release, null::integer as to_release, row_to_json(x)::text as body
from api.changes x;

create view api.corrections as
select
  id, release_number, published_at, resource, record_id, agency_id, agency_name, source_id, source_publisher,
  operation, kind, notice, fields
from muster.changed
where kind in ('our_error', 'source_correction', 'source_revision', 'retraction', 'definition_change');

create view api.corrections_at as
select
  x.id, x.release_number, x.published_at, x.resource, x.record_id, x.agency_id, x.agency_name, x.source_id,
  x.source_publisher, x.operation, x.kind, x.notice, x.fields,
  x.release_number as from_release, null::integer as to_release, row_to_json(x)::text as body
from api.corrections x;
