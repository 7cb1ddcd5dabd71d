"""README.md: how to load, cite and check the files, what changed, and what to know before using a number."""

from collections.abc import Iterator
from pathlib import Path

from api.bundle.contents import Contents
from api.catalog.resources import CATALOG
from api.cite import apa

TEMPLATE = Path(__file__).parent / "readme.md"


def write(contents: Contents) -> bytes:
    release, work = contents.release, contents.work
    text = TEMPLATE.read_text(encoding="utf-8").format(
        title=work.title,
        number=release.number,
        version=release.version,
        day=work.edition.published.words,
        counts=counts(contents),
        reference=apa.reference(work),
        change=release.title,
        added=f"{release.added:,}",
        changed=f"{release.changed:,}",
        withdrawn=f"{release.withdrawn:,}",
        notes=(release.notes or "This release has no notes.").strip(),
        derived="\n".join(derived(contents)),
        files="\n".join(files(contents)),
    )
    return text.encode()


def counts(contents: Contents) -> str:
    """Count the records that cite their sources, the agencies that they are about, and the sources."""
    release = contents.release
    *first, last = (
        f"{getattr(release, column):,} {resource.plural}"
        for resource in CATALOG
        if resource.flat and (column := resource.name.replace("-", "_")) in release.__struct_fields__
    )
    cited = f"{', '.join(first)} and {last}"
    return f"{cited} for {release.agencies:,} agencies, from {release.sources:,} sources"


def derived(contents: Contents) -> Iterator[str]:
    for table in contents.tables:
        if table.omissions:
            yield f"- `{table.file}` is derived and meant for a quick look. {table.omissions}"


def files(contents: Contents) -> Iterator[str]:
    for file in sorted(contents.files.values(), key=lambda file: file.name):
        rows = "" if file.rows is None else f"{file.rows:,}"
        yield f"| `{file.name}` | {rows} | {file.about} |"
