-- What the most expensive queries read. `api/query/sql.py` and `counting.py` write the same conditions.

-- /v1/staffing-figures?value__in=…&match=possible: exact numbers are found by value, and the others are few
create index served_staffing_figures_inexact on serving.staffing_figures (id) where not (qualifier = 'exact');
-- /v1/staffing-figures?value__not=5&count=true: counted without reading a record
create index served_staffing_figures_exact on serving.staffing_figures (value) include (from_release, to_release)
  where qualifier = 'exact';
-- /v1/staffing-figures?q=-academy: what has a quote comes first, and is little
create index served_staffing_figures_with_quote on serving.staffing_figures (id) where quote is not null;
-- /v1/staffing-figures?q=police&count=true: nearly all figures have the words of their agency and subset
create index served_staffing_figures_same_words
  on serving.staffing_figures (agency_id, subset, subset_as_stated, to_release, from_release)
  where quote is null and note is null and as_stated is null;
create index served_staffing_figures_own_words on serving.staffing_figures using gin (search)
  where not (quote is null and note is null and as_stated is null);
