-- When the served release last changed, and when its content last changed without a new release. A server that starts
-- after a publication learns from it that clients may still hold parts of files of the release before. Null in a
-- database that was filled at once: nobody has read anything else from it.
alter table muster.current_release add column changed_at timestamptz, add column rewritten_at timestamptz;
create or replace view api.current_release as
select c.number, c.content_sha256, c.published_at,
  extract(epoch from clock_timestamp() - c.changed_at)::float8 as seconds_since_change,
  extract(epoch from clock_timestamp() - c.rewritten_at)::float8 as seconds_since_rewrite
from muster.current_release c;
