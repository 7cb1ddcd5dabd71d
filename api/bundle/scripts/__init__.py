"""Scripts that load the tables.

The R and Python scripts read column types from the codebook and the data package. SQL and Stata cannot, so
their scripts are written column by column.
"""

from pathlib import Path

FOLDER = Path(__file__).parent


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
