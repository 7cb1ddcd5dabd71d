-- What each release did to each record, for readers. The differences are not kept: they follow from the revisions,
-- which are found by their ids.

-- A field that differs, as a member of a JSON list with a comma before it.
create function muster.difference(field text, old json, new json) returns text
language sql immutable parallel safe
return ',{"field":"' || field || '","old":' || coalesce(old::text, 'null') || ',"new":' || coalesce(new::text, 'null') || '}';

-- Bounds are stated only of a range; of other numbers they derive.
create function muster.stated_bound(qualifier text, bound numeric) returns numeric
language sql immutable parallel safe
return case when qualifier = 'between' then bound end;

-- The view is made from the fields that a seed names, in its order (a test compares them); none of them derives. Each
-- comparison is written out by this, because taking whole rows apart as JSON takes several times as long.
do $make$
begin
  execute (
    with seed (resource, fields) as (values
      ('agencies', '{
        name, short_name, kind, level, aggregate, parent_id, state, county, county_geoid, ori, county_latitude,
        county_longitude, aliases, replaced_by}'::text[]),
      ('incentive-programs', '{
        agency_id, name, audience, audience_kind, target_agency_ids, status, status_as_of, status_as_of_precision,
        announced_on, announced_on_precision, ended_on, ended_on_precision, channels, summary, note}'::text[]),
      ('incentives', '{
        agency_id, program_id, value, value_low, value_high, qualifier, as_stated, modality, per, as_of,
        as_of_precision, date_basis, part_of, source_id, locator, computed, rank, note, kind, audience,
        audience_kind, eligibility, eligibility_as_stated, unit, payments, payout_terms,
        service_obligation_months, starts_on, starts_on_precision, ends_on, ends_on_precision}'::text[]),
      ('staffing-figures', '{
        agency_id, program_id, value, value_low, value_high, qualifier, as_stated, modality, per, as_of,
        as_of_precision, date_basis, part_of, source_id, locator, computed, rank, note, metric, subset,
        subset_as_stated, sex, period, period_start, period_end, target_date, target_date_precision}'::text[]),
      ('agreements', '{
        program_id, agency_id, model, status, signed_on, first_listed_on, last_listed_on, absent_since, ended_on,
        agency_as_listed, county_as_listed, match, document_url, addendum_url, source_id, note}'::text[]),
      ('sources', '{
        kind, title, publisher, via, author, published_on, published_on_precision, url, archived_url,
        retrieved_on, language, license, cites, counting_rule, fiscal_year_end, text_sha256, quality, coverage,
        note}'::text[]),
      ('citations', '{
        source_id, quote, locator, attribution, supports, repeats, disputes, corrects, context, topic, summary,
        quote_check}'::text[]),
      ('metrics', '{
        label, definition, unit, nature, definition_version}'::text[])),
    -- What is shown of a field, and what is compared; %1$s stands for the row, the old one or the new.
    field as (
      select
        resource, place, name, a.atttypid::regtype::text as type,
        format(case when name in ('value_low', 'value_high')
          then 'muster.stated_bound(%%1$s.qualifier, %%1$s.%1$I)' else '%%1$s.%1$I' end, name) as shown
      from seed
      cross join unnest(fields) with ordinality as listed (name, place)
      left join pg_attribute a
        on a.attname = name and a.attrelid = format('muster.%I', replace(resource, '-', '_'))::regclass),
    -- A record that is not there has no fields, and an empty list is as good as none.
    compared as (
      select *, case type
        when 'text[]' then format('nullif(%s, ''{}'')', shown)
        when 'json' then format('nullif(%s::text, ''[]'')', shown)
        else shown end as known
      from field),
    difference as (
      select resource, string_agg(format(
        'case when %s is distinct from %s then muster.difference(%L, to_json(%s), to_json(%s)) end',
        format(known, 'old'), format(known, 'new'), name, format(shown, 'old'), format(shown, 'new')), ', '
        order by place) as fields
      from compared
      group by resource),
    branch as (
      select string_agg(format($branch$
        when %1$L then (
          select concat(%3$s)
          from (values (c.record_id, c.release)) as this (id, number)
          left join muster.%2$I old on old.id = this.id and old.to_release = this.number - 1
          left join muster.%2$I new on new.id = this.id and new.from_release = this.number)
        $branch$, resource, replace(resource, '-', '_'), fields), '' order by resource) as branches
      from difference)
    select format($view$
      create view muster.changed as
      select
        c.id, c.release as release_number, muster.moment(r.published_at) as published_at,
        c.resource, c.record_id, c.agency_id, c.agency_name, c.source_id, c.source_publisher,
        c.operation, c.kind, c.notice,
        ('[' || substr(case c.resource %s end, 2) || ']')::json as fields
      from muster.changes c
      left join muster.releases r on r.number = c.release
      $view$, branches)
    from branch);
end $make$;

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
