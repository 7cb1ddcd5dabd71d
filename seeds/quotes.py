"""Quotes compared with the texts they were taken from, character for character."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from seeds.conversion import Finding
from seeds.drafts import Draft
from seeds.problems import Problem, UnreadableError
from seeds.texts import decode, read_bytes
from seeds.validating import Checked


def texts(articles: Path) -> dict[str, str]:
    """By SHA-256; what is no text is left out."""
    found = {}
    for path in sorted(articles.rglob("*")):
        try:
            data = read_bytes(path, path.name)
            found[hashlib.sha256(data).hexdigest()] = decode(data, path.name)
        except UnreadableError:
            continue
    return found


def misquoted(checked: Checked, by_sha256: Mapping[str, str]) -> Iterator[Problem]:
    """Passages that are not in their source's text, or that claim a comparison nobody can repeat here."""
    for draft in checked.drafts["citations"].values():
        if draft.operation != "withdrawn" and (said := _wrong(draft, checked, by_sha256)):
            yield draft.row.problem(Finding("quote", said))


def _wrong(draft: Draft, checked: Checked, by_sha256: Mapping[str, str]) -> str | None:
    source = checked.world.fields("sources", draft.fields["source_id"])
    text = by_sha256.get(source["text_sha256"] or "") if source else None
    quote = draft.fields["quote"]
    if source is None or quote is None:
        return None
    if text is None:
        compared = draft.fields["quote_check"] == "text"
        return f"the text of {source['id']} is not among the articles" if compared else None
    return None if quote in text else f"is not in the text of {source['id']}: {_agreement(quote, text)}"


def _agreement(quote: str, text: str) -> str:
    """The first words that still agree, so that a curly quotation mark is found at once."""
    length = next((n for n in range(len(quote), 0, -1) if quote[:n] in text), 0)
    return f'it agrees up to "{quote[:length][-30:]}"' if length else "not even its first character"
