"""Codebook, README, licence and citations of a release."""

import csv
import io
import json
import re
import subprocess
from datetime import date

import pytest
import yaml

from api.bundle.attribution_table import STEPS
from api.catalog.resources import BY_NAME
from schemas.types import DEFINITIONS
from tests.small_log import ROOT

# It needs an older jsonschema than the tests, so it has an environment of its own.
CFFCONVERT = ROOT / "build" / "tools" / "citation" / "bin" / "cffconvert"
ENTRIES = (
    "file", "column", "position", "type", "label", "description", "unit", "allowed_values", "null_meaning",
    "example", "added_in", "deprecated_in",
)  # fmt: skip


# The tables that contract 2 added, with all of their columns.
NEW = ("area", "series", "coverage", "agency-year", "state-year", "national-year")


def table(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""), strict=True))


@pytest.fixture(scope="module")
def codebook(folder):
    return table(folder / "codebook.csv")


def test_the_codebook_has_a_line_for_every_column_in_order(codebook, tables, folder):
    assert tuple(codebook[0]) == ENTRIES
    for name, described in tables.items():
        lines = [line for line in codebook if line["file"] == f"{name}.csv"]
        header = (folder / f"{name}.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
        assert [line["column"] for line in lines] == header
        assert [int(line["position"]) for line in lines] == [*range(1, len(header) + 1)]
        for line, field in zip(lines, described["schema"]["fields"], strict=True):
            assert (line["type"], line["description"]) == (field["type"], field["description"])
            assert line["allowed_values"] == "; ".join(field.get("categories", []))
            assert line["label"] == field.get("title", "")
    assert {line["file"] for line in codebook} == {f"{name}.csv" for name in tables}


def test_the_codebook_names_the_contract_that_added_a_column_and_none_is_deprecated(codebook):
    later = {(line["file"], line["column"]): line["added_in"] for line in codebook if line["added_in"] != "1"}
    assert {key: added for key, added in later.items() if not key[0].startswith(NEW)} == dict.fromkeys(
        [
            ("agencies.csv", "label"),
            ("agreements.csv", "county_geoid"),
            ("incentives.csv", "headline_of_year"),
            ("incentives.csv", "disputed_by"),
            ("releases.csv", "areas"),
            ("releases.csv", "area_figures"),
            ("sources.csv", "license_url"),
            ("sources.csv", "url_note"),
            ("sources.csv", "checked_on"),
            ("sources.csv", "expected_next"),
            ("sources.csv", "expected_next_precision"),
            ("staffing-figures.csv", "headline_of_year"),
            ("staffing-figures.csv", "disputed_by"),
            ("staffing-figures.csv", "flags"),
            ("staffing-figures.csv", "flag_notes"),
            ("staffing-figures.csv", "series_id"),
        ],
        "2",
    )
    assert {line["added_in"] for line in codebook if line["file"].startswith(NEW)} == {"2"}
    assert {line["deprecated_in"] for line in codebook} == {""}


def test_an_example_is_a_cell_of_its_column(codebook, folder):
    cells = {name: table(folder / name) for name in {line["file"] for line in codebook}}
    shown = 0
    for line in codebook:
        column = [row[line["column"]] for row in cells[line["file"]]]
        if line["example"]:
            shown += 1
            assert any(cell.startswith(line["example"].removesuffix(" …")) for cell in column)
        else:
            assert not any(column), f"{line['file']}: {line['column']} has cells to show"
    assert shown > 200


def test_an_empty_cell_means_something_wherever_there_can_be_one(codebook, tables):
    for line in codebook:
        [field] = (
            field
            for field in tables[line["file"].removesuffix(".csv")]["schema"]["fields"]
            if field["name"] == line["column"]
        )
        assert bool(line["null_meaning"]) != field.get("constraints", {}).get("required", False), line
    meanings = {(line["file"], line["column"]): line["null_meaning"] for line in codebook}
    assert meanings["staffing-figures.csv", "as_of"] == "not stated"
    assert meanings["staffing-figures.csv", "value"] == "a range, an unspecified amount and an offer denied"
    assert meanings["sources.csv", "quality"] == "outlet unknown"
    assert meanings["agencies.csv", "aliases"] == "no element"
    assert meanings["agencies.csv", "id"] == ""


def test_the_codebook_to_read_says_the_same(codebook, folder):
    text = (folder / "codebook.md").read_text(encoding="utf-8").partition("## Codes: ")[0]
    parts = re.split(r"^## (\S+)\n", text, flags=re.MULTILINE)
    for name, part in zip(parts[1::2], parts[2::2], strict=True):
        columns = re.findall(r"^\| `(\w+)` \|", part, flags=re.MULTILINE)
        assert columns == [line["column"] for line in codebook if line["file"] == name]
        rows = [line for line in part.splitlines() if line.startswith("| `")]
        assert all(len(re.findall(r"(?<!\\)\|", row)) == 7 for row in rows), name
        versions = [line["added_in"] for line in codebook if line["file"] == name]
        ends = zip(rows, versions, strict=True)
        assert all(row.endswith(f" | {version} |  |") for row, version in ends), name


def test_the_codebook_to_read_defines_codes(folder):
    text = (folder / "codebook.md").read_text(encoding="utf-8")
    for name, entries in DEFINITIONS.items():
        part = text.partition(f"## Codes: {name}\n")[2].partition("\n## ")[0]
        lines = [
            f"| `{code}` | {entry['definition']} | {entry.get('example', '')} |"
            for code, entry in entries.items()
        ]
        assert part.splitlines()[3:] == lines, name


def test_the_readme_answers_and_lists_the_files(folder, newest, records):
    text = (folder / "README.md").read_text(encoding="utf-8")
    [release] = (each for each in records["releases"] if each["number"] == newest)
    assert text.startswith(f"# Muster: How US law-enforcement agencies recruit, release {newest}\n")
    assert f"{release['staffing_figures']:,} staffing figures" in text
    assert f"{release['added']:,} records added" in text
    assert release["title"] in text
    listed = set(re.findall(r"^\| `([\w.-]+)` \|", text, flags=re.MULTILINE))
    apart = {"README.md", "SHA256SUMS", "files.json"}
    assert listed == {path.name for path in folder.iterdir() if ".zip" not in path.name} - apart
    assert "{" not in text
    assert "None" not in text


def test_the_licence_names_the_terms_of_every_source_that_has_some(folder, records):
    text = (folder / "LICENSE").read_text(encoding="utf-8")
    assert "https://creativecommons.org/licenses/by/4.0/" in text
    for source in records["sources"]:
        if source["license"]:
            assert re.search(
                rf"^- {re.escape(source['license'])}: .*\b{source['id']}\b", text, flags=re.MULTILINE
            )


def test_the_citation_file_is_one(folder, newest, records):
    """What Citation File Format 1.2 demands, and what we say in it."""
    found = yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))
    known = {
        *(
            "cff-version",
            "message",
            "type",
            "title",
            "abstract",
            "authors",
            "version",
            "date-released",
            "url",
        ),
        *("repository-artifact", "license", "keywords"),
    }
    assert {*found} == known
    assert (found["cff-version"], found["type"], found["license"]) == ("1.2.0", "dataset", "CC-BY-4.0")
    assert found["authors"] == [{"name": "The Muster authors"}]
    [release] = (each for each in records["releases"] if each["number"] == newest)
    assert date.fromisoformat(found["date-released"]).isoformat() == release["published_at"][:10]
    assert found["version"] == release["version"]
    assert found["url"] == f"https://muster.example/v1/releases/{newest}?release={newest}"
    assert found["repository-artifact"].endswith(f"/v1/releases/{newest}/files/muster-release-{newest}.zip")
    assert len({*found["keywords"]}) == len(found["keywords"])
    assert all(isinstance(found[name], str) and found[name] for name in known - {"authors", "keywords"})


@pytest.mark.extra
def test_cffconvert_finds_the_citation_file_valid(folder):
    if not CFFCONVERT.exists():
        raise RuntimeError("cffconvert is missing: `make check-all` installs it")
    done = subprocess.run(
        [CFFCONVERT, "--validate", "-i", "CITATION.cff"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "Citation metadata are valid according to schema version 1.2.0.\n", done.stderr


async def test_every_source_is_cited_as_its_address_says(folder, get, records, newest):
    listed = json.loads((folder / "sources.csl.json").read_bytes())
    assert [item["id"] for item in listed] == [
        f"{each['id']}-release-{newest}" for each in records["sources"]
    ]
    bib = (folder / "sources.bib").read_text(encoding="utf-8")
    for source in records["sources"][:: len(records["sources"]) // 20]:
        address = f"/v1/sources/{source['id']}/cite"
        [item] = (await get(f"{address}.csl.json?release={newest}")).json
        assert item in listed
        assert (await get(f"{address}.bib?release={newest}")).body.decode() in bib


def test_bibtex_is_read_whole(folder, records):
    import bibtexparser

    library = bibtexparser.parse_string((folder / "sources.bib").read_text(encoding="utf-8"))
    assert library.failed_blocks == []
    assert len(library.entries) == len(records["sources"])


def test_nothing_is_described_twice_by_hand(folder):
    """The codebook's descriptions are those of the structs, word for word."""
    descriptions = {
        column.description
        for resource in (*BY_NAME.values(), STEPS)
        for column in resource.file_schema.values()
    }
    for line in table(folder / "codebook.csv"):
        if "-wide" not in line["file"]:
            assert line["description"] in descriptions
