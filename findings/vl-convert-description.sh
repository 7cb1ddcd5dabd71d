#!/bin/bash
# vl-convert-python 1.9.0.post1: the SVG of a chart has no trace of the chart's `description`.
#
# In a page, Vega-Embed gives the description to the element around the chart, so a screen reader says it. vl-convert draws
# the same specification into a file, where there is no element around it: its root has neither a role nor a name, nor is
# there a <desc>, though title, axes and marks have their labels.
#
# Expected: the description on the root. Seen:
#   the description: False
#   the root has a name: False
#   labels: 4
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check vl-convert-python==1.9.0.post1
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import vl_convert

chart = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "description": "Officers of two states: 10 and 20.",
    "title": "Officers",
    "data": {"values": [{"state": "A", "officers": 10}]},
    "mark": "bar",
    "encoding": {"x": {"field": "state"}, "y": {"field": "officers", "type": "quantitative"}},
}
picture = vl_convert.vegalite_to_svg(chart, "v5.21")
print("the description:", "two states" in picture)
print("the root has a name:", "aria-label" in picture[: picture.index(">")])
print("labels:", picture.count("aria-label="))
PYTHON
)
echo "$seen"
expected='the description: False
the root has a name: False
labels: 4'
[ "$seen" = "$expected" ] || { echo "This has changed." >&2; exit 1; }
