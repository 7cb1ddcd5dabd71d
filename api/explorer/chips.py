"""What is asked, as links of which each drops its part."""

from collections.abc import Iterator

from msgspec import Struct

from api.catalog.resource import Resource
from api.explorer import fields
from api.explorer.fields import Field
from api.explorer.form import texts_of
from api.query.parsing import Question

# The parameters of a page that narrow nothing.
OF_PAGES = frozenset({"after", "limit", "count"})
# More values of a list than that are one chip.
APART = 12


class Chip(Struct, frozen=True, kw_only=True):
    """`query`: the question without it, as the query string of a link."""

    name: str
    label: str
    value: str
    query: str


def chips(resource: Resource, question: Question, *, apart: bool = True) -> Iterator[Chip]:
    """Yield a chip for each part of a question, filters first. `apart`: one for each value of a list."""
    texts = texts_of(question)
    for name, text in sorted(texts.items(), key=lambda pair: (pair[0] in fields.OTHERS, pair[0])):
        field = fields.field(resource, name)
        if field and name not in OF_PAGES:
            yield from of_field(field, text, question, apart=apart)


def of_field(field: Field, text: str, question: Question, *, apart: bool) -> Iterator[Chip]:
    texts = text.split(",") if field.name.endswith("__in") else [text]
    named = field.label.removesuffix(f" {fields.SUFFIXES['__in']}")
    if apart and 1 < len(texts) <= APART:
        for each in texts:
            others = ",".join(other for other in texts if other != each)
            yield Chip(
                name=field.name,
                label=named,
                value=shown(field, each),
                query=without(question, field.name, others),
            )
    else:
        value = ", ".join(shown(field, each) for each in texts)
        yield Chip(name=field.name, label=named, value=value, query=without(question, field.name))


def without(question: Question, name: str, others: str | None = None) -> str:
    """Write the question without a parameter, or with `others` as its value, from its first row."""
    return question.canonical(**{name: others or None, "after": None})


def shown(field: Field, text: str) -> str:
    """Write a value as its option is labeled; a number of four digits and more with commas, but no year."""
    known = next((each.label for each in field.options if each.value == text), text)
    is_amount = field.kind == "number" and known.lstrip("-").isdigit() and "year" not in field.name
    return f"{int(known):,}" if is_amount and field.name != "release" else known
