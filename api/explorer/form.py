"""The form of a list: GET, without a script, from the parameters of the grammar."""

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from urllib.parse import parse_qsl, unquote

from markupsafe import Markup
from msgspec import Struct, structs

from api.catalog.resource import Resource
from api.explorer import fields
from api.explorer.codes import Option
from api.explorer.controls import filled
from api.explorer.fields import NO_FIELD, Field
from api.explorer.tidy import ADDED, ADDED_VALUE
from api.pages.labels import label
from api.problems import Fault
from api.query.parsing import Question

# Parameter → the text that is asked, as a URL writes it.
Texts = Mapping[str, str]


class Form(Struct, frozen=True, kw_only=True):
    """What a form shows. `metrics`: the metrics of the release as options, if they are known."""

    resource: Resource
    action: str
    texts: Texts
    faults: Sequence[Fault] = ()
    metrics: Sequence[Option] = ()
    shown: bool = False

    def of(self, field: Field) -> str:
        """Write a field with what is asked of it."""
        faults = [each for each in self.faults if each.parameter == field.name]
        text = self.texts.get(field.name, "")
        if field.name == "metric" and self.metrics:
            field = structs.replace(field, kind="choice", options=tuple(self.metrics))
        elif not text and not faults:
            return blanks(self.resource).get(field.name) or filled(field, "", ())
        return filled(field, text, faults)


@cache
def blanks(resource: Resource) -> Mapping[str, str]:
    """Fields that nothing is asked of. Most fields of a page are."""
    shown = (*fields.first(resource), *fields.others(resource))
    return {each.name: filled(each, "", ()) for each in shown}


def texts_of(question: Question) -> Texts:
    pairs = (text.partition("=") for text in question.pairs.values())
    return {name: unquote(text) for name, _, text in pairs}


def texts_typed(query: bytes) -> Texts:
    """Read what somebody typed, right or wrong. A parameter that stands twice has both texts."""
    found: dict[str, str] = {}
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, encoding="utf-8", errors="replace")
    for name, text in pairs:
        plain = name.removesuffix("[]")
        found[plain] = f"{found[plain]},{text}" if plain in found else text
    return found


def write(form: Form) -> Markup:
    asked = boxed(form)
    count = len([name for name in asked.texts if name not in {*fields.OTHERS, *NO_FIELD}])
    shown = " open" if form.shown or form.faults else ""
    said = f" ({count})" if count else ""
    return Markup(  # noqa: S704 - every text is escaped where it is written
        f'<form class="filters" action="{escape(form.action)}" aria-label="Filters">{words(asked)}'
        f'<details class="sheet"{shown}><summary>Filters{said}</summary>'
        f'<div class="fields">{"".join([asked.of(each) for each in first_of(asked)])}</div>'
        f'{more(asked)}<p class="do"><button>Show</button> '
        f'<a href="{escape(form.action)}">Start again</a></p></details></form>'
    )


def boxed(form: Form) -> Form:
    """Ask by a box what is asked as one value: `state=CA` checks a box of `state__in`."""
    texts = dict(form.texts)
    wrong = {each.parameter for each in form.faults}
    for each in fields.first(form.resource):
        plain = each.name.removesuffix("__in")
        if (
            each.kind == "several"
            and plain in texts
            and not {plain, each.name} & {*wrong, *(texts.keys() - {plain})}
        ):
            texts[each.name] = texts.pop(plain)
    return structs.replace(form, texts=texts)


def words(form: Form) -> str:
    """The field of words, which stands before all others, and the button beside it."""
    field = fields.field(form.resource, "q")
    if field is None:
        return ""
    text = form.of(structs.replace(field, label=f"Search {form.resource.plural}"))
    return f'<div class="ask-words">{text}<button>Search</button></div>'


def first_of(form: Form) -> list[Field]:
    """List the first fields, and one for everything else that is asked, so that submitting asks it again.

    What is wrong stands before them.
    """
    shown = [*fields.first(form.resource)]
    known = {each.name for each in (*shown, *fields.others(form.resource))} | NO_FIELD | {"q"}
    wrong = [each.parameter for each in form.faults]
    names = dict.fromkeys(name for name in (*form.texts, *wrong) if name and name not in known)
    more = [fields.field(form.resource, name) or unknown(name) for name in names]
    return sorted([*shown, *more], key=lambda field: field.name not in wrong)


def unknown(name: str) -> Field:
    """A parameter that the list does not have: shown with what was typed, to be emptied."""
    return Field(name=name, label=name, help="Empty this field to leave it out.", kind="text")


def more(form: Form) -> str:
    others = fields.others(form.resource)
    asked = any(each.name in form.texts for each in others)
    faulty = any(each.parameter in {each.name for each in others} for each in form.faults)
    shown = " open" if asked or faulty else ""
    inside = every(form.resource) + "".join([form.of(each) for each in others])
    return (
        f'<details class="more"{shown}><summary>All filters, order and release</summary>'
        f'<div class="fields">{inside}</div></details>'
    )


@cache
def every(resource: Resource) -> str:
    """The two fields that add any filter of the grammar."""
    groups: dict[str, list[Field]] = {}
    for name, (column, _) in resource.conditions.items():
        if found := fields.field(resource, name):
            groups.setdefault(column.name, []).append(found)
    offered = "".join([group(column, found) for column, found in groups.items()])
    return (
        f'<div class="field"><label for="f-{ADDED}">Another filter</label><select id="f-{ADDED}" '
        f'name="{ADDED}"><option value="">none</option>{offered}</select></div>'
        f'<div class="field"><label for="f-{ADDED_VALUE}">Its value</label><input id="f-{ADDED_VALUE}" '
        f'name="{ADDED_VALUE}" type="text" autocomplete="off" '
        f'aria-describedby="h-{ADDED_VALUE}"><p class="note" id="h-{ADDED_VALUE}">As in a URL: a code, a '
        "number, a day such as 2025-11-10, true or false. Several values with commas.</p></div>"
    )


def group(column: str, found: Sequence[Field]) -> str:
    offered = "".join([f'<option value="{each.name}">{escape(each.label)}</option>' for each in found])
    return f'<optgroup label="{escape(label(column))}">{offered}</optgroup>'
