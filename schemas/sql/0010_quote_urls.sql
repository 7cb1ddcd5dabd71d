-- A link to the quotation in its page: the address of the source with a text fragment (#:~:text=), which browsers
-- scroll to and highlight.

-- In a text directive a hyphen, a comma and an ampersand have a meaning, so they are encoded like all that is not plain.
create function muster.percent_encoded(words text) returns text
language sql immutable strict parallel safe
return (
  select string_agg(
    case when letter ~ '^[A-Za-z0-9._~]$' then letter
      else regexp_replace(upper(encode(convert_to(letter, 'UTF8'), 'hex')), '(..)', '%\1', 'g') end,
    '' order by n)
  from string_to_table(words, null) with ordinality as letters (letter, n));

-- Up to twelve words are looked for as a whole; of more, the first six and the last six, so that a mark between them,
-- or the end of a paragraph, does not hide the passage.
create function muster.quote_url(url text, quote text) returns text
language sql immutable strict parallel safe
return (
  select url || case when strpos(url, '#') > 0 then '' else '#' end || ':~:text=' || case
    when cardinality(words) <= 12 then muster.percent_encoded(array_to_string(words, ' '))
    else muster.percent_encoded(array_to_string(words[:6], ' '))
      || ',' || muster.percent_encoded(array_to_string(words[cardinality(words) - 5:], ' '))
    end
  from (select regexp_split_to_array(btrim(quote, E' \t\n\r'), '[ \t\n\r]+') as words) w);

create or replace view muster.cited as
select
  c.id, c.source_id, s.kind, s.title, s.publisher, s.url, s.quality, s.published_on, c.quote, c.locator,
  steps.speaker, steps.attribution_chain, steps.attribution, steps.full_attribution,
  muster.quote_url(s.url, c.quote) as quote_url
from muster.citations c
join muster.sources s on s.id = c.source_id and s.to_release is null
cross join lateral (
  select
    string_agg(step.name, ' > ' order by n) as attribution_chain,
    (array_agg(step.name order by n desc))[1] as speaker,
    array_to_json(array_agg((select row_to_json(x) from (
      select step.name, step.role, step.verb, step.said_on) x) order by n)) as attribution,
    array_to_json(array_agg((select row_to_json(x) from (
      select step.name, step.role, step.verb, step.said_on, step.said_on_precision, step.source_id) x) order by n))
      as full_attribution
  from json_array_elements(c.attribution) with ordinality as given (step, n)
  cross join lateral (
    select
      coalesce(given.step ->> 'name',
        (select said.publisher from muster.sources said
         where said.id = given.step ->> 'source_id' and said.to_release is null),
        -- the first step is the page we read
        case when given.n = 1 then s.publisher end) as name,
      given.step ->> 'role' as role, given.step ->> 'verb' as verb, given.step ->> 'said_on' as said_on,
      given.step ->> 'said_on_precision' as said_on_precision, given.step ->> 'source_id' as source_id
  ) step
) steps
where c.to_release is null;

create or replace view muster.passages as
select
  l.record_id,
  array_to_json(array_agg((select row_to_json(x) from (
    select c.id as citation_id, c.source_id, c.publisher, c.title, c.url, c.published_on, c.quote, c.quote_url,
      c.locator, l.relation, c.attribution) x) order by place)) as citations,
  (array_agg(c.source_id order by place) filter (where l.relation = 'supports'))[1] as source_id,
  (array_agg(c.locator order by place))[1] as locator,
  (array_agg(c.speaker order by place))[1] as speaker,
  (array_agg(c.attribution_chain order by place))[1] as attribution_chain,
  (array_agg(c.quote order by place))[1] as quote,
  string_agg(c.quote, ' ' order by place) as quotes
from muster.citation_links l
join muster.cited c on c.id = l.citation_id
cross join lateral (select row(
  muster.relation_order(l.relation), muster.quality_order(c.quality), coalesce(c.published_on::date, 'infinity'), c.id) as place) p
where l.to_release is null
group by l.record_id;

create or replace function serving.cell(
  source_id text, publisher text, title text, url text, published_on date, locator text) returns text
language sql stable parallel safe
return '[{"citation_id":null,"source_id":"' || source_id || '","publisher":' || coalesce(to_json(publisher)::text, 'null')
  || ',"title":' || coalesce(to_json(title)::text, 'null') || ',"url":' || coalesce(to_json(url)::text, 'null')
  || ',"published_on":' || coalesce(to_json(published_on)::text, 'null')
  || ',"quote":null,"quote_url":null,"locator":' || coalesce(to_json(locator)::text, 'null')
  || ',"relation":"supports","attribution":[{"name":' || coalesce(to_json(publisher)::text, 'null')
  || ',"role":null,"verb":"published","said_on":null}]}]';

create or replace view muster.citations_now as
select
  c.id, c.source_id, x.publisher, x.title as source_title, x.url as source_url, x.quality as source_quality,
  x.published_on as source_published_on, c.quote, c.locator, x.speaker, x.attribution_chain,
  x.full_attribution as attribution, c.supports, c.repeats, c.disputes, c.corrects, c.context,
  c.topic, c.summary, c.quote_check,
  r.since as first_release, c.from_release as last_changed_release,
  to_tsvector('pg_catalog.english', concat_ws(' ', c.quote, c.summary, x.attribution_chain, x.title)) as search,
  x.quote_url
from muster.citations c
join muster.records r on r.id = c.id
join muster.cited x on x.id = c.id
where c.to_release is null;

alter table serving.citations add column quote_url text collate "C";
drop view api.citations, api.citations_at;
create view api.citations as select
  id, source_id, publisher, source_title, source_url, source_quality,
  source_published_on, quote, quote_url, locator, speaker, attribution_chain, attribution,
  supports, repeats, disputes, corrects, context, topic,
  summary, quote_check, first_release, last_changed_release
from serving.citations where to_release is null;
create view api.citations_at as select
  id, source_id, publisher, source_title, source_url, source_quality,
  source_published_on, quote, quote_url, locator, speaker, attribution_chain, attribution,
  supports, repeats, disputes, corrects, context, topic,
  summary, quote_check, first_release, last_changed_release,
  from_release, to_release, search, body
from serving.citations;

-- /v1/citations?publisher=Patch
create index served_citations_publisher on serving.citations (publisher, id);
-- /v1/incentive-programs/{id}/cite: the passages that support a record
create index served_citations_supports on serving.citations using gin (supports);

-- Bodies served so far lack the link. They are made anew from the log, which holds all of them.
do $$
begin
  execute (
    select 'truncate ' || string_agg(format('%I.%I', schemaname, tablename), ', ') from pg_tables
    where schemaname in ('muster', 'serving') and tablename <> 'migration');
end $$;
