"""Scripts that load the tables. Those for R and Python read from the codebook and the data package what each
column is; those for SQL and Stata, which cannot, are written column by column.
"""

from pathlib import Path

FOLDER = Path(__file__).parent


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
