-- A ranking of the states of a year is read in its order, without the rows of earlier releases.
create index served_state_years_now on serving.state_years (year, sworn, id) where to_release is null;
