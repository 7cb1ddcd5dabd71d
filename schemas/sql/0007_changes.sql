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

-- The fields in the order of the seed files (a test compares them): those that a seed names, none that derive. A record
-- that is not there has no fields, and an empty list is as good as none.
create view muster.changed as
select
  c.id, c.release as release_number,
  to_char(r.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as published_at,
  c.resource, c.record_id, c.agency_id, c.agency_name, c.source_id, c.source_publisher,
  c.operation, c.kind, c.notice,
  ('[' || substr(case c.resource
    when 'agencies' then (
      select concat(
        case when old.name is distinct from new.name
          then muster.difference('name', to_json(old.name), to_json(new.name)) end,
        case when old.short_name is distinct from new.short_name
          then muster.difference('short_name', to_json(old.short_name), to_json(new.short_name)) end,
        case when old.kind is distinct from new.kind
          then muster.difference('kind', to_json(old.kind), to_json(new.kind)) end,
        case when old.level is distinct from new.level
          then muster.difference('level', to_json(old.level), to_json(new.level)) end,
        case when old.aggregate is distinct from new.aggregate
          then muster.difference('aggregate', to_json(old.aggregate), to_json(new.aggregate)) end,
        case when old.parent_id is distinct from new.parent_id
          then muster.difference('parent_id', to_json(old.parent_id), to_json(new.parent_id)) end,
        case when old.state is distinct from new.state
          then muster.difference('state', to_json(old.state), to_json(new.state)) end,
        case when old.county is distinct from new.county
          then muster.difference('county', to_json(old.county), to_json(new.county)) end,
        case when old.county_geoid is distinct from new.county_geoid
          then muster.difference('county_geoid', to_json(old.county_geoid), to_json(new.county_geoid)) end,
        case when old.ori is distinct from new.ori
          then muster.difference('ori', to_json(old.ori), to_json(new.ori)) end,
        case when old.county_latitude is distinct from new.county_latitude
          then muster.difference('county_latitude', to_json(old.county_latitude), to_json(new.county_latitude)) end,
        case when old.county_longitude is distinct from new.county_longitude
          then muster.difference('county_longitude', to_json(old.county_longitude), to_json(new.county_longitude)) end,
        case when nullif(old.aliases, '{}') is distinct from nullif(new.aliases, '{}')
          then muster.difference('aliases', to_json(old.aliases), to_json(new.aliases)) end,
        case when old.replaced_by is distinct from new.replaced_by
          then muster.difference('replaced_by', to_json(old.replaced_by), to_json(new.replaced_by)) end)
      from (values (c.record_id, c.release)) as this (id, number)
      left join muster.agencies old on old.id = this.id and old.to_release = this.number - 1
      left join muster.agencies new on new.id = this.id and new.from_release = this.number)
    when 'incentive-programs' then (
      select concat(
        case when old.agency_id is distinct from new.agency_id
          then muster.difference('agency_id', to_json(old.agency_id), to_json(new.agency_id)) end,
        case when old.name is distinct from new.name
          then muster.difference('name', to_json(old.name), to_json(new.name)) end,
        case when old.audience is distinct from new.audience
          then muster.difference('audience', to_json(old.audience), to_json(new.audience)) end,
        case when old.audience_kind is distinct from new.audience_kind
          then muster.difference('audience_kind', to_json(old.audience_kind), to_json(new.audience_kind)) end,
        case when nullif(old.target_agency_ids, '{}') is distinct from nullif(new.target_agency_ids, '{}')
          then muster.difference('target_agency_ids', to_json(old.target_agency_ids), to_json(new.target_agency_ids)) end,
        case when old.status is distinct from new.status
          then muster.difference('status', to_json(old.status), to_json(new.status)) end,
        case when old.status_as_of is distinct from new.status_as_of
          then muster.difference('status_as_of', to_json(old.status_as_of), to_json(new.status_as_of)) end,
        case when old.status_as_of_precision is distinct from new.status_as_of_precision
          then muster.difference('status_as_of_precision', to_json(old.status_as_of_precision), to_json(new.status_as_of_precision)) end,
        case when old.announced_on is distinct from new.announced_on
          then muster.difference('announced_on', to_json(old.announced_on), to_json(new.announced_on)) end,
        case when old.announced_on_precision is distinct from new.announced_on_precision
          then muster.difference('announced_on_precision', to_json(old.announced_on_precision), to_json(new.announced_on_precision)) end,
        case when old.ended_on is distinct from new.ended_on
          then muster.difference('ended_on', to_json(old.ended_on), to_json(new.ended_on)) end,
        case when old.ended_on_precision is distinct from new.ended_on_precision
          then muster.difference('ended_on_precision', to_json(old.ended_on_precision), to_json(new.ended_on_precision)) end,
        case when nullif(old.channels, '{}') is distinct from nullif(new.channels, '{}')
          then muster.difference('channels', to_json(old.channels), to_json(new.channels)) end,
        case when old.summary is distinct from new.summary
          then muster.difference('summary', to_json(old.summary), to_json(new.summary)) end,
        case when old.note is distinct from new.note
          then muster.difference('note', to_json(old.note), to_json(new.note)) end)
      from (values (c.record_id, c.release)) as this (id, number)
      left join muster.incentive_programs old on old.id = this.id and old.to_release = this.number - 1
      left join muster.incentive_programs new on new.id = this.id and new.from_release = this.number)
    when 'incentives' then (
      select concat(
        case when old.agency_id is distinct from new.agency_id
          then muster.difference('agency_id', to_json(old.agency_id), to_json(new.agency_id)) end,
        case when old.program_id is distinct from new.program_id
          then muster.difference('program_id', to_json(old.program_id), to_json(new.program_id)) end,
        case when old.value is distinct from new.value
          then muster.difference('value', to_json(old.value), to_json(new.value)) end,
        case when muster.stated_bound(old.qualifier, old.value_low) is distinct from muster.stated_bound(new.qualifier, new.value_low)
          then muster.difference('value_low', to_json(muster.stated_bound(old.qualifier, old.value_low)), to_json(muster.stated_bound(new.qualifier, new.value_low))) end,
        case when muster.stated_bound(old.qualifier, old.value_high) is distinct from muster.stated_bound(new.qualifier, new.value_high)
          then muster.difference('value_high', to_json(muster.stated_bound(old.qualifier, old.value_high)), to_json(muster.stated_bound(new.qualifier, new.value_high))) end,
        case when old.qualifier is distinct from new.qualifier
          then muster.difference('qualifier', to_json(old.qualifier), to_json(new.qualifier)) end,
        case when old.as_stated is distinct from new.as_stated
          then muster.difference('as_stated', to_json(old.as_stated), to_json(new.as_stated)) end,
        case when old.modality is distinct from new.modality
          then muster.difference('modality', to_json(old.modality), to_json(new.modality)) end,
        case when old.per is distinct from new.per
          then muster.difference('per', to_json(old.per), to_json(new.per)) end,
        case when old.as_of is distinct from new.as_of
          then muster.difference('as_of', to_json(old.as_of), to_json(new.as_of)) end,
        case when old.as_of_precision is distinct from new.as_of_precision
          then muster.difference('as_of_precision', to_json(old.as_of_precision), to_json(new.as_of_precision)) end,
        case when old.date_basis is distinct from new.date_basis
          then muster.difference('date_basis', to_json(old.date_basis), to_json(new.date_basis)) end,
        case when old.part_of is distinct from new.part_of
          then muster.difference('part_of', to_json(old.part_of), to_json(new.part_of)) end,
        case when old.source_id is distinct from new.source_id
          then muster.difference('source_id', to_json(old.source_id), to_json(new.source_id)) end,
        case when old.locator is distinct from new.locator
          then muster.difference('locator', to_json(old.locator), to_json(new.locator)) end,
        case when old.computed is distinct from new.computed
          then muster.difference('computed', to_json(old.computed), to_json(new.computed)) end,
        case when old.rank is distinct from new.rank
          then muster.difference('rank', to_json(old.rank), to_json(new.rank)) end,
        case when old.note is distinct from new.note
          then muster.difference('note', to_json(old.note), to_json(new.note)) end,
        case when old.kind is distinct from new.kind
          then muster.difference('kind', to_json(old.kind), to_json(new.kind)) end,
        case when old.audience is distinct from new.audience
          then muster.difference('audience', to_json(old.audience), to_json(new.audience)) end,
        case when old.audience_kind is distinct from new.audience_kind
          then muster.difference('audience_kind', to_json(old.audience_kind), to_json(new.audience_kind)) end,
        case when old.eligibility is distinct from new.eligibility
          then muster.difference('eligibility', to_json(old.eligibility), to_json(new.eligibility)) end,
        case when old.eligibility_as_stated is distinct from new.eligibility_as_stated
          then muster.difference('eligibility_as_stated', to_json(old.eligibility_as_stated), to_json(new.eligibility_as_stated)) end,
        case when old.unit is distinct from new.unit
          then muster.difference('unit', to_json(old.unit), to_json(new.unit)) end,
        case when nullif(old.payments::text, '[]') is distinct from nullif(new.payments::text, '[]')
          then muster.difference('payments', to_json(old.payments), to_json(new.payments)) end,
        case when old.payout_terms is distinct from new.payout_terms
          then muster.difference('payout_terms', to_json(old.payout_terms), to_json(new.payout_terms)) end,
        case when old.service_obligation_months is distinct from new.service_obligation_months
          then muster.difference('service_obligation_months', to_json(old.service_obligation_months), to_json(new.service_obligation_months)) end,
        case when old.starts_on is distinct from new.starts_on
          then muster.difference('starts_on', to_json(old.starts_on), to_json(new.starts_on)) end,
        case when old.starts_on_precision is distinct from new.starts_on_precision
          then muster.difference('starts_on_precision', to_json(old.starts_on_precision), to_json(new.starts_on_precision)) end,
        case when old.ends_on is distinct from new.ends_on
          then muster.difference('ends_on', to_json(old.ends_on), to_json(new.ends_on)) end,
        case when old.ends_on_precision is distinct from new.ends_on_precision
          then muster.difference('ends_on_precision', to_json(old.ends_on_precision), to_json(new.ends_on_precision)) end)
      from (values (c.record_id, c.release)) as this (id, number)
      left join muster.incentives old on old.id = this.id and old.to_release = this.number - 1
      left join muster.incentives new on new.id = this.id and new.from_release = this.number)
    when 'staffing-figures' then (
      select concat(
        case when old.agency_id is distinct from new.agency_id
          then muster.difference('agency_id', to_json(old.agency_id), to_json(new.agency_id)) end,
        case when old.program_id is distinct from new.program_id
          then muster.difference('program_id', to_json(old.program_id), to_json(new.program_id)) end,
        case when old.value is distinct from new.value
          then muster.difference('value', to_json(old.value), to_json(new.value)) end,
        case when muster.stated_bound(old.qualifier, old.value_low) is distinct from muster.stated_bound(new.qualifier, new.value_low)
          then muster.difference('value_low', to_json(muster.stated_bound(old.qualifier, old.value_low)), to_json(muster.stated_bound(new.qualifier, new.value_low))) end,
        case when muster.stated_bound(old.qualifier, old.value_high) is distinct from muster.stated_bound(new.qualifier, new.value_high)
          then muster.difference('value_high', to_json(muster.stated_bound(old.qualifier, old.value_high)), to_json(muster.stated_bound(new.qualifier, new.value_high))) end,
        case when old.qualifier is distinct from new.qualifier
          then muster.difference('qualifier', to_json(old.qualifier), to_json(new.qualifier)) end,
        case when old.as_stated is distinct from new.as_stated
          then muster.difference('as_stated', to_json(old.as_stated), to_json(new.as_stated)) end,
        case when old.modality is distinct from new.modality
          then muster.difference('modality', to_json(old.modality), to_json(new.modality)) end,
        case when old.per is distinct from new.per
          then muster.difference('per', to_json(old.per), to_json(new.per)) end,
        case when old.as_of is distinct from new.as_of
          then muster.difference('as_of', to_json(old.as_of), to_json(new.as_of)) end,
        case when old.as_of_precision is distinct from new.as_of_precision
          then muster.difference('as_of_precision', to_json(old.as_of_precision), to_json(new.as_of_precision)) end,
        case when old.date_basis is distinct from new.date_basis
          then muster.difference('date_basis', to_json(old.date_basis), to_json(new.date_basis)) end,
        case when old.part_of is distinct from new.part_of
          then muster.difference('part_of', to_json(old.part_of), to_json(new.part_of)) end,
        case when old.source_id is distinct from new.source_id
          then muster.difference('source_id', to_json(old.source_id), to_json(new.source_id)) end,
        case when old.locator is distinct from new.locator
          then muster.difference('locator', to_json(old.locator), to_json(new.locator)) end,
        case when old.computed is distinct from new.computed
          then muster.difference('computed', to_json(old.computed), to_json(new.computed)) end,
        case when old.rank is distinct from new.rank
          then muster.difference('rank', to_json(old.rank), to_json(new.rank)) end,
        case when old.note is distinct from new.note
          then muster.difference('note', to_json(old.note), to_json(new.note)) end,
        case when old.metric is distinct from new.metric
          then muster.difference('metric', to_json(old.metric), to_json(new.metric)) end,
        case when old.subset is distinct from new.subset
          then muster.difference('subset', to_json(old.subset), to_json(new.subset)) end,
        case when old.subset_as_stated is distinct from new.subset_as_stated
          then muster.difference('subset_as_stated', to_json(old.subset_as_stated), to_json(new.subset_as_stated)) end,
        case when old.sex is distinct from new.sex
          then muster.difference('sex', to_json(old.sex), to_json(new.sex)) end,
        case when old.period is distinct from new.period
          then muster.difference('period', to_json(old.period), to_json(new.period)) end,
        case when old.period_start is distinct from new.period_start
          then muster.difference('period_start', to_json(old.period_start), to_json(new.period_start)) end,
        case when old.period_end is distinct from new.period_end
          then muster.difference('period_end', to_json(old.period_end), to_json(new.period_end)) end,
        case when old.target_date is distinct from new.target_date
          then muster.difference('target_date', to_json(old.target_date), to_json(new.target_date)) end,
        case when old.target_date_precision is distinct from new.target_date_precision
          then muster.difference('target_date_precision', to_json(old.target_date_precision), to_json(new.target_date_precision)) end)
      from (values (c.record_id, c.release)) as this (id, number)
      left join muster.staffing_figures old on old.id = this.id and old.to_release = this.number - 1
      left join muster.staffing_figures new on new.id = this.id and new.from_release = this.number)
    when 'agreements' then (
      select concat(
        case when old.program_id is distinct from new.program_id
          then muster.difference('program_id', to_json(old.program_id), to_json(new.program_id)) end,
        case when old.agency_id is distinct from new.agency_id
          then muster.difference('agency_id', to_json(old.agency_id), to_json(new.agency_id)) end,
        case when old.model is distinct from new.model
          then muster.difference('model', to_json(old.model), to_json(new.model)) end,
        case when old.status is distinct from new.status
          then muster.difference('status', to_json(old.status), to_json(new.status)) end,
        case when old.signed_on is distinct from new.signed_on
          then muster.difference('signed_on', to_json(old.signed_on), to_json(new.signed_on)) end,
        case when old.first_listed_on is distinct from new.first_listed_on
          then muster.difference('first_listed_on', to_json(old.first_listed_on), to_json(new.first_listed_on)) end,
        case when old.last_listed_on is distinct from new.last_listed_on
          then muster.difference('last_listed_on', to_json(old.last_listed_on), to_json(new.last_listed_on)) end,
        case when old.absent_since is distinct from new.absent_since
          then muster.difference('absent_since', to_json(old.absent_since), to_json(new.absent_since)) end,
        case when old.ended_on is distinct from new.ended_on
          then muster.difference('ended_on', to_json(old.ended_on), to_json(new.ended_on)) end,
        case when old.agency_as_listed is distinct from new.agency_as_listed
          then muster.difference('agency_as_listed', to_json(old.agency_as_listed), to_json(new.agency_as_listed)) end,
        case when old.county_as_listed is distinct from new.county_as_listed
          then muster.difference('county_as_listed', to_json(old.county_as_listed), to_json(new.county_as_listed)) end,
        case when old.match is distinct from new.match
          then muster.difference('match', to_json(old.match), to_json(new.match)) end,
        case when old.document_url is distinct from new.document_url
          then muster.difference('document_url', to_json(old.document_url), to_json(new.document_url)) end,
        case when old.addendum_url is distinct from new.addendum_url
          then muster.difference('addendum_url', to_json(old.addendum_url), to_json(new.addendum_url)) end,
        case when old.source_id is distinct from new.source_id
          then muster.difference('source_id', to_json(old.source_id), to_json(new.source_id)) end,
        case when old.note is distinct from new.note
          then muster.difference('note', to_json(old.note), to_json(new.note)) end)
      from (values (c.record_id, c.release)) as this (id, number)
      left join muster.agreements old on old.id = this.id and old.to_release = this.number - 1
      left join muster.agreements new on new.id = this.id and new.from_release = this.number)
    when 'sources' then (
      select concat(
        case when old.kind is distinct from new.kind
          then muster.difference('kind', to_json(old.kind), to_json(new.kind)) end,
        case when old.title is distinct from new.title
          then muster.difference('title', to_json(old.title), to_json(new.title)) end,
        case when old.publisher is distinct from new.publisher
          then muster.difference('publisher', to_json(old.publisher), to_json(new.publisher)) end,
        case when old.via is distinct from new.via
          then muster.difference('via', to_json(old.via), to_json(new.via)) end,
        case when old.author is distinct from new.author
          then muster.difference('author', to_json(old.author), to_json(new.author)) end,
        case when old.published_on is distinct from new.published_on
          then muster.difference('published_on', to_json(old.published_on), to_json(new.published_on)) end,
        case when old.published_on_precision is distinct from new.published_on_precision
          then muster.difference('published_on_precision', to_json(old.published_on_precision), to_json(new.published_on_precision)) end,
        case when old.url is distinct from new.url
          then muster.difference('url', to_json(old.url), to_json(new.url)) end,
        case when old.archived_url is distinct from new.archived_url
          then muster.difference('archived_url', to_json(old.archived_url), to_json(new.archived_url)) end,
        case when old.retrieved_on is distinct from new.retrieved_on
          then muster.difference('retrieved_on', to_json(old.retrieved_on), to_json(new.retrieved_on)) end,
        case when old.language is distinct from new.language
          then muster.difference('language', to_json(old.language), to_json(new.language)) end,
        case when old.license is distinct from new.license
          then muster.difference('license', to_json(old.license), to_json(new.license)) end,
        case when nullif(old.cites, '{}') is distinct from nullif(new.cites, '{}')
          then muster.difference('cites', to_json(old.cites), to_json(new.cites)) end,
        case when old.counting_rule is distinct from new.counting_rule
          then muster.difference('counting_rule', to_json(old.counting_rule), to_json(new.counting_rule)) end,
        case when old.fiscal_year_end is distinct from new.fiscal_year_end
          then muster.difference('fiscal_year_end', to_json(old.fiscal_year_end), to_json(new.fiscal_year_end)) end,
        case when old.text_sha256 is distinct from new.text_sha256
          then muster.difference('text_sha256', to_json(old.text_sha256), to_json(new.text_sha256)) end,
        case when old.quality is distinct from new.quality
          then muster.difference('quality', to_json(old.quality), to_json(new.quality)) end,
        case when nullif(old.coverage::text, '[]') is distinct from nullif(new.coverage::text, '[]')
          then muster.difference('coverage', to_json(old.coverage), to_json(new.coverage)) end,
        case when old.note is distinct from new.note
          then muster.difference('note', to_json(old.note), to_json(new.note)) end)
      from (values (c.record_id, c.release)) as this (id, number)
      left join muster.sources old on old.id = this.id and old.to_release = this.number - 1
      left join muster.sources new on new.id = this.id and new.from_release = this.number)
    when 'citations' then (
      select concat(
        case when old.source_id is distinct from new.source_id
          then muster.difference('source_id', to_json(old.source_id), to_json(new.source_id)) end,
        case when old.quote is distinct from new.quote
          then muster.difference('quote', to_json(old.quote), to_json(new.quote)) end,
        case when old.locator is distinct from new.locator
          then muster.difference('locator', to_json(old.locator), to_json(new.locator)) end,
        case when nullif(old.attribution::text, '[]') is distinct from nullif(new.attribution::text, '[]')
          then muster.difference('attribution', to_json(old.attribution), to_json(new.attribution)) end,
        case when nullif(old.supports, '{}') is distinct from nullif(new.supports, '{}')
          then muster.difference('supports', to_json(old.supports), to_json(new.supports)) end,
        case when nullif(old.repeats, '{}') is distinct from nullif(new.repeats, '{}')
          then muster.difference('repeats', to_json(old.repeats), to_json(new.repeats)) end,
        case when nullif(old.disputes, '{}') is distinct from nullif(new.disputes, '{}')
          then muster.difference('disputes', to_json(old.disputes), to_json(new.disputes)) end,
        case when nullif(old.corrects, '{}') is distinct from nullif(new.corrects, '{}')
          then muster.difference('corrects', to_json(old.corrects), to_json(new.corrects)) end,
        case when nullif(old.context, '{}') is distinct from nullif(new.context, '{}')
          then muster.difference('context', to_json(old.context), to_json(new.context)) end,
        case when old.topic is distinct from new.topic
          then muster.difference('topic', to_json(old.topic), to_json(new.topic)) end,
        case when old.summary is distinct from new.summary
          then muster.difference('summary', to_json(old.summary), to_json(new.summary)) end,
        case when old.quote_check is distinct from new.quote_check
          then muster.difference('quote_check', to_json(old.quote_check), to_json(new.quote_check)) end)
      from (values (c.record_id, c.release)) as this (id, number)
      left join muster.citations old on old.id = this.id and old.to_release = this.number - 1
      left join muster.citations new on new.id = this.id and new.from_release = this.number)
    when 'metrics' then (
      select concat(
        case when old.label is distinct from new.label
          then muster.difference('label', to_json(old.label), to_json(new.label)) end,
        case when old.definition is distinct from new.definition
          then muster.difference('definition', to_json(old.definition), to_json(new.definition)) end,
        case when old.unit is distinct from new.unit
          then muster.difference('unit', to_json(old.unit), to_json(new.unit)) end,
        case when old.nature is distinct from new.nature
          then muster.difference('nature', to_json(old.nature), to_json(new.nature)) end,
        case when old.definition_version is distinct from new.definition_version
          then muster.difference('definition_version', to_json(old.definition_version), to_json(new.definition_version)) end)
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
