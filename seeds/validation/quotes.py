"""Compares quotes with the texts of their sources, character for character."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from seeds.folder.encoding import decode, read_bytes
from seeds.log.revisions import Revision
from seeds.problems import Problem, UnreadableError
from seeds.validation.validate import ValidatedRelease
from seeds.values.conversion import Finding


def read_texts(articles: Path) -> dict[str, str]:
    """Return the texts of a folder by SHA-256, without the files that are not text."""
    texts = {}
    for path in sorted(articles.rglob("*")):
        try:
            data = read_bytes(path, path.name)
            texts[hashlib.sha256(data).hexdigest()] = decode(data, path.name)
        except UnreadableError:
            continue
    return texts


def misquoted(validated: ValidatedRelease, by_sha256: Mapping[str, str]) -> Iterator[Problem]:
    """Report quotes that differ from their source's text, or that were checked against a missing text."""
    for revision in validated.changes.revisions["citations"].values():
        if revision.operation != "withdrawn" and (error := _error(revision, validated, by_sha256)):
            yield revision.row.problem(Finding("quote", error))


def _error(revision: Revision, validated: ValidatedRelease, by_sha256: Mapping[str, str]) -> str | None:
    source = validated.context.fields("sources", revision.fields["source_id"])
    text = by_sha256.get(source["text_sha256"] or "") if source else None
    quote = revision.fields["quote"]
    if source is None or quote is None:
        return None
    if text is None:
        is_compared = revision.fields["quote_check"] == "text"
        return f"the text of {source['id']} is not among the articles" if is_compared else None
    return None if quote in text else f"is not in the text of {source['id']}: {_agreement(quote, text)}"


def _agreement(quote: str, text: str) -> str:
    """Describe how far the quote matches, so that a curly quotation mark is easy to find."""
    length = next((n for n in range(len(quote), 0, -1) if quote[:n] in text), 0)
    return f'it matches up to "{quote[:length][-30:]}"' if length else "not even its first character matches"
