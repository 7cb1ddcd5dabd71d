-- Files of one metric are the largest that filters leave: read from here in their order, they need no sorting.

-- /v1/staffing-figures.csv?metric=sworn_headcount
create index served_staffing_figures_metric on serving.staffing_figures (metric, id);
