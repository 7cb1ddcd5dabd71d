-- What readers see besides the records: the releases, and which one is current.

create function muster.moment(instant timestamptz) returns text
language sql stable parallel safe
return to_char(instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');

create view api.releases as
select
  r.number, r.version, muster.moment(r.published_at) as published_at,
  r.title, r.notes, r.content_sha256, r.added, r.changed, r.withdrawn,
  r.agencies, r.incentive_programs, r.incentives, r.staffing_figures, r.agreements, r.sources, r.citations, r.metrics
from muster.releases r
join muster.current_release c on r.number <= c.number;

create view api.releases_at as
select r.*, r.number as from_release, null::integer as to_release, row_to_json(r)::text as body
from api.releases r;

create view api.current_release as
select c.number, c.content_sha256, c.published_at from muster.current_release c;

-- What each id became: existence, withdrawal (410) and the release that did it.
create view api.records as
select r.id, r.resource, r.since, w.release as withdrawn_in, w.notice as withdrawn_because,
  null::text as removed_because
from muster.records r
left join lateral (
  select c.release, coalesce(c.notice, c.kind) as notice from muster.changes c
  where c.record_id = r.id and c.operation = 'withdrawn' order by c.release desc limit 1) w on true
union all
select record_id, resource, null, null, null, reason from muster.removals where field is null;
