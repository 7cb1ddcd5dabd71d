-- The feed of a list reads what entered it and what left it, newest first. Of the large table both are indexed.

-- /v1/staffing-figures.changes.atom?metric=hires: the revisions that a release added or changed
create index served_staffing_figures_changed on serving.staffing_figures (from_release, id)
  where from_release = last_changed_release;
-- and the revisions that a release ended
create index served_staffing_figures_ended on serving.staffing_figures (to_release, id) where to_release is not null;
