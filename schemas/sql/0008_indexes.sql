-- Indexes of what is served: each sortable column with the id serves both directions, live and pinned.

create index served_agencies_name on serving.agencies (name, id);
create index served_agencies_state on serving.agencies (state, id);
create index served_agencies_county_geoid on serving.agencies (county_geoid, id);
create index served_agencies_parent_id on serving.agencies (parent_id, id);
create index served_agencies_ori on serving.agencies (ori, id);
create index served_agencies_first_release on serving.agencies (first_release, id);
create index served_agencies_search on serving.agencies using gin (search);

create index served_incentive_programs_agency_id on serving.incentive_programs (agency_id, id);
create index served_incentive_programs_agency_name on serving.incentive_programs (agency_name, id);
create index served_incentive_programs_status_as_of on serving.incentive_programs (status_as_of, id);
create index served_incentive_programs_announced_on on serving.incentive_programs (announced_on, id);
create index served_incentive_programs_search on serving.incentive_programs using gin (search);

create index served_incentives_agency_id on serving.incentives (agency_id, id);
create index served_incentives_agency_name on serving.incentives (agency_name, id);
create index served_incentives_kind on serving.incentives (kind, id);
create index served_incentives_value on serving.incentives (value, id);
create index served_incentives_as_of on serving.incentives (as_of, id);
create index served_incentives_source_published_on on serving.incentives (source_published_on, id);
create index served_incentives_search on serving.incentives using gin (search);

create index served_staffing_figures_value on serving.staffing_figures (value, id);
create index served_staffing_figures_as_of on serving.staffing_figures (as_of, id);
create index served_staffing_figures_agency_name on serving.staffing_figures (agency_name, id);
create index served_staffing_figures_source_published_on on serving.staffing_figures (source_published_on, id);
create index served_staffing_figures_search on serving.staffing_figures using gin (search);

create index served_agreements_agency_id on serving.agreements (agency_id, id);
create index served_agreements_agency_name on serving.agreements (agency_name, id);
create index served_agreements_signed_on on serving.agreements (signed_on, id);
create index served_agreements_first_listed_on on serving.agreements (first_listed_on, id);
create index served_agreements_last_listed_on on serving.agreements (last_listed_on, id);

create index served_sources_published_on on serving.sources (published_on, id);
create index served_sources_publisher on serving.sources (publisher, id);
create index served_sources_retrieved_on on serving.sources (retrieved_on, id);
create index served_sources_search on serving.sources using gin (search);

create index served_citations_source_id on serving.citations (source_id, id);
create index served_citations_speaker on serving.citations (speaker, id);
create index served_citations_source_published_on on serving.citations (source_published_on, id);
create index served_citations_search on serving.citations using gin (search);

create index served_metrics_label on serving.metrics (label, id);

-- /v1/staffing-figures?q=police: what has a quote comes first, and is little
create index served_staffing_figures_quoted on serving.staffing_figures using gin (search) where quote is not null;
-- /v1/staffing-figures?agency_id=us-dhs-ice&metric=hires&sort=-as_of
create index served_staffing_figures_agency_metric on serving.staffing_figures (agency_id, metric, as_of, id);
-- /v1/staffing-figures?metric=sworn_headcount&year=2025&agency_state=CA
create index served_staffing_figures_metric_year_state on serving.staffing_figures (metric, year, agency_state, id);
-- /v1/staffing-figures?agency_state=CA
create index served_staffing_figures_state on serving.staffing_figures (agency_state, id);
-- /v1/staffing-figures?source_id=opm-fwd-2026
create index served_staffing_figures_source on serving.staffing_figures (source_id, id);
-- /v1/staffing-figures?series=…, and the alternatives of a figure
create index served_staffing_figures_series on serving.staffing_figures (series, id);
-- /v1/staffing-figures?disputed=true: few among many
create index served_staffing_figures_disputed on serving.staffing_figures (id) where disputed;
-- the alias look-up of /v1/agencies/nypd compares slugs of the aliases
create index served_agencies_aliases on serving.agencies using gin (alias_slugs);
-- /v1/citations?publisher=Patch
create index served_citations_publisher on serving.citations (publisher, id);
-- /v1/incentive-programs/{id}/cite: the passages that support a record
create index served_citations_supports on serving.citations using gin (supports);

-- /v1/changes/{id}
create unique index changes_id on muster.changes (id);
-- an address whose record is withdrawn says by which release
create index changes_record on muster.changes (record_id);
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
