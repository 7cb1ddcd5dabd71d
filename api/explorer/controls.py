"""A field as HTML: its label, its control with what is asked, its help, and what is wrong with it."""

from collections.abc import Sequence
from functools import cache
from html import escape

from api.explorer.codes import Option
from api.explorer.fields import Field
from api.pages.markdown import inline
from api.problems import Fault

KINDS = {
    "text": 'type="text" spellcheck="false"',
    "number": 'type="text" inputmode="decimal"',
    "day": 'type="date"',
}
# What a browser would not show in its own control for days, because it is none.
AS_TYPED = 'type="text"'


def filled(field: Field, text: str, faults: Sequence[Fault]) -> str:
    if field.kind == "several":
        return group(field, text, faults)
    described = describing(field, faults)
    control = select(field, text, described) if field.kind == "choice" else entry(field, text, described)
    wrong = " wrong" if faults else ""
    return (
        f'<div class="field{wrong}"><label for="f-{escape(field.name)}">{escape(field.label)}</label>'
        f"{control}{wrongs(field, faults)}{helps(field)}</div>"
    )


def describing(field: Field, faults: Sequence[Fault]) -> str:
    name = escape(field.name)
    ids = [f"e-{name}"] * bool(faults) + [f"h-{name}"] * bool(field.help)
    invalid = ' aria-invalid="true"' if faults else ""
    return (f' aria-describedby="{" ".join(ids)}"' if ids else "") + invalid


def entry(field: Field, text: str, described: str) -> str:
    kind = AS_TYPED if "aria-invalid" in described else KINDS[field.kind]
    name = escape(field.name)
    return f'<input id="f-{name}" name="{name}" {kind} autocomplete="off" value="{escape(text)}"{described}>'


def select(field: Field, text: str, described: str) -> str:
    name = escape(field.name)
    offered = "".join([choice(each, text) for each in with_typed(field.options, [text])])
    blank = f'<option value="">{field.blank}</option>'
    return f'<select id="f-{name}" name="{name}"{described}>{blank}{offered}</select>'


def choice(option: Option, text: str) -> str:
    chosen = " selected" if option.value == text else ""
    return f'<option value="{escape(option.value)}"{chosen}>{escape(option.label)}</option>'


def with_typed(options: Sequence[Option], texts: Sequence[str]) -> list[Option]:
    """Append what is asked and not offered, such as a misspelled code, so that the form keeps it."""
    known = {option.value for option in options}
    return [*options, *(Option(value=text, label=text) for text in texts if text and text not in known)]


def group(field: Field, text: str, faults: Sequence[Fault]) -> str:
    """Write a group of boxes, folded. Its summary says which are checked."""
    texts = text.split(",") if text else []
    offered = with_typed(field.options, texts)
    boxes = "".join([box(field, each, checked=each.value in texts) for each in offered])
    chosen = ", ".join(escape(each.label) for each in offered if each.value in texts) or "any"
    wrong, shown = (" wrong", " open") if faults else ("", "")
    return (
        f'<details class="field boxes{wrong}" id="f-{escape(field.name)}"{shown}>'
        f"<summary>{escape(field.label)}: <strong>{chosen}</strong></summary>{wrongs(field, faults)}"
        f"<fieldset{describing(field, faults).replace(AS_INVALID, '')}>"
        f'<legend class="unseen">{escape(field.label)}</legend>{helps(field)}{boxes}</fieldset></details>'
    )


# Only controls are invalid; a group of boxes has its fault in its description.
AS_INVALID = ' aria-invalid="true"'


def box(field: Field, option: Option, *, checked: bool) -> str:
    definition = f'<span class="note">{marked(option.definition)}</span>' if option.definition else ""
    return (
        f'<label><input type="checkbox" name="{escape(field.name)}" value="{escape(option.value)}"'
        f"{' checked' if checked else ''}> {escape(option.label)}{definition}</label>"
    )


def wrongs(field: Field, faults: Sequence[Fault]) -> str:
    if not faults:
        return ""
    said = " ".join(f"{expected(field, each)} {closest(each)}".strip() for each in faults)
    return f'<p class="fault" id="e-{escape(field.name)}">{escape(said)}</p>'


def expected(field: Field, fault: Fault) -> str:
    """Say what was expected. The codes of a closed list stand in the control itself."""
    return f"“{fault.given}” is not on this list." if field.options else f"Expected {fault.expected}."


def closest(fault: Fault) -> str:
    return f"The closest is {fault.nearest}." if fault.nearest else ""


def helps(field: Field) -> str:
    return f'<p class="note" id="h-{escape(field.name)}">{marked(field.help)}</p>' if field.help else ""


@cache
def marked(text: str) -> str:
    """Convert the Markdown of the catalog, of which there is only so much."""
    return str(inline(text))
