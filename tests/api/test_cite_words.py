"""The words of citations, as an editor would print them."""

HIRES = "/v1/staffing-figures/us-dhs-ice-hires-officers-2026-01-dhs"
