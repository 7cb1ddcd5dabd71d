"""README.md: what the files answer, how to load, check and cite them, what changed, what to mind."""

from collections.abc import Iterator


from api.bundle.contents import Contents
from api.citing import sentences
from api.citing.work import sentence

NAME = "README.md"
TEXT = """\
# {title}

How many people do US law-enforcement agencies have, seek, hire and lose, what do they offer recruits, and who says so?
These files hold release {number} (version {version}, {day}) as a whole: {counts}. Every number stands beside its source
and the words it was stated in. They never change; what is new or corrected comes with the next release.

## Load them

| with | |
|---|---|
| R | `source("load.R"); figures <- muster_table("staffing-figures")` |
| Python, pandas | `import load; figures = load.table("staffing-figures")` |
| DuckDB | `duckdb muster.duckdb -c ".read load.sql"` |
| PostgreSQL | `sed 's/^copy /\\\\copy /' load.sql \\| psql muster` |
| Stata 16 or later | `do load.do` |
| anything else | `datapackage.json` describes every table (Frictionless Data), `codebook.md` says it for people |

An empty cell is unknown. Dates are `2025-10-31`, booleans `true` and `false`, lists are joined with `; `. A text may
hold commas, quotation marks and line ends, quoted as in RFC 4180. A `.csv.gz` is its `.csv`, packed; a `.parquet` has
the same rows with types.

## Cite them

> {reference}

`CITATION.cff` says it for programs. Cite the source of a number as well: `sources.bib` and `sources.csl.json` hold
all of them.

## Are they complete?

`sha256sum -c SHA256SUMS` tells which file is not as it was published.

## What changed

{title_of_release}: {added:,} records added, {changed:,} changed, {withdrawn:,} withdrawn. `changes.csv` has them field
by field, `corrections.csv` what was wrong in earlier releases.

{notes}
## What to mind

{limits}

## The files

| file | records | what it is |
|---|--:|---|
{files}
"""
LIMITS = (
    "`value` alone loses the qualifier. “More than 12,000”, “up to $50,000” and “about 6,100” have a plain value too: "
    "read it with `qualifier`, or use `value_low` and `value_high` for what the words allow.",
    "`modality` is not decoration: what was counted (`observed`) stands beside estimates, targets, budgets and offers.",
    "Totals stand beside their parts. `agency_aggregate` is true for sums of agencies, `part_of` names the amount that "
    "includes this one, `sex` and `subset` single out a part, and a month stands beside its year. Choose before you "
    "add.",
    "Not reported is not zero: it is no row. The column `coverage` of sources.csv counts what was left out, and why.",
    "A partial date is the last day of what is named: 2025-12-31 with `as_of_precision` `year` means 2025.",
    "`headline` marks the newest answer to one question by a published rule. It is not the truth, and it moves with "
    "releases.",
    "Claims that disagree stand side by side (`disputed`, `alternatives`). Nobody here rates them.",
)


def written(contents: Contents) -> bytes:
    release = contents.release
    text = TEXT.format(
        title=contents.work.title,
        number=release.number,
        version=release.version,
        day=contents.work.edition.published.words,
        counts=counts(contents),
        reference=sentences.reference(contents.work),
        title_of_release=release.title,
        added=release.added,
        changed=release.changed,
        withdrawn=release.withdrawn,
        notes=f"{release.notes.strip()}\n" if release.notes else "",
        limits="\n".join(f"- {limit}" for limit in limits(contents)),
        files="\n".join(lines(contents)),
    )
    return text.encode()


def counts(contents: Contents) -> str:
    release = contents.release
    return (
        f"{release.staffing_figures:,} staffing figures, {release.incentives:,} incentives and "
        f"{release.agreements:,} agreements of {release.agencies:,} agencies, from {release.sources:,} sources"
    )


def limits(contents: Contents) -> Iterator[str]:
    yield from LIMITS
    for table in contents.tables:
        if table.lost:
            yield f"`{table.file}` is derived, for a quick look. {sentence(table.lost)}"


def lines(contents: Contents) -> Iterator[str]:
    for file in sorted(contents.files.values(), key=lambda file: file.name):
        rows = "" if file.rows is None else f"{file.rows:,}"
        yield f"| `{file.name}` | {rows} | {file.about} |"
