"""README.md: what the files answer, how to load, check and cite them, what changed, what to mind."""

from collections.abc import Iterator
from pathlib import Path

from api.bundle.contents import Contents
from api.citing import sentences

TEMPLATE = Path(__file__).parent / "readme.md"


def written(contents: Contents) -> bytes:
    release, work = contents.release, contents.work
    text = TEMPLATE.read_text(encoding="utf-8").format(
        title=work.title,
        number=release.number,
        version=release.version,
        day=work.edition.published.words,
        counts=counts(contents),
        reference=sentences.reference(work),
        change=release.title,
        added=f"{release.added:,}",
        changed=f"{release.changed:,}",
        withdrawn=f"{release.withdrawn:,}",
        notes=(release.notes or "It has no notes.").strip(),
        derived="\n".join(derived(contents)),
        files="\n".join(files(contents)),
    )
    return text.encode()


def counts(contents: Contents) -> str:
    release = contents.release
    return (
        f"{release.staffing_figures:,} staffing figures, {release.incentives:,} incentives and "
        f"{release.agreements:,} agreements of {release.agencies:,} agencies, "
        f"from {release.sources:,} sources"
    )


def derived(contents: Contents) -> Iterator[str]:
    for table in contents.tables:
        if table.lost:
            yield f"- `{table.file}` is derived, for a quick look. {table.lost}"


def files(contents: Contents) -> Iterator[str]:
    for file in sorted(contents.files.values(), key=lambda file: file.name):
        rows = "" if file.rows is None else f"{file.rows:,}"
        yield f"| `{file.name}` | {rows} | {file.about} |"
