-- Changes name the new fields of sources and agreements. The fields stand in a table from here on: a migration that adds one
-- inserts it there and calls the procedure.

create table muster.seed_fields (
  resource text collate "C" not null constraint seed_fields_pkey primary key,
  fields   text[] collate "C" not null
);

-- The fields that a seed names, in its order (a test compares them); none of them derives.
insert into muster.seed_fields (resource, fields) values
  ('agencies', '{
    name, short_name, kind, level, aggregate, parent_id, state, county, county_geoid, ori, county_latitude,
    county_longitude, aliases, replaced_by}'),
  ('incentive-programs', '{
    agency_id, name, audience, audience_kind, target_agency_ids, status, status_as_of, status_as_of_precision,
    announced_on, announced_on_precision, ended_on, ended_on_precision, channels, summary, note}'),
  ('incentives', '{
    agency_id, program_id, value, value_low, value_high, qualifier, as_stated, modality, per, as_of,
    as_of_precision, date_basis, part_of, source_id, locator, computed, rank, note, kind, audience,
    audience_kind, eligibility, eligibility_as_stated, unit, payments, payout_terms,
    service_obligation_months, starts_on, starts_on_precision, ends_on, ends_on_precision}'),
  ('staffing-figures', '{
    agency_id, program_id, value, value_low, value_high, qualifier, as_stated, modality, per, as_of,
    as_of_precision, date_basis, part_of, source_id, locator, computed, rank, note, metric, subset,
    subset_as_stated, sex, period, period_start, period_end, target_date, target_date_precision}'),
  ('agreements', '{
    program_id, agency_id, model, status, signed_on, first_listed_on, last_listed_on, absent_since, ended_on,
    agency_as_listed, county_as_listed, match, document_url, addendum_url, source_id, note,
    county_geoid}'),
  ('areas', '{
    name, kind, states, code}'),
  ('area-figures', '{
    area_id, metric, subset, vintage, value, relative_standard_error, modality, as_of, as_of_precision,
    date_basis, note, source_id, locator}'),
  ('sources', '{
    kind, title, publisher, via, author, published_on, published_on_precision, url, archived_url,
    retrieved_on, language, license, cites, counting_rule, fiscal_year_end, text_sha256, quality, coverage,
    note, url_note, checked_on, expected_next, expected_next_precision}'),
  ('citations', '{
    source_id, quote, locator, attribution, supports, repeats, disputes, corrects, context, topic, summary,
    quote_check}'),
  ('metrics', '{
    label, definition, unit, nature, definition_version}');

-- Each comparison is written out by this, because taking whole rows apart as JSON takes several times as long.
create procedure muster.write_changed_view() language plpgsql as $make$
begin
  execute (
    with
    -- What is shown of a field, and what is compared; %1$s stands for the row, the old one or the new.
    field as (
      select
        resource, place, name, a.atttypid::regtype::text as type,
        format(case when name in ('value_low', 'value_high')
          then 'muster.stated_bound(%%1$s.qualifier, %%1$s.%1$I)' else '%%1$s.%1$I' end, name) as shown
      from muster.seed_fields
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
      create or replace view muster.changed as
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

call muster.write_changed_view();
