-- How an agency is found by the name that people use, and its label, which no other agency has.

-- An alias that only shortens a longer ORI beside it, "NY03030" beside "NY0303000". It finds the agency but not its
-- figures: otherwise one new alias would give each of its figures a new row.
create or replace function muster.names_vector(name text, short_name text, aliases text[]) returns tsvector
language sql immutable parallel safe
return to_tsvector('pg_catalog.english', concat_ws(' ', name, short_name, (
  select string_agg(alias, ' ' order by place) from unnest(aliases) with ordinality as listed (alias, place)
  where not (alias ~ '^[A-Z0-9]{7}$' and exists (
    select from unnest(aliases) longer where longer ~ '^[A-Z0-9]{9}$' and starts_with(longer, alias))))));

-- The same table as in schemas/states.py; a test compares them.
create function muster.state_name(code text) returns text
language sql immutable parallel safe
return '{
  "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
  "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
  "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
  "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts",
  "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana",
  "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
  "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
  "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
  "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
  "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming", "AS": "American Samoa", "GU": "Guam",
  "MP": "Northern Mariana Islands", "PR": "Puerto Rico", "VI": "U.S. Virgin Islands", "PW": "Palau",
  "FM": "Micronesia", "MH": "Marshall Islands"}'::jsonb ->> code;

-- A name with its abbreviations written out. A search is written out by api/query/agency_words.py.
create function muster.written_out(name text) returns text
language sql immutable parallel safe
return regexp_replace(regexp_replace(regexp_replace(regexp_replace(name,
  '\mSt\.? ', 'Saint ', 'g'), '\mFt\.? ', 'Fort ', 'g'), '\mMt\.? ', 'Mount ', 'g'), '\mMetro\M', 'Metropolitan', 'g');

-- "LAPD" and "NYPD" of "New York City Police Department": the first letters, and of three or more words also the first
-- three, and both without "City" and "County".
create function muster.initials(name text) returns text
language sql immutable parallel safe
return (
  with words as (
    select left(word, 1) as letter, word in ('City', 'County', 'Parish') as place, n
    from regexp_split_to_table(regexp_replace(name, '''s?', '', 'g'), '[^A-Za-z]+') with ordinality as split (word, n)
    where word ~ '^[A-Z]'),
  whole as (
    select string_agg(letter, '' order by n) as letters,
      string_agg(letter, '' order by n) filter (where not place) as without from words)
  select concat_ws(' ', letters, without, left(letters, 3), left(without, 3)) from whole where length(letters) > 1);

-- What each kind of agency is called, whatever its name says.
create function muster.kind_words(kind text, level text, state text) returns text
language sql immutable parallel safe
return concat_ws(' ', case kind
    when 'police_department' then 'police'
    when 'county_police' then 'police'
    when 'sheriff' then 'sheriff'
    when 'state_police' then 'police patrol highway troopers'
    when 'campus_police' then 'police campus university college'
    when 'school_police' then 'police school district'
    when 'transit_police' then 'police transit'
    when 'tribal_police' then 'police tribal tribe nation'
    else translate(kind, '_', ' ')
  end,
  case level
    when 'municipal' then 'city town'
    when 'county' then case state when 'LA' then 'county parish' else 'county' end
    when 'state' then 'state'
    when 'federal' then 'federal US United States'
  end);

-- Every word that finds an agency.
create function muster.agency_words(
  name text, short_name text, aliases text[], kind text, level text, state text, county text) returns tsvector
language sql immutable parallel safe
return to_tsvector('pg_catalog.english', concat_ws(
  ' ', name, short_name, array_to_string(aliases, ' '), muster.written_out(name), muster.initials(name),
  county, replace(county, 'St. ', 'Saint '), muster.kind_words(kind, level, state), state, muster.state_name(state),
  case when name like 'Los Angeles%' then 'LA' when name like 'University of Texas%' then 'UT'
    when name like 'University of California%' then 'UC' when name like 'Pennsylvania State U%' then 'Penn' end));

-- The words that tell an agency from others of its kind: of "Miami-Dade Sheriff's Office", "miami" and "dade". A post or
-- campus is named behind a colon or comma; the words before it are those of the whole.
create function muster.own_words(name text, kind text) returns tsvector
language sql immutable parallel safe
return strip(ts_delete(
  to_tsvector('pg_catalog.english', muster.written_out(split_part(split_part(name, ':', 1), ',', 1))),
  tsvector_to_array(to_tsvector('pg_catalog.english', 'police department sheriff office county parish city town village '
    || 'borough township highway patrol troopers public safety metropolitan bureau division agency headquarters law '
    || 'enforcement u.s. us university college school district independent unified constable marshal safety'
    || case kind when 'campus_police' then '' else ' state' end))));

-- Labels, with their releases. They derive from all agencies, so they are kept apart from the revisions, as headlines are.
create table muster.labels (
  id           text collate "C" not null,
  label        text collate "C" not null,
  from_release integer not null,
  to_release   integer,
  constraint label_release_order check (to_release >= from_release),
  constraint label_pkey primary key (id, from_release)
);
create unique index label_current on muster.labels (id) where to_release is null;

-- The label of each agency: its name and state, with the county where that tells agencies of one name apart, and with
-- the ORI or the id where it does not. A record that another replaced always has its id.
create view muster.labels_now as
with named as (
  select a.id, a.name, a.state, a.county, coalesce(a.ori, upper(a.id)) as number, a.replaced_by is not null as replaced,
    count(*) over same_name as of_name, count(*) over same_county as of_county, count(*) over same_number as of_number
  from muster.agencies a
  where a.to_release is null
  window
    same_name as (partition by a.replaced_by is not null, lower(a.name), a.state),
    same_county as (partition by a.replaced_by is not null, lower(a.name), a.state, a.county),
    same_number as (partition by a.replaced_by is not null, lower(a.name), a.state, coalesce(a.ori, upper(a.id))))
select id, name
  || case
    when replaced then ' (' || upper(id) || ')'
    when of_name = 1 then ''
    else ' (' || concat_ws(', ',
      case when of_county < of_name then county end,
      case when of_county > 1 or county is null then case when of_number > 1 then upper(id) else number end end) || ')'
  end
  || coalesce(', ' || state, '') as label
from named;

-- How many people each agency had when last counted: sworn officers, else all. With its releases, so that a search of a
-- release keeps its order when later ones count again.
create table serving.agency_sizes (
  id           text collate "C" not null,
  size         numeric not null,
  from_release integer not null,
  to_release   integer,
  constraint agency_size_release_order check (to_release >= from_release),
  constraint agency_size_pkey primary key (id, from_release)
);
create unique index agency_size_current on serving.agency_sizes (id) where to_release is null;
create view api.agency_sizes_at as select id, size, from_release, to_release from serving.agency_sizes;

alter table serving.agencies add column label text collate "C", add column own_words tsvector;

-- What a search leads with, other things being equal: large agencies, and those that people mean by "police". The ORI of
-- a state's police ends in 0000, and those of its posts do not: it leads even where only the posts report.
create function api.prominence(size numeric, kind text, number text, replaced boolean) returns double precision
language sql immutable parallel safe
return case
    when kind = 'state_police' and number like '%0000' then ln(1 + greatest(size, 500)::double precision) + 2
    else ln(1 + coalesce(size, 0)::double precision)
  end
  + case
    when replaced then -20
    when kind in ('government_total', 'government') then -6
    when kind in ('police_department', 'sheriff', 'county_police', 'state_police') then 1
    when kind in ('field_office', 'corrections') then -1
    else 0
  end;

create or replace view muster.agencies_now as
select
  a.id, a.name, a.short_name, a.kind, a.level, a.aggregate, a.parent_id, a.state, a.county, a.county_geoid, a.ori,
  a.county_latitude, a.county_longitude, a.aliases, a.replaced_by,
  r.since as first_release, a.from_release as last_changed_release,
  muster.agency_words(a.name, a.short_name, a.aliases, a.kind, a.level, a.state, a.county) as search, a.alias_slugs,
  l.label, muster.own_words(a.name, a.kind) as own_words
from muster.agencies a
join muster.records r on r.id = a.id
join muster.labels l on l.id = a.id and l.to_release is null
where a.to_release is null;

create or replace view api.agencies as select
  id, name, short_name, kind, level, aggregate,
  parent_id, state, county, county_geoid, ori, county_latitude,
  county_longitude, aliases, replaced_by, first_release, last_changed_release, coalesce(label, name) as label
from serving.agencies where to_release is null;
drop view api.agencies_at;
create view api.agencies_at as select
  id, name, short_name, kind, level, aggregate,
  parent_id, state, county, county_geoid, ori, county_latitude,
  county_longitude, aliases, replaced_by, first_release, last_changed_release, coalesce(label, name) as label,
  from_release, to_release, search, alias_slugs, own_words, body
from serving.agencies;

-- A database that holds releases already is made again from their folders by the next publish or start, as a removal
-- makes it again: each release then has the labels it would have had.
create table muster.rebuild (reason text not null);
insert into muster.rebuild select 'agencies have labels now' where exists (select from muster.releases);
