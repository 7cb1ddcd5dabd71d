-- Which series have a flagged figure: /v1/series?flags=jump
alter table serving.series add column flags text[] collate "C" not null default '{}';
alter table serving.series alter column flags drop default;
create index served_series_flags on serving.series using gin (flags);

create or replace view api.series as select
  id, series, label, agency_id, agency_name, agency_label, agency_kind, agency_level, agency_state, agency_aggregate,
  metric, metric_label, unit, subset, subset_label, sex, modality, per, period, period_start, target_date,
  figures, first_as_of, last_as_of, source_ids, headline_figure_id, headline_value, headline_value_text,
  headline_as_of, headline_as_of_precision, headline_disputed, breaks, break_count, sentence, first_release, rules, flags
from serving.series where to_release is null;
drop view api.series_at;
create view api.series_at as select
  id, series, label, agency_id, agency_name, agency_label, agency_kind, agency_level, agency_state, agency_aggregate,
  metric, metric_label, unit, subset, subset_label, sex, modality, per, period, period_start, target_date,
  figures, first_as_of, last_as_of, source_ids, headline_figure_id, headline_value, headline_value_text,
  headline_as_of, headline_as_of_precision, headline_disputed, breaks, break_count, sentence, first_release, rules, flags,
  from_release, to_release, body
from serving.series;

-- A database that holds releases already is made again from their folders.
insert into muster.rebuild select 'series have flags now' where exists (select from muster.releases);
