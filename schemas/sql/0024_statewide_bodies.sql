-- A search for a statewide body leads with the aggregate of the whole, before its headquarters and posts. It has no ORI, so
-- its id stands for one: KS-KANSAS-HIGHWAY-PATROL.
create or replace function api.prominence(size numeric, kind text, number text, replaced boolean) returns double precision
language sql immutable parallel safe
return case
    when kind = 'state_police' and number like '__-%' then ln(1 + greatest(size, 500)::double precision) + 3
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
