"""The script for figures in sentences, and the snippets that load it."""

import base64
import gzip
import hashlib
import re

FIGURE = "/staffing-figures/us-dhs-ice-hires-officers-2026-01-dhs"
SCRIPT = "/static/muster-figure.v1.js"


async def test_the_script_has_a_fixed_url_which_caches_confirm_every_hour(ask):
    answer = await ask(SCRIPT)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "public, max-age=3600, stale-while-revalidate=86400"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert (await ask(SCRIPT, **{"if-none-match": answer.headers["etag"]})).status_code == 304
    assert len(gzip.compress(answer.content, 9)) < 4096


async def test_the_snippets_link_to_the_pinned_page_and_load_the_script(read, ask, newest):
    text = (await read(FIGURE)).parts["prose"]
    page = f"https://muster.example{FIGURE}?release={newest}"
    assert f'<a class="muster-figure" href="{page}">more than 12,000</a>' in text
    plain, hashed = re.findall(r'<script async (?:crossorigin )?src="https://muster\.example([^"]+)"', text)
    assert plain == SCRIPT
    same = await ask(hashed)
    assert same.content == (await ask(SCRIPT)).content
    assert same.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert f'integrity="sha384-{base64.b64encode(hashlib.sha384(same.content).digest()).decode()}"' in text
