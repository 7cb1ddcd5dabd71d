"""The tables of a department's LEOKA counts over the years: employees by role and sex, and the population."""

from collections.abc import Mapping

from seeds.importers.shared.write import Row


def tables(table: Row, counts: Mapping[str, tuple[str, str]]) -> dict[str, Row]:
    """Return the settings of both tables. `table`: those they share. `counts`: column → metric and sex."""
    return {
        "staffing-figures.csv.gz": {
            **table,
            "common": {"modality": "observed", "qualifier": "exact", "date_basis": "stated"},
            "measures": [
                {"column": column, "metric": metric, "fields": {"sex": sex}}
                for column, (metric, sex) in counts.items()
            ],
        },
        "staffing-figures-population.csv.gz": {
            **table,
            "common": {"modality": "estimated", "qualifier": "exact", "date_basis": "stated"},
            "measures": [{"column": "population", "metric": "population_covered"}],
        },
    }
