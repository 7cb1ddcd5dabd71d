-- /v1/staffing-figures?note__contains=…: few figures have these texts, and only those are read
create index served_staffing_figures_with_note on serving.staffing_figures (id) where note is not null;
create index served_staffing_figures_with_as_stated on serving.staffing_figures (id) where as_stated is not null;
create index served_staffing_figures_with_computed on serving.staffing_figures (id) where computed is not null;
create index served_staffing_figures_with_short_name on serving.staffing_figures (id) where agency_short_name is not null;
