-- What a list without records says instead: /v1/staffing-figures?year=2030 names the first and the last year.
create index served_staffing_figures_year on serving.staffing_figures (year);
