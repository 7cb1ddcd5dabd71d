"""What lists and files join to records: ranges of releases, the best citation, names, shared words."""

from api.catalog.resource import SharedWords

# `since=3&until=4` selects what release 4 changed: `since` is exclusive, `until` inclusive.
RELEASE_RANGE = {"since": ("release_number", ">"), "until": ("release_number", "<=")}

# The best citation of a record, as flat columns at the end of its files.
BEST_CITATION = (
    "source_id",
    "publisher",
    "source_title",
    "source_published_on",
    "source_published_on_precision",
    "source_url",
    "speaker",
    "attribution_chain",
    "locator",
    "quote",
)

# The names that files add to a record about an agency and a program.
NAMED = {"agency_parent_id": "agency_parent_name", "program_id": "program_name"}

# The same rule as in muster.staffing_figures_now. Nearly all figures have only the words of their agency and
# subset.
WORDS_OF_FIGURES = SharedWords(
    column="agency_id",
    beside=("subset", "subset_as_stated"),
    where="x.quote is null and x.note is null and x.as_stated is null",
    first="y.names",
    words="case when x.subset is null and x.subset_as_stated is null then y.names "
    "else y.names || to_tsvector('pg_catalog.english', "
    "concat_ws(' ', translate(x.subset, '_', ' '), x.subset_as_stated)) end",
)
